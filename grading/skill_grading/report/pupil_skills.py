"""Where one pupil stands in every skill, and which exercise to practise: what pupil and parents read. Pure functions.

Scenarios are named assignment/scenario here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from scenario_quiz.scoring import StepScore
from skill_grading.measures.mastery import Mastery, Outcome, mastery_by_skill


@dataclass(frozen=True)
class PupilSkill:
    """One skill of one pupil: how many of the decisions were good, and what the evidence comes to.

    `practise` is the assignment of a chapter in which most went wrong; None for who reaches the cut.
    """

    skill: str
    good: int
    mastery: Mastery
    practise: str | None

    @property
    def decisions(self) -> int:
        return self.mastery.all.n

    @property
    def outcome(self) -> Outcome:
        return self.mastery.outcome

    @property
    def share(self) -> float:
        """The share of good decisions."""
        return self.good / self.decisions


def pupil_skills(
    steps: Sequence[StepScore], cut: float, skills: Iterable[str], lessons: Container[str]
) -> list[PupilSkill]:
    """The skills with evidence in the order of `skills`; `lessons` are the assignments that belong to a chapter."""
    found = mastery_by_skill(steps, cut)
    return [_skill(name, [step for step in steps if step.skill == name], found[name], cut, lessons)
            for name in skills if name in found]  # fmt: skip


def exercises_in(steps: Iterable[StepScore]) -> list[str]:
    """The assignments that the decisions are from, each once, in their order."""
    return list(dict.fromkeys(step.scenario.partition("/")[0] for step in steps))


def _skill(name: str, steps: Sequence[StepScore], mastery: Mastery, cut: float, lessons: Container[str]) -> PupilSkill:
    wrong = [exercise for step in steps if step.verdict != "good" for exercise in exercises_in([step])]
    most = Counter(exercise for exercise in wrong if exercise in lessons).most_common(1)
    good = sum(step.verdict == "good" for step in steps)
    needed = most and mastery.outcome is not Outcome.SHOWN and not mastery.all.reaches(cut)
    return PupilSkill(name, good, mastery, most[0][0] if needed else None)
