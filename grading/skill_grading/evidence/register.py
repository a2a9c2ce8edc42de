"""The register of one assignment: of every pupil whether work was handed in, in time or late, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from skill_grading.data import DataFolder
from skill_grading.evidence.moment_work import assignments_of, read_work
from skill_grading.evidence.work import Work
from skill_grading.inbox.dates import AssignmentDates, Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.records import Action, RefusedHandIn
from skill_grading.pupils.roster import Pupil


class State(StrEnum):
    """Where a pupil stands. Work that is missing or not there yet is never a 0."""

    HANDED_IN = "handed_in"
    LATE = "late"
    REOPENED = "reopened"
    ABSENT = "absent"
    MISSING = "missing"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Line:
    """One pupil in the register; ``assignment`` is what this pupil does, ``refused`` what could not be taken in."""

    work: Work
    assignment: str
    dates: Dates
    state: State
    refused: list[RefusedHandIn]

    @property
    def pupil(self) -> Pupil:
        return self.work.pupil

    @property
    def late(self) -> bool:
        """Whether the hand-in that counts came after the deadline."""
        return self.work.counting is not None and self.dates.is_late(self.work.counting.received)


@dataclass(frozen=True)
class Register:
    """The lines of every class, in the order of the names; the dates behind them; and what teachers did."""

    classes: dict[str, list[Line]]
    dates: AssignmentDates
    actions: list[Action]

    def line(self, pupil_id: str) -> Line | None:
        """The line of one pupil; None for somebody who is not in the class list."""
        return next((line for of in self.classes.values() for line in of if line.pupil.pupil_id == pupil_id), None)


def read_register(data: DataFolder, assignment: str, at: datetime | None = None) -> Register:
    """The register of an assignment, or of the entry check or final exam, as it stands then, by default now."""
    at = at or datetime.now(UTC)
    work, names = read_work(data, assignment), assignments_of(data, assignment)
    with Inbox(data.inbox_url) as inbox:
        dates, actions = inbox.calendar.of(assignment), inbox.actions()
        reopened = {name: inbox.reopened(name) for name in names}

    def line(one: Work) -> Line:
        pupil, form = one.pupil, work.form(one.pupil)
        of_pupil = dates.of(pupil.pupil_id, pupil.class_name)
        standing = state(one, of_pupil, pupil.pupil_id in work.absent, pupil.pupil_id in reopened[form], at)
        return Line(one, form, of_pupil, standing, work.refused_of(pupil))

    classes = {name: [line(one) for one in work.of_class(name)] for name in work.classes}
    return Register(classes, dates, [each for each in actions if each.assignment in (assignment, *names, None)])


def state(work: Work, dates: Dates, absent: bool, reopened: bool, at: datetime) -> State:
    """Where a pupil stands. Who handed in was there, whatever the tick says; without a tick, who has not handed in
    by the deadline (or by closing time, where there is no deadline) has not handed in.
    """
    if reopened:
        return State.REOPENED
    if work.counting:
        return State.LATE if dates.is_late(work.counting.received) else State.HANDED_IN
    if absent:
        return State.ABSENT
    end = dates.due or dates.closes
    return State.MISSING if end is not None and at > end else State.NOT_YET
