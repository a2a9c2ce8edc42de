"""A school's sign-in by OpenID Connect, as small as one can be: it takes anybody's word for who they are."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tornado.httpserver import HTTPServer
from tornado.httputil import url_concat
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


@dataclass(frozen=True)
class SchoolSignIn:
    """Where it is."""

    address: str

    def settings(self, hub: str) -> dict[str, str]:
        """What a school adds to values.yaml for it; `hub` is the Hub's public address."""
        return {
            "authorize_url": f"{self.address}/authorize",
            "token_url": f"{self.address}/token",
            "userdata_url": f"{self.address}/userdata",
            "oauth_callback_url": f"{hub}hub/oauth_callback",
        }


class _Authorize(RequestHandler):
    """A page to sign in on; asked again with `account`, it leads back."""

    def get(self) -> None:
        account = self.get_query_argument("account", "")
        if not account:
            self.finish("Who are you?")
            return
        back = {"code": account, "state": self.get_query_argument("state")}
        self.redirect(url_concat(self.get_query_argument("redirect_uri"), back))


class _Token(RequestHandler):
    def post(self) -> None:
        self.finish({"access_token": self.get_body_argument("code"), "token_type": "Bearer"})


class _UserData(RequestHandler):
    def initialize(self, groups: Mapping[str, list[str]]) -> None:
        self._groups = groups

    def get(self) -> None:
        account = self.request.headers["Authorization"].split()[1]
        self.finish({"preferred_username": account, "groups": self._groups.get(account, [])})


@contextmanager
def school_sign_in(groups: Mapping[str, list[str]]) -> Iterator[SchoolSignIn]:
    """It, for as long as the block runs; `groups` has the groups of those who are in any."""
    app = Application([(r"/authorize", _Authorize), (r"/token", _Token), (r"/userdata", _UserData, {"groups": groups})])
    sockets = bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        HTTPServer(app).add_sockets(sockets)
        loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield SchoolSignIn(f"http://127.0.0.1:{sockets[0].getsockname()[1]}")
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
