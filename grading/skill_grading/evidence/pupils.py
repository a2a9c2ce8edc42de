"""What the report gets of each pupil: how far every exercise has come, and the decisions in it. Pure data.

Scenarios are named assignment/scenario here, so that no two exercises can share a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scenario_quiz.scoring import StepScore


class Standing(StrEnum):
    """Where a pupil's work on an exercise stands; only `GRADED` gives evidence, nothing else is ever counted as 0.

    `ELSEWHEN` is work from outside the period that the report is about.
    """

    GRADED = "graded"
    NOT_GRADED = "not-graded"
    ABSENT = "absent"
    MISSING = "missing"
    ELSEWHEN = "elsewhen"


@dataclass(frozen=True)
class Exercise:
    """An exercise as a teacher names it: an assignment, or "entry" or "exam" for both forms.

    What does not `count` is no evidence of mastery: the entry check, beside the rest of the course.
    """

    name: str
    counts: bool = True


@dataclass(frozen=True)
class Done:
    """A pupil's work on one exercise. `reason` is the code why handed-in work is not graded; `pooled` are the steps out
    of `steps` whose situation is unchanged since, so that they may be counted together with others'.
    """

    standing: Standing
    reason: str = ""
    steps: Sequence[StepScore] = ()
    pooled: Sequence[StepScore] = ()


@dataclass(frozen=True)
class PupilEvidence:
    """One pupil of the class list: `name` is what may be printed, `done` the work by exercise, `entry_form` the form of
    the entry check that the pupil began with ("a", "b", or "").
    """

    pupil_id: str
    name: str
    done: Mapping[str, Done]
    entry_form: str = ""

    def steps(self, exercises: Iterable[Exercise]) -> list[StepScore]:
        """The decisions that count for mastery."""
        return [step for each in exercises if each.counts for step in self.done[each.name].steps]

    def pooled(self, exercises: Iterable[Exercise]) -> list[StepScore]:
        """The decisions that are counted together with others'."""
        return [step for each in exercises if each.counts for step in self.done[each.name].pooled]
