"""The work of one moment, entry check or final exam: of every pupil the work on the form that is theirs then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from scenario_quiz.forms import Moment
from scenario_quiz.scenario import Scenario
from skill_grading.collecting.submissions import Submission
from skill_grading.data import DataFolder
from skill_grading.dates.forms import Pair, kept_pair, moment_name
from skill_grading.evidence.asked import Asked
from skill_grading.evidence.work import AssignmentWork, Evidence, Work
from skill_grading.inbox.records import RefusedHandIn
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import key_waits

ALL = "all"
"""What the whole course is called, in the place of an assignment or a moment."""


class MomentWork:
    """What AssignmentWork is for one assignment, for both forms together."""

    def __init__(self, works: Mapping[str, AssignmentWork], pair: Pair, moment: Moment) -> None:
        self.assignment = moment.value
        self._works, self._pair, self._moment = works, pair, moment

    def of_class(self, class_name: str) -> list[Work]:
        """The pupils of a class in the order of their names."""
        return [self.of_pupil(pupil) for pupil in self._first.pupils_of(class_name)]

    def of_pupil(self, pupil: Pupil) -> Work:
        """One pupil of the class list."""
        return self._works[self.form(pupil)].of_pupil(pupil)

    @property
    def classes(self) -> list[str]:
        return self._first.classes

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios of both forms, by id: no story stands in both."""
        return {name: scenario for work in self._works.values() for name, scenario in work.scenarios.items()}

    def title(self, language: str) -> str:
        """What pupils call the moment."""
        return moment_name(self._moment, language)

    @cached_property
    def absent(self) -> set[str]:
        """The ids of the pupils whom a teacher noted as absent."""
        absent = {name: work.absent for name, work in self._works.items()}
        return {pupil.pupil_id for pupil in self._first.pupils if pupil.pupil_id in absent[self.form(pupil)]}

    def evidence(self, work: Work) -> Evidence:
        """The decisions of a pupil who handed in. Raises NotGraded."""
        return self._works[self.form(work.pupil)].evidence(work)

    def submission(self, work: Work) -> Submission:
        """The graded hand-in of a pupil, scored by the version that the pupil saw. Raises NotGraded."""
        return self._works[self.form(work.pupil)].submission(work)

    def refused_of(self, pupil: Pupil) -> list[RefusedHandIn]:
        """What could not be taken in of a pupil on the form of this moment, oldest first."""
        return self._works[self.form(pupil)].refused_of(pupil)

    def form(self, pupil: Pupil) -> str:
        """The assignment that a pupil does at this moment."""
        return self._pair.form(self._moment, pupil.entry_form)

    @property
    def _first(self) -> AssignmentWork:
        return self._works[self._pair.assignments[0]]


def read_work(data: DataFolder, name: str) -> AssignmentWork | MomentWork:
    """The work on an assignment or, where the course has forms, at a moment ("entry" or "exam")."""
    return read_works(data, [name])[name]


def read_works(data: DataFolder, names: Iterable[str]) -> dict[str, AssignmentWork | MomentWork]:
    """What `read_work` gives for each name; what they share is read once: the class list, the two forms, and what the
    inbox and the gradebook know.
    """
    names, roster, pair = list(names), Roster.load(data.roster), kept_pair(data)
    moments = set(names) & set(Moment) if pair else set()
    both = pair.assignments if moments else []
    alone = [name for name in names if name not in moments]
    asked = Asked(data, dict.fromkeys([*both, *alone]))
    works = {name: AssignmentWork(data, name, roster, asked) for name in [*both, *alone]}
    forms = {name: works[name] for name in both}
    return {name: MomentWork(forms, pair, Moment(name)) if name in moments else works[name] for name in names}


def assignments_of(data: DataFolder, name: str) -> list[str]:
    """The assignments that belong to a name: itself, or the two forms of a moment."""
    pair = kept_pair(data) if name in set(Moment) else None
    return pair.assignments if pair else [name]


def waiting_keys(data: DataFolder, name: str) -> list[str]:
    """Those of `assignments_of` whose key was mended since they were graded."""
    return [each for each in assignments_of(data, name) if key_waits(data, each)]
