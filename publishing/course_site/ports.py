"""Taking a port, or telling why not and how to choose another; and who finds what is served there."""

from __future__ import annotations

from ipaddress import ip_address
from socket import socket
from urllib.parse import urlsplit

from tornado.netutil import bind_sockets

from scenario_quiz.errors import Refusal


def bind(host: str, port: int, choose: str) -> list[socket]:
    """The sockets to serve on; port 0 takes a free one.

    Raises Refusal when nothing can listen there; `choose` is the command that takes another, but for its number.
    """
    try:
        return bind_sockets(port, host)
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} can't be used ({error.strerror}); another program may have it. "
            f"Choose another: {choose}{port + 1}"
        ) from None


def check_free(host: str, port: int, choose: str) -> None:
    """Raise Refusal, as `bind` does, before anything is begun."""
    for each in bind(host, port, choose):
        each.close()


def only_here(address: str) -> bool:
    """Whether a web address leads to the machine that it is read on, so that nobody else finds it."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
