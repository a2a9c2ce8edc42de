"""Who a request comes from. The service asks a provider; how a pupil proves it is the provider's business."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tornado.web import RequestHandler

from skill_grading.pupils.codes import derive
from skill_grading.pupils.roster import Pupil, Roster

COOKIE = "course-session"
# A school day: the browser forgets the cookie when it closes, the service at the end of the day.
SESSION_SECONDS = 10 * 3600


class PupilProvider(Protocol):
    """Says which pupil a request comes from: by pupil codes, or by accounts where there is a JupyterHub.

    ``accounts`` tells the page whether a pupil signs in with an account instead of a code.
    """

    accounts: bool

    async def pupil_id(self, handler: RequestHandler) -> str | None:
        """The id of the pupil who makes this request, or None."""

    def routes(self) -> list[tuple]:
        """Tornado's routes for signing in and out."""


@dataclass(frozen=True)
class Name:
    """What a page may know of a pupil: the first name, and a key of its own for the browser's storage."""

    name: str
    key: str


class Names:
    """Who the pupils are, by pupil id, read again when the class list has changed."""

    def __init__(self, path: Path, secret: bytes) -> None:
        self._path = path
        self._key = derive(secret, "browser storage")
        self._seen: tuple[int, int] | None = None
        self._pupils: dict[str, Pupil] = {}
        self._ids: dict[str, str] = {}

    def get(self, pupil_id: str) -> Name | None:
        """The name of a pupil; None if the class list has no such pupil any more."""
        self._refresh()
        pupil = self._pupils.get(pupil_id)
        return Name(pupil.first_name, derive(self._key, pupil_id).hex()[:32]) if pupil else None

    def pupil(self, pupil_id: str) -> Pupil:
        """A pupil as the class list has it; one without a class if the list has no such pupil any more."""
        self._refresh()
        return self._pupils.get(pupil_id) or Pupil(pupil_id, "", "", "")

    def with_account(self, account: str) -> str | None:
        """The id of the pupil with whom ``account`` stands in the class list as the platform's id; else None."""
        self._refresh()
        return self._ids.get(account.casefold())

    def _refresh(self) -> None:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            self._seen, self._pupils, self._ids = None, {}, {}
            return
        if self._seen != (stat.st_mtime_ns, stat.st_size):
            self._pupils = Roster.load(self._path).by_id
            pupils = self._pupils.values()
            self._ids = {pupil.platform_id.casefold(): pupil.pupil_id for pupil in pupils if pupil.platform_id}
            self._seen = (stat.st_mtime_ns, stat.st_size)
