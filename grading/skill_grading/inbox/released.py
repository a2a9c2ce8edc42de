"""Feedback that the teacher released: the pages as pupils may read them. What is not here, no pupil can get."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from skill_grading.inbox.schema import feedback
from skill_grading.inbox.store import Store, log_action, now

# Asked with every look at an exercise, so made only once.
_OF_HAND_IN = (
    feedback.c.pupil_id == bindparam("pupil_id"),
    feedback.c.assignment == bindparam("assignment"),
    feedback.c.receipt == bindparam("receipt"),
)
_THERE = select(feedback.c.pupil_id).where(*_OF_HAND_IN)
_PAGE = select(feedback.c.page).where(*_OF_HAND_IN)


class ReleasedFeedback:
    """The pages by pupil and assignment. Each belongs to one hand-in, and is not there for a later one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def release(self, assignment: str, pages: Iterable[tuple[str, str, str]], what: str) -> None:
        """Give pages, as (pupil id, receipt of the hand-in, HTML), in place of these pupils' earlier ones.

        `what` is for the log of what teachers did: a class, or a pupil.
        """
        rows = [
            {
                "pupil_id": pupil_id,
                "assignment": assignment,
                "receipt": receipt,
                "released": now(),
                "page": gzip.compress(page.encode(), mtime=0),
            }
            for pupil_id, receipt, page in pages
        ]

        def write(connection: Connection) -> None:
            _remove(connection, assignment, [row["pupil_id"] for row in rows])
            connection.execute(insert(feedback), rows)
            log_action(connection, "release feedback", None, assignment, of=what)

        if rows:
            self._store.write(write)

    def withdraw(self, assignment: str, pupil_ids: list[str] | None, what: str) -> int:
        """Take back the pages of these pupils (None: of everybody); gives how many there were."""

        def write(connection: Connection) -> int:
            log_action(connection, "withdraw feedback", None, assignment, of=what)
            return _remove(connection, assignment, pupil_ids)

        return self._store.write(write)

    def there_is(self, pupil_id: str, assignment: str, receipt: str) -> bool:
        """Whether the feedback on this hand-in is released."""
        of = {"pupil_id": pupil_id, "assignment": assignment, "receipt": receipt}
        with self._store.reading() as connection:
            return connection.execute(_THERE, of).first() is not None

    def page(self, pupil_id: str, assignment: str, receipt: str) -> bytes | None:
        """The page for this hand-in, gzipped; None while it is not released."""
        of = {"pupil_id": pupil_id, "assignment": assignment, "receipt": receipt}
        with self._store.reading() as connection:
            return connection.execute(_PAGE, of).scalar_one_or_none()

    def released(self, assignment: str) -> dict[str, str]:
        """{pupil id: receipt of the hand-in} of every released page."""
        query = select(feedback.c.pupil_id, feedback.c.receipt).where(feedback.c.assignment == assignment)
        with self._store.reading() as connection:
            return {pupil_id: receipt for pupil_id, receipt in connection.execute(query)}


def _remove(connection: Connection, assignment: str, pupil_ids: list[str] | None) -> int:
    query = delete(feedback).where(feedback.c.assignment == assignment)
    if pupil_ids is not None:
        query = query.where(feedback.c.pupil_id.in_(pupil_ids))
    return connection.execute(query).rowcount
