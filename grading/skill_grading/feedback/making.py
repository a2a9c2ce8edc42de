"""Making a class's feedback from what lies in the data folder now. Nothing is kept, and no pupil can see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scenario_quiz.forms import Moment
from scenario_quiz.release import Release
from skill_grading.course_facts import CourseFacts
from skill_grading.data import DataFolder
from skill_grading.dates.forms import pair_of
from skill_grading.evidence.moment_work import assignments_of, read_work
from skill_grading.evidence.work import NotGraded, Work
from skill_grading.feedback.content import feedback
from skill_grading.feedback.page import render
from skill_grading.gradebook.facts import CellMark, cell_marks
from skill_grading.pupils.roster import Pupil
from skill_grading.releases import ReleaseStore
from skill_grading.report.course_evidence import CourseEvidence, released_exercises

SITE = "../../"
"""The course's pages as seen from `api/feedback/<assignment>` on the hand-in service."""


@dataclass(frozen=True)
class PupilFeedback:
    """How far one pupil's feedback is. `problem` is `absent` or the code of NotGraded; "" when there is a page.

    `waits` says that an open answer has no marks yet; the page then says so.
    """

    work: Work
    problem: str

    @property
    def pupil(self) -> Pupil:
        return self.work.pupil

    @property
    def receipt(self) -> str:
        """The receipt of the hand-in that the feedback is about."""
        return self.work.counting.receipt

    @property
    def waits(self) -> bool:
        return not self.problem and self.work.notebook.waits_for_marks


class FeedbackMaker:
    """The feedback of the whole school on one assignment, or at one moment. `site` is that of `page.render`."""

    def __init__(self, data: DataFolder, facts: CourseFacts, assignment: str, site: str | None = SITE) -> None:
        self.data, self.assignment = data, assignment
        self.pair = pair_of(facts.forms)
        self.assignments = assignments_of(data, assignment)
        self._facts, self._site = facts, site
        self._work = read_work(data, assignment)
        self._store = ReleaseStore(data)

    @property
    def classes(self) -> list[str]:
        return self._work.classes

    def form(self, pupil: Pupil) -> str:
        """The assignment that a pupil's feedback is on."""
        return self._work.form(pupil)

    def of_class(self, class_name: str) -> list[PupilFeedback]:
        """Every pupil of a class in the order of their names."""
        return [PupilFeedback(work, _problem(work)) for work in self._work.of_class(class_name)]

    def of_pupil(self, pupil_id: str) -> PupilFeedback | None:
        """One pupil; None for one who is not in the class list."""
        return self._everyone.get(pupil_id)

    def page(self, one: PupilFeedback) -> str:
        """The page of a pupil without a problem. Raises NotGraded when the collected file turns out to have one."""
        submission = self._work.submission(one.work)
        name = self._store.gradebook_name(self.form(one.pupil), one.work.counting.version)
        marks = self._marks[name].get(one.pupil.pupil_id, {})
        language = submission.answers.language
        earlier, titles = self._course.of_pupil(one.pupil), self._titles(language)
        found = feedback(submission.release, submission.score, marks, self._facts, language, earlier, titles)
        return render(found, self._facts.school, self._site)

    def pages(self, of: list[PupilFeedback]) -> Iterator[tuple[PupilFeedback, str]]:
        """The pages of those who have one, made one by one; who turns out to have none is left out."""
        for one in of:
            if not one.problem:
                try:
                    yield one, self.page(one)
                except NotGraded:
                    continue

    @cached_property
    def _course(self) -> CourseEvidence:
        """What else counts beside this; the entry check never counts together with the rest."""
        apart = {self.assignment, Moment.ENTRY}
        others = [name for name in released_exercises(self.data) if name not in apart]
        return CourseEvidence(self.data, self._facts.school, [] if self.assignment == Moment.ENTRY else others)

    def _titles(self, language: str) -> dict[str, str]:
        """The titles of the exercises that belong to a chapter."""
        known = self._lessons.items()
        return {name: release.words[language].title for name, release in known if language in release.words}

    @cached_property
    def _lessons(self) -> dict[str, Release]:
        found = {name: self._store.current(name) for name in self._facts.chapters}
        return {name: release for name, release in found.items() if release}

    @cached_property
    def _everyone(self) -> dict[str, PupilFeedback]:
        return {one.pupil.pupil_id: one for name in self.classes for one in self.of_class(name)}

    @cached_property
    def _marks(self) -> dict[str, dict[str, dict[str, CellMark]]]:
        names = [name for each in self.assignments for name in self._store.gradebook_names(each)]
        return {name: cell_marks(self.data.gradebook_url, name) for name in names}


def _problem(work: Work) -> str:
    if work.counting is None:
        return "absent"
    if not work.collected:
        return work.refused or "uncollected"
    return "" if work.notebook else "ungraded"
