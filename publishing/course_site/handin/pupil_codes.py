"""Signing in with a pupil code: a code opens a session, a cookie carries it, and 'Klaar' ends it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from tornado.ioloop import IOLoop
from tornado.web import RequestHandler

from course_site.handin.api import ApiHandler
from course_site.handin.pupils import COOKIE, SESSION_SECONDS, Names
from course_site.handin.refusal import Refused
from course_site.handin.throttle import Throttle
from skill_grading.inbox.access import Access
from skill_grading.pupils.codes import hash_code, normalise

# Hashing a code takes the processor 50 ms: two threads, and as many waiting as a school that starts at once.
HASHING_THREADS = 2
MOST_WAITING = 200
MOST_WAITING_UNDER_ATTACK = 8
AGAIN_SOON = 5


class PupilCodes:
    """A provider (see ``pupils.PupilProvider``) for pupil codes that the teacher prints."""

    accounts = False

    def __init__(self, access: Access, names: Names, secret: bytes, blocking: Callable[..., Awaitable]) -> None:
        self._access = access
        self._names = names
        self._secret = secret
        self._blocking = blocking
        self._throttle = Throttle()
        self._hashing = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="codes")
        self._waiting = 0

    async def pupil_id(self, handler: RequestHandler) -> str | None:
        """The pupil whose session the request's cookie carries."""
        token = handler.get_cookie(COOKIE)
        return await self._blocking(self._access.pupil_of_session, token) if token else None

    def routes(self) -> list[tuple]:
        """``/api/session``: POST to sign in, DELETE to sign out."""
        return [(r"/api/session", SessionHandler, {"codes": self})]

    async def sign_in(self, typed: str) -> tuple[dict, str]:
        """(what the page may know of the pupil, the session's token). Raises Refused."""
        code = normalise(typed)
        if code is None:
            raise Refused("unknown_code", "this can't be a pupil code")
        if wait := self._throttle.wait_for(code):
            raise Refused("throttled", "this code failed too often", retry_after=wait)
        pupil_id = await self._look_up(code)
        name = pupil_id and self._names.get(pupil_id)
        if not name:
            self._throttle.failed(code)
            raise Refused("unknown_code", "no pupil has this code")
        return vars(name), await self._blocking(self._access.open_session, pupil_id, SESSION_SECONDS)

    async def sign_out(self, token: str | None) -> None:
        """End the session of ``token``, if there is one."""
        if token:
            await self._blocking(self._access.close_session, token)

    async def _look_up(self, code: str) -> str | None:
        # While many codes fail, right ones still get through, but guessing can't keep the machine busy.
        attacked = self._throttle.wait_for_all()
        if self._waiting >= (MOST_WAITING_UNDER_ATTACK if attacked else MOST_WAITING):
            raise Refused("throttled", "too many codes are tried at once", retry_after=attacked or AGAIN_SOON)
        self._waiting += 1
        try:
            hashed = await IOLoop.current().run_in_executor(self._hashing, hash_code, code, self._secret)
        finally:
            self._waiting -= 1
        pupil_id = await self._blocking(self._access.pupil_of_code, hashed)
        if attacked and pupil_id is None:
            self._throttle.failed(code)
            raise Refused("throttled", "too many codes have failed", retry_after=attacked)
        return pupil_id


class SessionHandler(ApiHandler):
    """Signing in and out."""

    def initialize(self, codes: PupilCodes) -> None:
        self._codes = codes

    async def post(self) -> None:
        body = self.json_body()
        try:
            typed = json.loads(body)["code"]
        except (ValueError, KeyError, TypeError, RecursionError):
            typed = None
        if not isinstance(typed, str):
            raise Refused("invalid", 'expected {"code": "..."}')
        pupil, token = await self._codes.sign_in(typed)
        await self._codes.sign_out(self.get_cookie(COOKIE))  # whoever sat here before
        # Without a path the cookie goes to /api/ of this course only, also behind a path prefix.
        secure = self.request.protocol == "https"
        self.set_cookie(COOKIE, token, path="", httponly=True, samesite="Strict", secure=secure)
        self.answer({"pupil": pupil})

    async def delete(self) -> None:
        self.check_origin()
        await self._codes.sign_out(self.get_cookie(COOKIE))
        self.clear_cookie(COOKIE, path="")
        self.set_status(204)
