"""When a pupil can hand in. For the two forms a teacher sets dates for moments, which differ in form per pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scenario_quiz.forms import Moment
from skill_grading.dates.forms import Pair
from skill_grading.inbox.dates import AssignmentDates, Dates
from skill_grading.pupils.roster import Pupil

NONE = AssignmentDates()


@dataclass(frozen=True)
class PupilDates:
    """The dates of one pupil. `calendar` holds those of assignments and, by their names, of the two moments."""

    calendar: Mapping[str, AssignmentDates]
    pair: Pair | None
    pupil: Pupil

    def moment(self, assignment: str) -> Moment | None:
        """The moment at which this pupil does `assignment`; None for one that is no form."""
        return self.pair and self.pair.moment(assignment, self.pupil.entry_form)

    def of(self, assignment: str) -> Dates:
        """The dates that hold for this pupil; those of a form are the dates of its moment."""
        return self._named(self.moment(assignment) or assignment)

    def is_open(self, assignment: str, at: datetime) -> bool:
        """Whether this pupil can hand in. The final exam is closed until a teacher opens it; the entry check ends then.

        A deadline alone does not open the exam: that takes a time from which it is open.
        """
        dates, moment = self.of(assignment), self.moment(assignment)
        if moment is None:
            return dates.is_open(at)
        return dates.is_open(at) and self.exam_begun(at) is (moment is Moment.EXAM)

    def exam_begun(self, at: datetime) -> bool:
        opens = self._named(Moment.EXAM).opens
        return opens is not None and opens <= at

    def exam_over(self, at: datetime) -> bool:
        """Whether a teacher has closed the exam for this pupil's class."""
        closes = self._named(Moment.EXAM).closes
        return self.exam_begun(at) and closes is not None and closes <= at

    def _named(self, name: str) -> Dates:
        return self.calendar.get(name, NONE).of(self.pupil.pupil_id, self.pupil.class_name)
