"""Grading again by a mended key: first what would change, then the change."""

from __future__ import annotations

from dataclasses import dataclass

from scenario_quiz.scoring import score
from skill_grading.collecting.submissions import Judge, SubmissionRefused, submitted_pupils
from skill_grading.data import DataFolder
from skill_grading.gradebook.facts import cell_marks
from skill_grading.gradebook.grade import GradeReport, Progress, grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import ReleaseStore

REGRADE = "regrade"


@dataclass(frozen=True)
class Change:
    """What the machine gives a pupil for one scenario, by the old key and by the mended one."""

    pupil_id: str
    scenario: str
    old: float
    new: float


@dataclass(frozen=True)
class Preview:
    """What grading by the mended key would change, by pupil id and in the exercise's order."""

    changes: list[Change]

    @property
    def up(self) -> int:
        """How many pupils get more points in all."""
        return sum(change > 0 for change in self._by_pupil().values())

    @property
    def down(self) -> int:
        """How many pupils get fewer points in all."""
        return sum(change < 0 for change in self._by_pupil().values())

    def _by_pupil(self) -> dict[str, float]:
        totals: dict[str, float] = {}
        for change in self.changes:
            totals[change.pupil_id] = totals.get(change.pupil_id, 0.0) + change.new - change.old
        return totals


def preview(data: DataFolder, assignment: str) -> Preview:
    """What `regrade` would change in the gradebook; changes nothing itself. A teacher's own marks are no part of it."""
    store, changes = ReleaseStore(data), []
    for version, mended in store.mended(assignment).items():
        name = store.gradebook_name(assignment, version)
        judge, marks = Judge(data, name), cell_marks(data.gradebook_url, name)
        for pupil_id in submitted_pupils(data, name):
            try:
                submission = judge.read(pupil_id)
            except SubmissionRefused:  # not graded, so there is nothing to change
                continue
            if submission.release.version != version or pupil_id not in marks:
                continue
            for scenario, result in score(mended, submission.answers).scenarios.items():
                mark = marks[pupil_id].get(scenario)
                if mark is not None and mark.by_machine is not None and mark.by_machine != result.points:
                    changes.append(Change(pupil_id, scenario, mark.by_machine, result.points))
    return Preview(changes)


def regrade(data: DataFolder, assignment: str, progress: Progress | None = None) -> GradeReport:
    """Take the mended keys into use, and grade by them. A teacher's marks and comments stay; the old keys are kept.

    After a crash the keys still wait, and doing it again finishes it.
    """
    store = ReleaseStore(data)
    versions = list(store.mended(assignment))
    change = preview(data, assignment)
    for version in versions:
        store.adopt(assignment, version)
    report = grade(data, assignment, progress)
    with Inbox(data.inbox_url) as inbox:
        for version in versions:
            inbox.note(REGRADE, assignment, key_of=version, up=change.up, down=change.down)
            store.settle(assignment, version)
    return report
