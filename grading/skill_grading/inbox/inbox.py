"""The inbox: every hand-in, kept durably before its receipt is given.

It knows pupils by their opaque id only, and answers as bytes only. Beside the hand-ins it holds the drafts
(``inbox.drafts``), the dates (``inbox.calendar``), and the codes and sessions of pupils (``inbox.access``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, union_all
from sqlalchemy.exc import IntegrityError

from skill_grading.inbox.access import Access
from skill_grading.inbox.dates import Calendar, extend
from skill_grading.inbox.drafts import Drafts
from skill_grading.inbox.records import Action, Attempt, HandIn, Receipt, RefusedHandIn, Standing
from skill_grading.inbox.released import ReleasedFeedback
from skill_grading.inbox.rounds import move, reopen, round_of, waited_for
from skill_grading.inbox.schema import SERVICE, absences, actions, hand_ins, refused
from skill_grading.inbox.store import Store, log_action, now, read_detail
from skill_grading.pupils.codes import ALPHABET, show

MOST_ATTEMPTS = 50
MOST_REFUSED = 20
LARGEST_REFUSED = 256 * 1024
_TRIES = 5


class TooManyAttempts(Exception):
    """A pupil handed in so often that this can't be meant."""


class Inbox:
    """The inbox at ``url``: ``sqlite:///...`` or ``postgresql+psycopg://...``. Safe to share between threads.

    Raises Refusal if its tables are of another version.
    """

    def __init__(self, url: str) -> None:
        self._store = Store(url)
        self.drafts = Drafts(self._store)
        self.calendar = Calendar(self._store)
        self.access = Access(self._store)
        self.feedback = ReleasedFeedback(self._store)

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._store.close()

    def warm(self) -> None:
        """Do what the first hand-in of the day would wait for: open connections, and read what each hand-in reads."""

        def look(connection: Connection) -> None:
            _sent(connection, "", "")
            connection.execute(_EARLIER, {"pupil_id": "", "assignment": ""}).all()
            round_of(connection, "", "")

        self._store.warm(look)

    def accept(
        self, pupil_id: str, assignment: str, answers: bytes, *,
        version: str, attempt: str, answered: int, steps: int, route: str = SERVICE, received: datetime | None = None,
    ) -> Receipt:  # fmt: skip
        """Keep a valid answers file; gives its receipt once it is on disk.

        The same attempt again gives the same receipt; should its answers differ, they go to what was refused.
        ``received`` (with an offset) is when a learning platform took it in, where it came that way; by default now.
        Raises TooManyAttempts.
        """
        row = {
            "pupil_id": pupil_id,
            "assignment": assignment,
            "attempt": attempt,
            "version": version,
            "received": received.isoformat(timespec="seconds") if received else now(),
            "receipt": receipt_code(pupil_id, assignment, answers),
            "answered": answered,
            "steps": steps,
            "answers": answers,
            "route": route,
        }
        for tries_left in reversed(range(_TRIES)):
            try:
                return self._store.write(lambda connection: _accept(connection, row))
            except IntegrityError:  # handed in elsewhere at this very moment (PostgreSQL): look again
                if not tries_left:
                    raise

    def standing(self, pupil_id: str, assignment: str) -> Standing:
        """The receipt of the hand-in that counts; none yet, or none since the teacher re-opened, is None."""
        with self._store.reading() as connection:
            this_round = round_of(connection, pupil_id, assignment)
            earlier = connection.execute(_EARLIER, {"pupil_id": pupil_id, "assignment": assignment})
            found = [row for row in earlier if row.round == this_round]
        return Standing(_receipt(found[0]) if found else None, this_round)

    def receipt_of(self, pupil_id: str, assignment: str, attempt: str) -> Receipt | None:
        """The receipt that this very attempt was given; None if it never came in."""
        with self._store.reading() as connection:
            row = _same_attempt(_sent(connection, pupil_id, assignment), pupil_id, attempt)
        return _receipt(row) if row else None

    def find_receipts(self, receipt: str) -> list[Attempt]:
        """The hand-ins with this receipt number: one, or none if nobody ever got it; two once in a lifetime."""
        query = select(*_COLUMNS, _counts().label("counts")).where(hand_ins.c.receipt == receipt)
        with self._store.reading() as connection:
            return [Attempt(**_fields(row), counts=bool(row.counts)) for row in connection.execute(query)]

    def counting(self, assignment: str) -> Iterator[HandIn]:
        """Of every pupil the hand-in that counts, by pupil id."""
        query = select(hand_ins).where(hand_ins.c.assignment == assignment, _counts()).order_by(hand_ins.c.pupil_id)
        with self._store.reading() as connection:
            for row in connection.execute(query).yield_per(100):
                yield HandIn(**_fields(row), counts=True, answers=row.answers)

    def answers(self, assignment: str | None = None) -> dict[tuple[str, str, str], bytes]:
        """The answers files that count, by assignment, pupil id and attempt."""
        columns = hand_ins.c.assignment, hand_ins.c.pupil_id, hand_ins.c.attempt, hand_ins.c.answers
        query = select(*columns).where(_counts())
        if assignment is not None:
            query = query.where(hand_ins.c.assignment == assignment)
        with self._store.reading() as connection:
            return {tuple(key): answers for *key, answers in connection.execute(query)}

    def attempts(self, assignment: str | None = None, pupil_id: str | None = None) -> list[Attempt]:
        """Every accepted hand-in, oldest first, without the answers."""
        query = select(*_COLUMNS, _counts().label("counts")).order_by(hand_ins.c.id)
        if assignment is not None:
            query = query.where(hand_ins.c.assignment == assignment)
        if pupil_id is not None:
            query = query.where(hand_ins.c.pupil_id == pupil_id)
        with self._store.reading() as connection:
            return [Attempt(**_fields(row), counts=bool(row.counts)) for row in connection.execute(query).all()]

    def refuse(self, pupil_id: str, assignment: str, reason: str, body: bytes) -> None:
        """Keep what could not be accepted, once: 256 KB of it, and the first 20 of a pupil and assignment."""
        self._store.write(lambda connection: _refuse(connection, pupil_id, assignment, reason, body))

    def refused(self, assignment: str | None = None) -> list[RefusedHandIn]:
        """What was refused, oldest first."""
        query = select(refused).order_by(refused.c.id)
        if assignment is not None:
            query = query.where(refused.c.assignment == assignment)
        with self._store.reading() as connection:
            return [
                RefusedHandIn(row.pupil_id, row.assignment, row.reason, datetime.fromisoformat(row.received), row.body)
                for row in connection.execute(query)
            ]

    def reopen(self, pupil_id: str, assignment: str, keep: bool = False, due: datetime | None = None) -> None:
        """Let a pupil hand in again: the next hand-in counts, and until then the earlier one does.

        With ``keep`` the pupil goes on from what counts now, else from nothing; ``due`` is a deadline for this
        pupil. Nothing that was handed in is lost.
        """

        def write(connection: Connection) -> None:
            reopen(connection, pupil_id, assignment, keep)
            if due is not None:
                extend(connection, assignment, pupil_id, due)

        self._store.write(write)

    def move(self, pupil_id: str, assignment: str, attempt: str, to: str) -> bool:
        """Give a hand-in that came under a wrong code to the pupil ``to``; says whether it counts there.

        Raises Refusal when there is no such hand-in.
        """
        return self._store.write(lambda connection: move(connection, pupil_id, assignment, attempt, to))

    def mark_absent(self, pupil_id: str, assignment: str, absent: bool) -> None:
        """Note that a pupil was absent, or take that back."""

        def write(connection: Connection) -> None:
            connection.execute(
                delete(absences).where(absences.c.pupil_id == pupil_id, absences.c.assignment == assignment)
            )
            if absent:
                connection.execute(insert(absences).values(pupil_id=pupil_id, assignment=assignment))
            log_action(connection, "absent" if absent else "present", pupil_id, assignment)

        self._store.write(write)

    def absent(self, assignment: str) -> set[str]:
        """The ids of the pupils who were absent."""
        query = select(absences.c.pupil_id).where(absences.c.assignment == assignment)
        with self._store.reading() as connection:
            return set(connection.execute(query).scalars())

    def note(self, action: str, assignment: str | None = None, pupil_id: str | None = None, **detail: object) -> None:
        """Keep what a teacher did elsewhere among the actions."""
        self._store.write(lambda connection: log_action(connection, action, pupil_id, assignment, **detail))

    def reopened(self, assignment: str) -> set[str]:
        """The ids of the pupils who can hand in again and have not done so yet."""
        with self._store.reading() as connection:
            return waited_for(connection, assignment)

    def actions(self) -> list[Action]:
        """What teachers did, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(select(actions).order_by(actions.c.id))
            return [
                Action(datetime.fromisoformat(time), action, pupil_id, assignment, read_detail(detail))
                for _, time, action, pupil_id, assignment, detail in rows
            ]


_COLUMNS = [column for column in hand_ins.c if column is not hand_ins.c.answers]

# Made once: making a statement takes SQLAlchemy longer than running it.
_EARLIER = select(*_COLUMNS).where(
    hand_ins.c.assignment == bindparam("assignment"), hand_ins.c.pupil_id == bindparam("pupil_id")
)
# Not with "or": SQLite would then read what every pupil handed in.
_SENT = union_all(
    _EARLIER,
    select(*_COLUMNS).where(
        hand_ins.c.assignment == bindparam("assignment"), hand_ins.c.moved_from == bindparam("pupil_id")
    ),
)


def _accept(connection: Connection, row: dict) -> Receipt:
    pupil_id, assignment = row["pupil_id"], row["assignment"]
    sent = _sent(connection, pupil_id, assignment)
    if same := _same_attempt(sent, pupil_id, row["attempt"]):
        if same.receipt != row["receipt"]:
            _refuse(connection, pupil_id, assignment, "same_attempt", row["answers"])
        return _receipt(same)
    earlier = [other for other in sent if other.pupil_id == pupil_id]
    if len(earlier) >= MOST_ATTEMPTS:
        raise TooManyAttempts(f"{pupil_id} handed in {assignment} {len(earlier)} times already")
    this_round = round_of(connection, pupil_id, assignment)
    counts = all(other.round != this_round for other in earlier)
    connection.execute(insert(hand_ins), {**row, "round": this_round if counts else None})
    return Receipt(row["receipt"], assignment, row["received"], row["answered"], row["steps"], counts, new=True)


def _sent(connection: Connection, pupil_id: str, assignment: str) -> Sequence[Row]:
    """What came in as this pupil's, though a teacher may have moved it since, or to this pupil."""
    return connection.execute(_SENT, {"pupil_id": pupil_id, "assignment": assignment}).all()


