"""Signing in with an account of a JupyterHub, of which the hand-in service is a service.

The Hub is asked once, when a pupil signs in; after that the session stands in the inbox as with pupil codes. So every
replica of the service knows it, and a Hub that is down keeps nobody from handing in. The session belongs to the Hub's
own: it ends when the pupil signs out there.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from course_site.handin.api import ApiHandler
from course_site.handin.headers import GuardedHandler
from course_site.handin.pupils import COOKIE, SESSION_SECONDS, Names
from course_site.handin.site import answer_in_words
from scenario_quiz.school import School
from skill_grading.inbox.access import Access

UNDER_WAY = "course-sign-in"
SIGN_IN_SECONDS = 600


class HubAccounts:
    """A provider (see ``pupils.PupilProvider``) for accounts of a JupyterHub.

    An account is a pupil's when its name stands in the class list as the platform's id. Besides a browser's session
    it takes the Hub's own tokens, with which a notebook hands in.
    """

    accounts = True

    def __init__(self, access: Access, names: Names, school: School, blocking: Callable[..., Awaitable]) -> None:
        self._hub = HubOAuth()
        self._access = access
        self._names = names
        self._school = school
        self._blocking = blocking

    async def pupil_id(self, handler: RequestHandler) -> str | None:
        """The pupil whose session or token the request carries."""
        if token := self._hub.get_token(handler, in_cookie=False):
            return self._pupil_of(await self._hub.user_for_token(token, sync=False))
        cookie = handler.get_signed_cookie(COOKIE, max_age_days=1)
        if not cookie:
            return None
        token, _, hub_session = cookie.decode().partition(":")
        if hub_session != self._hub_session(handler):
            return None
        return await self._blocking(self._access.pupil_of_session, token)

    def routes(self) -> list[tuple]:
        """``api/sign-in`` leads to the Hub, which leads back to ``oauth_callback``; ``api/sign-out`` ends both."""
        shared = {"accounts": self}
        return [
            (r"/api/sign-in", SignInHandler, shared),
            (r"/oauth_callback", CallbackHandler, shared | {"school": self._school}),
            (r"/api/session", SessionHandler, shared),
            (r"/api/sign-out", SignOutHandler, {"address": f"{self._hub.hub_host}{self._hub.hub_prefix}logout"}),
        ]

    def begin(self, state: str) -> tuple[str, str]:
        """(the address at which the Hub asks who it is, the secret with which its answer can be used)."""
        verifier, challenge, method = self._hub.generate_pkce_code_challenge()
        more = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        return url_concat(self._hub.login_url, more), verifier

    async def sign_in(self, handler: RequestHandler, code: str, verifier: str) -> str | None:
        """What the session's cookie holds; None if the account is no pupil's."""
        token = await self._hub.token_for_code(code, code_verifier=verifier, sync=False)
        user = await self._hub.user_for_token(token, use_cache=False, sync=False)
        pupil_id = self._pupil_of(user)
        if pupil_id is None:
            return None
        session = await self._blocking(self._access.open_session, pupil_id, SESSION_SECONDS)
        return f"{session}:{self._hub_session(handler)}"

    async def sign_out(self, handler: RequestHandler) -> None:
        """End the session that the request carries, if there is one."""
        if cookie := handler.get_signed_cookie(COOKIE, max_age_days=1):
            await self._blocking(self._access.close_session, cookie.decode().partition(":")[0])

    def _pupil_of(self, user: dict | None) -> str | None:
        if user is None or not self._hub.check_scopes(self._hub.access_scopes, user):
            return None
        return self._names.with_account(user["name"])

    def _hub_session(self, handler: RequestHandler) -> str:
        """What the session has of the Hub's own: a hash, for the cookie that this is compared with is no secret."""
        return hashlib.sha256(self._hub.get_session_id(handler).encode()).hexdigest()


class _AccountHandler(GuardedHandler):
    def initialize(self, accounts: HubAccounts, school: School | None = None) -> None:
        self._accounts = accounts
        self._school = school

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    @property
    def secure(self) -> bool:
        return self.request.protocol == "https"

    @property
    def home(self) -> str:
        return f"{self.settings['prefix']}/"


class SignInHandler(_AccountHandler):
    """Sends a browser to the Hub; ``to`` is the page to come back to."""

    def get(self) -> None:
        to = self.get_query_argument("to", self.home)
        if not to.startswith(self.home) or "//" in to or "\\" in to:
            to = self.home
        state = secrets.token_urlsafe(24)
        address, verifier = self._accounts.begin(state)
        kept = json.dumps({"state": state, "verifier": verifier, "to": to})
        self.set_signed_cookie(
            UNDER_WAY, kept, expires_days=None, path=self.home, httponly=True, samesite="Lax", secure=self.secure,
            max_age=SIGN_IN_SECONDS,
        )  # fmt: skip
        self.redirect(address)


class CallbackHandler(_AccountHandler):
    """Where the Hub sends a browser back to."""

    async def get(self) -> None:
        kept = self.get_signed_cookie(UNDER_WAY, max_age_days=1)
        self.clear_cookie(UNDER_WAY, path=self.home)
        begun = json.loads(kept) if kept else None
        asked = self.get_query_argument("state", "").encode()
        if not begun or not secrets.compare_digest(asked, begun["state"].encode()):
            raise HTTPError(400)
        value = await self._accounts.sign_in(self, self.get_query_argument("code"), begun["verifier"])
        if value is None:
            raise HTTPError(403)
        self.set_signed_cookie(
            COOKIE, value, expires_days=None, path=f"{self.home}api/", httponly=True, samesite="Strict",
            secure=self.secure,
        )  # fmt: skip
        self.redirect(begun["to"])

    def write_error(self, status_code: int, **error: object) -> None:
        answer_in_words(self, self._school, "account" if status_code == 403 else "failed")


class SessionHandler(ApiHandler):
    """Signing out of the course; there is no code to sign in with."""

    def initialize(self, accounts: HubAccounts) -> None:
        self._accounts = accounts

    async def delete(self) -> None:
        self.check_origin()
        await self._accounts.sign_out(self)
        self.clear_cookie(COOKIE, path=f"{self.settings['prefix']}/api/")
        self.set_status(204)


class SignOutHandler(GuardedHandler):
    """Leads to where the Hub ends its own session."""

    def initialize(self, address: str) -> None:
        self._address = address

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.redirect(self._address)
