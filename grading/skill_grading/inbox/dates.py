"""When an assignment can be handed in, and until when that is in time: for everybody, for a class, for one pupil."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, delete, insert, select

from skill_grading.inbox.schema import dates
from skill_grading.inbox.store import Store, log_action

DATES = "dates"
EXTENSION = "extension"


@dataclass(frozen=True)
class Dates:
    """Times with an offset, None for no limit. After ``due`` work is late; from ``closes`` on none is taken."""

    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether pupils can hand in at that moment."""
        return (self.opens is None or self.opens <= at) and (self.closes is None or at < self.closes)

    def is_late(self, at: datetime) -> bool:
        """Whether what came in at that moment is late; the second of the deadline itself is in time."""
        return self.due is not None and at > self.due

    def extended(self, due: datetime) -> Dates:
        """These dates for a pupil who has until ``due``."""
        return replace(self, due=due, closes=self.closes and max(self.closes, due))

    def public(self) -> dict[str, str | None]:
        """What a pupil's page gets, as JSON."""
        return {name: time and time.isoformat() for name, time in asdict(self).items()}


@dataclass
class AssignmentDates:
    """All dates of one assignment. A class that has dates of its own goes by those alone."""

    everybody: Dates = Dates()
    classes: dict[str, Dates] = field(default_factory=dict)
    extensions: dict[str, datetime] = field(default_factory=dict)

    def of(self, pupil_id: str, class_name: str) -> Dates:
        """The dates that hold for a pupil of a class."""
        found = self.classes.get(class_name, self.everybody)
        return found.extended(self.extensions[pupil_id]) if pupil_id in self.extensions else found


class Calendar:
    """The dates of every assignment."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self) -> dict[str, AssignmentDates]:
        """The dates by assignment; one without dates is not in it, and always open."""
        with self._store.reading() as connection:
            return _by_assignment(connection.execute(select(dates)))

    def of(self, assignment: str) -> AssignmentDates:
        """The dates of one assignment."""
        return self.read().get(assignment, AssignmentDates())

    def set(self, assignment: str, given: Dates, class_name: str = "") -> None:
        """Set the dates for a class, or without one for every class that has none of its own."""

        def write(connection: Connection) -> None:
            _put(connection, assignment, given, class_name=class_name)
            log_action(connection, DATES, assignment=assignment, class_name=class_name, **given.public())

        self._store.write(write)

    def forget(self, assignment: str, class_name: str) -> None:
        """Let a class go by the dates for everybody again."""

        def write(connection: Connection) -> None:
            _remove(connection, assignment, class_name=class_name)
            log_action(connection, DATES, assignment=assignment, class_name=class_name)

        self._store.write(write)

    def extend(self, assignment: str, pupil_id: str, due: datetime | None) -> None:
        """Give one pupil a deadline of his or her own; None takes it away."""
        self._store.write(lambda connection: extend(connection, assignment, pupil_id, due))


def extend(connection: Connection, assignment: str, pupil_id: str, due: datetime | None) -> None:
    """Set or take away a pupil's own deadline."""
    if due is None:
        _remove(connection, assignment, pupil_id=pupil_id)
    else:
        _put(connection, assignment, Dates(due=due), pupil_id=pupil_id)
    log_action(connection, EXTENSION, pupil_id, assignment, due=due and due.isoformat())


def _put(connection: Connection, assignment: str, given: Dates, class_name: str = "", pupil_id: str = "") -> None:
    _remove(connection, assignment, class_name, pupil_id)
    times = {name: time and time.astimezone(UTC).isoformat() for name, time in asdict(given).items()}
    connection.execute(insert(dates).values(assignment=assignment, class_name=class_name, pupil_id=pupil_id, **times))


def _remove(connection: Connection, assignment: str, class_name: str = "", pupil_id: str = "") -> None:
    connection.execute(
        delete(dates).where(
            dates.c.assignment == assignment, dates.c.class_name == class_name, dates.c.pupil_id == pupil_id
        )
    )


def _by_assignment(rows: Iterable[Row]) -> dict[str, AssignmentDates]:
    found: dict[str, AssignmentDates] = {}
    for row in rows:
        of = found.setdefault(row.assignment, AssignmentDates())
        given = Dates(*(text and datetime.fromisoformat(text) for text in (row.opens, row.due, row.closes)))
        if row.pupil_id:
            of.extensions[row.pupil_id] = given.due
        elif row.class_name:
            of.classes[row.class_name] = given
        else:
            of.everybody = given
    return found
