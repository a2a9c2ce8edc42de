"""The JSON API that pupils' pages talk to: what is open, drafts, handing in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from tornado.web import stream_request_body

from course_site.handin.desk import Desk
from course_site.handin.headers import GuardedHandler
from course_site.handin.pupils import Names, PupilProvider
from course_site.handin.refusal import Refused
from scenario_quiz.answers import MAX_BYTES

# A body that is somewhat too large is read to its end, because a browser that is still sending can't hear an
# answer. One that is far too large is answered at once.
MOST_READ = 8 * MAX_BYTES

# What may be answered before the request was read to its end. Tornado closes the connection then; a proxy that is not
# told would send the next pupil's request into it, and lose that.
UNREAD = (405, 413)


@stream_request_body
class ApiHandler(GuardedHandler):
    """JSON in, JSON out; every error has a code that the page has words for."""

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        self._body = bytearray()
        self._read = 0
        self.request.connection.set_max_body_size(2**62)  # data_received stops earlier, and says why
        declared = self.request.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > MOST_READ:
            raise _too_large()

    def data_received(self, chunk: bytes) -> None:
        self._read += len(chunk)
        if self._read > MOST_READ and not self._finished:
            self.send_error(413, exc_info=(Refused, _too_large(), None))
        elif self._read <= MAX_BYTES:
            self._body += chunk

    def json_body(self) -> bytes:
        """The body of a request that changes something. Raises Refused."""
        self.check_origin()
        if self._read > MAX_BYTES:
            raise _too_large()
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refused("not_json", "expected Content-Type: application/json")
        return bytes(self._body)

    def check_origin(self) -> None:
        """Refuse a request that another site's page has sent. Raises Refused."""
        site = self.request.headers.get("Sec-Fetch-Site")
        origin = self.request.headers.get("Origin", "")
        if site is not None:
            same = site == "same-origin"
        else:
            host = self._host().lower()
            # Whole addresses are compared, and none is parsed: a parser would have its own opinion of odd ones.
            same = bool(host) and origin.lower() in (f"http://{host}", f"https://{host}")
        if not same:
            raise Refused("foreign_origin", "this request did not come from a page of the course")

    def _host(self) -> str:
        forwarded = self.request.headers.get("X-Forwarded-Host") if self.settings["behind_proxy"] else None
        return forwarded.rpartition(",")[2].strip() if forwarded else self.request.host

    def answer(self, data: dict, status: int = 200) -> None:
        """Finish with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(data))

    def write_error(self, status_code: int, **error: object) -> None:
        exception = error["exc_info"][1] if "exc_info" in error else None
        if not isinstance(exception, Refused):
            code = {404: "not_found", 405: "not_allowed"}.get(status_code, "unavailable")
            exception = Refused(code, self._reason)
        if "retry_after" in exception.body:
            self.set_header("Retry-After", str(exception.body["retry_after"]))
        if status_code in UNREAD:
            self.set_header("Connection", "close")
        self.answer(exception.body, status_code)


class PupilHandler(ApiHandler):
    """A handler that knows the desk and who is asking."""

    def initialize(self, desk: Desk, names: Names, provider: PupilProvider, blocking: Callable[..., Awaitable]) -> None:
        self.desk = desk
        self._names = names
        self._provider = provider
        self.blocking = blocking

    async def find_pupil(self) -> tuple[str, dict] | None:
        """The pupil's id, and what the page may know; None without a session."""
        pupil_id = await self._provider.pupil_id(self)
        name = pupil_id and self._names.get(pupil_id)
        return (pupil_id, vars(name)) if name else None

    async def pupil_id(self) -> str:
        """The pupil's id. Raises Refused without a session, or where the page is at work for another pupil."""
        pupil = await self.find_pupil()
        if pupil is None:
            raise Refused("no_session", "no pupil is signed in")
        pupil_id, known = pupil
        if self.request.headers.get("X-Pupil", known["key"]) != known["key"]:
            raise Refused("no_session", "another pupil is signed in")
        return pupil_id


class CourseHandler(PupilHandler):
    """What is open, and who is signed in."""

    async def get(self) -> None:
        pupil_id, pupil = await self.find_pupil() or (None, None)
        assignments = await self.blocking(self.desk.assignments, pupil_id)
        course = {"course": self.settings["course_id"], "accounts": self._provider.accounts}
        self.answer(course | {"pupil": pupil, "assignments": assignments})


class DraftHandler(PupilHandler):
    """The answers so far, kept for another device."""

    async def get(self, assignment: str) -> None:
        self.answer(await self.blocking(self.desk.draft, await self.pupil_id(), assignment))

    async def put(self, assignment: str) -> None:
        body = self.json_body()
        self.answer(await self.blocking(self.desk.save_draft, await self.pupil_id(), assignment, body))


class HandInHandler(PupilHandler):
    """Handing in."""

    async def post(self, assignment: str) -> None:
        body = self.json_body()
        receipt = await self.blocking(self.desk.hand_in, await self.pupil_id(), assignment, body)
        self.answer(receipt.public(), 201 if receipt.new else 200)


class UnknownHandler(ApiHandler):
    """Any other address under api/, and what no browser would ask for. Read to its end first: see `UNREAD`."""

    def get(self, *_: str) -> None:
        raise Refused("not_found", "there is no such address")

    head = post = put = patch = delete = options = get


def _too_large() -> Refused:
    return Refused("too_large", f"at most {MAX_BYTES} bytes are taken")
