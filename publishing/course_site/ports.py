"""Whether a port can be had, told before anything is begun."""

from __future__ import annotations

from tornado.netutil import bind_sockets

from scenario_quiz.errors import Refusal


def check_free(host: str, port: int, choose: str) -> None:
    """Raise Refusal when nothing can listen there; `choose` is the command that takes another, but for its number."""
    try:
        sockets = bind_sockets(port, host)
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} can't be used ({error.strerror}); another program may have it. "
            f"Choose another: {choose}{port + 1}"
        ) from None
    for each in sockets:
        each.close()
