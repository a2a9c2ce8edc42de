"""Deadlines as nbgrader knows them.

nbgrader has one deadline for an assignment, and an extension for each submission. So the assignment gets the earliest
deadline that anybody has, and each submission the time from there to its pupil's own: Formgrader, nbgrader's late
penalties and its exports then see exactly who is late. Where others have a deadline and a pupil has none, the
extension is a hundred years. A course that never set dates here keeps the deadline that somebody gave nbgrader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from nbgrader.api import Gradebook, SubmittedAssignment
from sqlalchemy import select, update

from scenario_quiz.forms import Moment
from skill_grading.data import DataFolder
from skill_grading.dates.form_dates import PupilDates
from skill_grading.dates.forms import kept_pair
from skill_grading.inbox.dates import AssignmentDates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster

NEVER = timedelta(days=36500)


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of one assignment; ``dates`` are all that may hold for it: one, or for a form both moments'."""

    dates: list[AssignmentDates]
    due_of: Callable[[str], datetime | None]

    @cached_property
    def due(self) -> datetime | None:
        """The earliest deadline that anybody has, in UTC without an offset, as nbgrader keeps it."""
        given = []
        for each in self.dates:
            given += [one.due for one in (each.everybody, *each.classes.values()) if one.due]
            given += each.extensions.values()
        return _naive(min(given)) if given else None

    def extension(self, pupil_id: str) -> timedelta | None:
        """How much later than `due` a pupil's own deadline is; None for not at all."""
        if self.due is None:
            return None
        own = self.due_of(pupil_id)
        later = _naive(own) - self.due if own else NEVER
        return later or None


def _naive(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(tzinfo=None)


def read_deadlines(data: DataFolder, assignment: str) -> Deadlines | None:
    """The deadlines that were set here; None where no dates were ever set for `assignment`."""
    with Inbox(data.inbox_url) as inbox:
        calendar = inbox.calendar.read()
    pair = kept_pair(data)
    names = list(Moment) if pair and assignment in pair.assignments else [assignment]
    dates = [calendar[name] for name in names if name in calendar]
    if not dates:
        return None
    pupils = Roster.load(data.roster).by_id

    def due_of(pupil_id: str) -> datetime | None:
        pupil = pupils.get(pupil_id) or Pupil(pupil_id, "", "", "")
        return PupilDates(calendar, pair, pupil).of(assignment).due

    return Deadlines(dates, due_of)


def set_deadlines(gradebook: Gradebook, gradebook_name: str, deadlines: Deadlines) -> None:
    """Give the assignment its deadline and every submission in the gradebook its extension. Nothing is committed."""
    assignment = gradebook.find_assignment(gradebook_name)
    if assignment.duedate != deadlines.due:
        assignment.duedate = deadlines.due
    rows = gradebook.db.execute(
        select(SubmittedAssignment.id, SubmittedAssignment.student_id, SubmittedAssignment.extension).where(
            SubmittedAssignment.assignment_id == assignment.id
        )
    )
    wanted = [(row, deadlines.extension(row.student_id)) for row in rows]
    changed = [{"id": row.id, "extension": extension} for row, extension in wanted if row.extension != extension]
    if changed:
        gradebook.db.execute(update(SubmittedAssignment), changed)
