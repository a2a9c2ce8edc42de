"""Where the evidence of a report comes from: the roster, the inbox, and what was collected and graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import cached_property, lru_cache, partial
from pathlib import Path

from scenario_quiz.release import Release
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.collecting.submissions import Judge, Submission, SubmissionRefused
from skill_grading.course_folder import TIMESTAMP
from skill_grading.data import DataFolder
from skill_grading.evidence.asked import Asked
from skill_grading.gradebook.facts import GradedNotebook
from skill_grading.inbox.inbox import receipt_code
from skill_grading.inbox.records import Attempt, RefusedHandIn
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore


@dataclass(frozen=True)
class Work:
    """One pupil's work on an assignment: who, the hand-in that counts, all attempts, and how far it has come.

    `collected` says whether the hand-in that counts lies in the gradebook's folder; `notebook` is set once it is
    graded. `refused` is the code of why the hand-in that counts can't be collected, or, where nothing counts, why the
    last that came was refused.
    """

    pupil: Pupil
    attempts: list[Attempt]
    collected: bool
    notebook: GradedNotebook | None
    refused: str = ""

    @property
    def counting(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.counts), None)


@dataclass(frozen=True)
class Evidence:
    """The decisions of one graded hand-in; `pooled` are those in scenarios that are still as they were."""

    steps: list[StepScore]
    pooled: list[StepScore]


class NotGraded(Exception):
    """Handed-in work gives no evidence; `code` is `missing`, `uncollected`, `ungraded` or why it was refused."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class AssignmentWork:
    """The work of the whole school on one assignment, read from the data folder as it stands now.

    `roster` and `asked` save reading again what is known already.
    """

    def __init__(
        self, data: DataFolder, assignment: str, roster: Roster | None = None, asked: Asked | None = None
    ) -> None:
        self.assignment = assignment
        self._roster = roster or Roster.load(data.roster)
        self._asked = asked or Asked(data, [assignment])
        self._submitted = data.submitted
        self._store = ReleaseStore(data)
        # A school asks thousands of times about a few versions.
        self._gradebook_name = lru_cache(partial(self._store.gradebook_name, assignment))
        self._judge = lru_cache(partial(Judge, data))
        self._kept: dict[str, set[str]] = {}

    def of_class(self, class_name: str) -> list[Work]:
        """The pupils of a class in the order of their names."""
        return [self.of_pupil(pupil) for pupil in self.pupils_of(class_name)]

    def pupils_of(self, class_name: str) -> list[Pupil]:
        """Who is in a class, in the order of their names."""
        return sorted((each for each in self._roster.pupils if each.class_name == class_name), key=_by_name)

    @property
    def classes(self) -> list[str]:
        return self._roster.classes

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        return self._roster.pupils

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios of the current version, by id; none when nothing was released."""
        return {scenario.id: scenario for scenario in self._current.scenarios} if self._current else {}

    def title(self, language: str) -> str:
        """What pupils call the assignment, in the current version."""
        words = self._current.words if self._current else {}
        return words[language].title if language in words else self.assignment

    def form(self, pupil: Pupil) -> str:
        """The assignment that a pupil does: for everybody the same."""
        return self.assignment

    def evidence(self, work: Work) -> Evidence:
        """The decisions of a pupil who handed in. Raises NotGraded.

        What is graded is what counts in the inbox, so it is read there: a school's folders take ten times as long.
        """
        judge = self._judge_of(work)
        if work.notebook is None:
            raise NotGraded(self._why_ungraded(judge, work))
        answers = self._asked.answers.get((self.assignment, work.pupil.pupil_id, work.counting.attempt))
        if answers is None:  # it was erased, or another counts, since we began to read
            raise NotGraded("uncollected")
        try:
            release, score = judge.score_accepted(answers)
        except SubmissionRefused as error:
            raise NotGraded(error.code) from None
        unchanged = self._unchanged(release)
        return Evidence(score.steps, [step for step in score.steps if step.scenario in unchanged])

    def submission(self, work: Work) -> Submission:
        """The graded hand-in of a pupil, scored by the version that the pupil saw. Raises NotGraded."""
        judge = self._judge_of(work)
        if work.notebook is None:
            raise NotGraded(self._why_ungraded(judge, work))
        return self._read(judge, work)

    def _judge_of(self, work: Work) -> Judge:
        """Who judges what lies in the gradebook's folder. Raises NotGraded when nothing that counts lies there."""
        if work.refused or work.counting is None:
            raise NotGraded(work.refused or "missing")
        name = self._gradebook_name(work.counting.version)
        if name is None:
            raise NotGraded("wrong_version")
        if not work.collected:
            raise NotGraded("uncollected")
        return self._judge(name)

    def _why_ungraded(self, judge: Judge, work: Work) -> str:
        """The code why what was collected is not graded: what is wrong with it, or that nobody graded it yet."""
        try:
            self._read(judge, work)
        except NotGraded as error:
            return error.code
        return "ungraded"

    def _read(self, judge: Judge, work: Work) -> Submission:
        try:
            return judge.read(work.pupil.pupil_id)
        except SubmissionRefused as error:
            raise NotGraded(error.code) from None

    def _unchanged(self, release: Release) -> set[str]:
        """The scenarios of a version that are still as they were."""
        if release.version not in self._kept:
            same = {scenario.id for scenario in release.scenarios if self.scenarios.get(scenario.id) == scenario}
            self._kept[release.version] = same
        return self._kept[release.version]

    def of_pupil(self, pupil: Pupil) -> Work:
        """One pupil of the class list."""
        attempts = self._asked.attempts.get((self.assignment, pupil.pupil_id), [])
        counting = next((attempt for attempt in attempts if attempt.counts), None)
        name = self._gradebook_name(counting.version) if counting else None
        if name is None:
            return Work(pupil, attempts, collected=False, notebook=None, refused=self._refusal(pupil, counting))
        notebook = self._asked.notebooks[name].get(pupil.pupil_id)
        # After a crash, or when grading failed, the gradebook may hold the marks of an earlier hand-in, or none.
        graded = (
            notebook is not None
            and notebook.received == counting.received.astimezone(UTC).replace(tzinfo=None)
            and name in self._asked.autograded(pupil.pupil_id)
        )
        # Collecting takes the autograded folder of an earlier hand-in away.
        collected = graded or _received(self._submitted / pupil.pupil_id / name) == counting.received.isoformat()
        refused = "" if collected else self._refusal(pupil, counting)
        return Work(pupil, attempts, collected, notebook if graded else None, refused)

    def refused_of(self, pupil: Pupil) -> list[RefusedHandIn]:
        """What could not be taken in of a pupil, oldest first."""
        return self._asked.refused.get((self.assignment, pupil.pupil_id), [])

    def _refusal(self, pupil: Pupil, counting: Attempt | None) -> str:
        """Why the hand-in that counts was refused, or where nothing counts the last one; '' where nothing was."""
        of_pupil = self.refused_of(pupil)
        if counting is not None:
            sender = counting.moved_from or pupil.pupil_id
            of_pupil = [one for one in of_pupil if receipt_code(sender, self.assignment, one.body) == counting.receipt]
        return of_pupil[-1].reason if of_pupil else ""

    @cached_property
    def _current(self) -> Release | None:
        return self._store.current(self.assignment)

    @property
    def absent(self) -> set[str]:
        """The ids of the pupils whom a teacher noted as absent."""
        return self._asked.absent[self.assignment]


def _received(folder: Path) -> str | None:
    """When the collected hand-in in `folder` came in; None if nothing was collected."""
    try:
        return (folder / TIMESTAMP).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _by_name(pupil: Pupil) -> tuple[str, str]:
    return pupil.last_name.casefold(), pupil.first_name.casefold()
