"""Bounding how many connections are open: without a bound, whoever opens them and says nothing uses up the process."""

from __future__ import annotations

import resource
from contextlib import suppress

from tornado.httpserver import HTTPServer

MOST_CONNECTIONS = 10_000  # a school of 1,000 whose browsers keep six each, and room
SPARE_FILES = 100  # for the databases


class BoundedServer(HTTPServer):
    """Closes at once what comes above the bound. Nothing is logged then: that would fill the disk instead."""

    def initialize(self, *arguments: object, **more: object) -> None:
        super().initialize(*arguments, **more)
        self._most = most_connections()
        self._open = 0

    def handle_stream(self, stream, address) -> None:
        if self._open >= self._most:
            stream.close()
            return
        self._open += 1
        super().handle_stream(stream, address)

    def on_close(self, connection) -> None:
        self._open -= 1
        super().on_close(connection)


def most_connections() -> int:
    """How many connections this process can have, once it may open as many files as the system lets it.

    Many systems begin with 1,024, which is less than what the browsers of a school keep open.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS + SPARE_FILES  # each connection may read a file of the site
    if soft < wanted and soft != resource.RLIM_INFINITY:
        more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):  # macOS lets a process have less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
            soft = more
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, (soft - SPARE_FILES) // 2)
