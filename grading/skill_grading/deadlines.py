"""Deadlines as nbgrader knows them.

nbgrader has one deadline for an assignment, and an extension for each submission. So the assignment gets the earliest
deadline that anybody has, and each submission the time from there to its pupil's own: Formgrader, nbgrader's late
penalties and its exports then see exactly who is late. Where others have a deadline and a pupil has none, the
extension is a hundred years. A course that never set dates here keeps the deadline that somebody gave nbgrader.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nbgrader.api import Gradebook, SubmittedAssignment
from sqlalchemy import select, update

from skill_grading.data import DataFolder
from skill_grading.inbox import Inbox
from skill_grading.inbox_dates import AssignmentDates
from skill_grading.roster import Roster

NEVER = timedelta(days=36500)


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of one assignment; ``classes`` gives the class of each pupil."""

    dates: AssignmentDates
    classes: dict[str, str]

    @property
    def due(self) -> datetime | None:
        """The earliest deadline that anybody has, in UTC without an offset, as nbgrader keeps it."""
        everyone = [self.dates.everybody, *self.dates.classes.values()]
        given = [dates.due for dates in everyone if dates.due] + list(self.dates.extensions.values())
        return min(given).astimezone(UTC).replace(tzinfo=None) if given else None

    def extension(self, pupil_id: str) -> timedelta | None:
        """How much later than `due` a pupil's own deadline is; None for not at all."""
        if self.due is None:
            return None
        own = self.dates.of(pupil_id, self.classes.get(pupil_id, "")).due
        return (own.astimezone(UTC).replace(tzinfo=None) - self.due if own else NEVER) or None


def read_deadlines(data: DataFolder, assignment: str) -> Deadlines | None:
    """The deadlines that were set here; None where no dates were ever set for `assignment`."""
    with Inbox(data.inbox_url) as inbox:
        dates = inbox.calendar.read().get(assignment)
    if dates is None:
        return None
    return Deadlines(dates, {pupil.pupil_id: pupil.class_name for pupil in Roster.load(data.roster).pupils})


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
