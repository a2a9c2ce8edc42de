"""Drafts: answers that are not handed in yet, so that a pupil can go on at another device."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from skill_grading.inbox.schema import drafts
from skill_grading.inbox.store import Store, now


class DraftConflict(Exception):
    """Another device saved in between; ``draft`` is what is stored now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"the stored draft has revision {draft.revision}")
        self.draft = draft


@dataclass(frozen=True)
class Draft:
    """The answers of one pupil for one assignment so far. Revision 0 means that there are none."""

    revision: int
    answers: bytes | None


class Drafts:
    """One draft for each pupil and assignment; saving names the revision it was made from."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, pupil_id: str, assignment: str) -> Draft:
        """The stored draft."""
        with self._store.reading() as connection:
            return _get(connection, pupil_id, assignment)

    def save(self, pupil_id: str, assignment: str, revision: int, answers: bytes) -> int:
        """Store a draft that was made from ``revision``; gives its own revision. Raises DraftConflict."""
        values = {"revision": revision + 1, "answers": answers, "saved": now()}
        if revision:
            save = update(drafts).where(*_is(pupil_id, assignment), drafts.c.revision == revision).values(values)
        else:
            save = insert(drafts).values(pupil_id=pupil_id, assignment=assignment, **values)
        try:
            saved = self._store.write(lambda connection: connection.execute(save).rowcount)
        except IntegrityError:  # there is a draft already
            saved = 0
        if not saved:
            raise DraftConflict(self.get(pupil_id, assignment))
        return revision + 1


def fill_draft(connection: Connection, pupil_id: str, assignment: str, answers: bytes | None) -> None:
    """Put a teacher's choice in place of a draft; a device that still has the old one can't put it back unseen."""
    changed = connection.execute(
        update(drafts)
        .where(*_is(pupil_id, assignment))
        .values(revision=drafts.c.revision + 1, answers=answers, saved=now())
    ).rowcount
    if not changed and answers is not None:
        connection.execute(
            insert(drafts).values(pupil_id=pupil_id, assignment=assignment, revision=1, answers=answers, saved=now())
        )


def _is(pupil_id: str, assignment: str) -> tuple:
    return drafts.c.pupil_id == pupil_id, drafts.c.assignment == assignment


def _get(connection: Connection, pupil_id: str, assignment: str) -> Draft:
    row = connection.execute(select(drafts).where(*_is(pupil_id, assignment))).one_or_none()
    return Draft(row.revision, row.answers) if row else Draft(0, None)