def _same_attempt(sent: Sequence[Row], pupil_id: str, attempt: str) -> Row | None:
    """What came in as this attempt: this pupil's own before what was moved to another."""
    same = [row for row in sent if row.attempt == attempt]
    return min(same, key=lambda row: row.pupil_id != pupil_id, default=None)


def _refuse(connection: Connection, pupil_id: str, assignment: str, reason: str, body: bytes) -> None:
    body = body[:LARGEST_REFUSED]
    kept = connection.execute(
        select(refused.c.reason, refused.c.body).where(
            refused.c.pupil_id == pupil_id, refused.c.assignment == assignment
        )
    ).all()
    if len(kept) < MOST_REFUSED and (reason, body) not in kept:
        connection.execute(
            insert(refused).values(
                pupil_id=pupil_id,
                assignment=assignment,
                reason=reason,
                received=now(),
                body=body,
            )
        )


def _counts():
    """Of each pupil and assignment the hand-in of the last round counts."""
    other = hand_ins.alias()
    last = (
        select(func.max(other.c.round))
        .where(other.c.assignment == hand_ins.c.assignment, other.c.pupil_id == hand_ins.c.pupil_id)
        .scalar_subquery()
    )
    return func.coalesce(hand_ins.c.round == last, False)


def _receipt(row: Row) -> Receipt:
    return Receipt(row.receipt, row.assignment, row.received, row.answered, row.steps, row.round is not None)


def _fields(row: Row) -> dict:
    return {
        "pupil_id": row.pupil_id,
        "assignment": row.assignment,
        "version": row.version,
        "attempt": row.attempt,
        "received": datetime.fromisoformat(row.received),
        "receipt": row.receipt,
        "answered": row.answered,
        "steps": row.steps,
        "route": row.route,
        "moved_from": row.moved_from,
    }


def receipt_code(pupil_id: str, assignment: str, answers: bytes) -> str:
    """Six characters that belong to these answers of this pupil: ``7F3K-Q2``."""
    digest = hashlib.sha256(b"\0".join((pupil_id.encode(), assignment.encode(), answers))).digest()
    number = int.from_bytes(digest[:4]) >> 2
    return show("".join(ALPHABET[number >> shift & 31] for shift in range(25, -1, -5)))
