"""What the skill report says about one class and one assignment, as data without words: pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum

import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.mastery import Mastery, Outcome, Tally, mastery_by_skill, misses_to_discuss
from skill_grading.statistics import MIN_PUPILS, Interval, decision_table, option_table, wilson_interval

MOST_WRONG = 6
"""How many wrong choices of one decision are told, the most chosen first."""

CLASS_SHARE = 1 / 3
"""From this share of 'not yet' on, the advice is to take a skill up again with the whole class ..."""

CLASS_PUPILS = 3
"""... if it is at least this many pupils; fewer are helped one by one."""


class Standing(StrEnum):
    """Where a pupil's work stands; only `GRADED` gives evidence, nothing else is ever counted as 0."""

    GRADED = "graded"
    NOT_GRADED = "not-graded"
    ABSENT = "absent"
    MISSING = "missing"


@dataclass(frozen=True)
class PupilEvidence:
    """One pupil of the class list, as the report gets it.

    `name` is what may be printed; `reason` says in words why handed-in work is not graded; `pooled` are the
    steps out of `steps` whose situation is unchanged since, so that they may be counted together.
    """

    pupil_id: str
    name: str
    standing: Standing
    reason: str = ""
    steps: Sequence[StepScore] = ()
    pooled: Sequence[StepScore] = ()


@dataclass(frozen=True)
class PupilReport:
    """One pupil's row: mastery per skill, and the must-pass misses to discuss (none, or two and more)."""

    pupil_id: str
    name: str
    standing: Standing
    reason: str
    mastery: Mapping[str, Mastery]
    discuss: Sequence[StepScore]


@dataclass(frozen=True)
class SkillSummary:
    """One skill in the class: pupils with evidence by outcome, and all their decisions together.

    `per_pupil` says whether anybody met enough decisions to show the skill; if not, a share shown would say
    something about the exercise and nothing about the class.
    """

    skill: str
    outcomes: Mapping[Outcome, int]
    together: Tally
    per_pupil: bool

    @property
    def pupils(self) -> int:
        return sum(self.outcomes.values())

    @property
    def shown(self) -> int:
        return self.outcomes[Outcome.SHOWN]

    @property
    def not_yet(self) -> int:
        return self.outcomes[Outcome.NOT_YET]

    @property
    def interval(self) -> Interval | None:
        """95 % interval of the share shown; None where the class is too small, or nobody could show the skill."""
        enough = self.per_pupil and self.pupils >= MIN_PUPILS
        return wilson_interval(self.shown, self.pupils) if enough else None

    @property
    def whole_class(self) -> bool:
        """Whether so many are 'not yet' that a lesson for all helps more than help one by one."""
        return self.not_yet >= max(CLASS_PUPILS, CLASS_SHARE * self.pupils)


@dataclass(frozen=True)
class WrongChoice:
    """An option that should not have been chosen, and how many chose it."""

    option: str
    verdict: str
    chosen: int


@dataclass(frozen=True)
class Situation:
    """One decision of the class. `difficulty` (mean share of the points) is None below `MIN_PUPILS` pupils."""

    scenario: str
    step: str
    reached: int
    misses: int
    false_alarms: int
    difficulty: float | None
    interval: Interval | None
    wrong: Sequence[WrongChoice]


@dataclass(frozen=True)
class ClassReport:
    """Everything that the pages, figures and tables of one report are made from.

    `skills` holds the skills with evidence in the school's order; `situations` the decisions that went
    wrong for somebody, most misjudged first; `decisions` and `options` the full tables of `statistics`.
    """

    class_name: str
    pupils: Sequence[PupilReport]
    skills: Sequence[SkillSummary]
    situations: Sequence[Situation]
    decisions: pd.DataFrame = field(repr=False)
    options: pd.DataFrame = field(repr=False)

    def standing(self, standing: Standing) -> list[PupilReport]:
        return [pupil for pupil in self.pupils if pupil.standing is standing]

    def to_discuss(self) -> list[PupilReport]:
        return [pupil for pupil in self.pupils if pupil.discuss]

    def not_yet(self, skill: str) -> list[PupilReport]:
        """Who has not shown `skill` yet, the furthest from it first."""
        pupils = [p for p in self.pupils if skill in p.mastery and p.mastery[skill].outcome is Outcome.NOT_YET]
        return sorted(pupils, key=lambda pupil: pupil.mastery[skill].probability)

    def needs(self) -> list[SkillSummary]:
        """The skills that somebody has not shown yet, those with most such pupils first."""
        return sorted((s for s in self.skills if s.not_yet), key=lambda summary: -summary.not_yet)


def class_report(
    class_name: str,
    evidence: Iterable[PupilEvidence],
    skills: Iterable[str],
    cut: float,
    scenarios: Mapping[str, Scenario],
) -> ClassReport:
    """Judge a class. `skills` gives the order of the skills, `scenarios` what `pooled` steps refer to."""
    evidence = list(evidence)
    pupils = [
        PupilReport(
            pupil.pupil_id,
            pupil.name,
            pupil.standing,
            pupil.reason,
            mastery_by_skill(pupil.steps, cut),
            misses_to_discuss(pupil.steps),
        )
        for pupil in evidence
    ]
    pooled = [pupil.pooled for pupil in evidence]
    decisions, options = decision_table(pooled), option_table(pooled, scenarios)
    summaries = (_summary(skill, pupils) for skill in skills)
    return ClassReport(
        class_name,
        pupils,
        [summary for summary in summaries if summary.pupils],
        _situations(decisions, options),
        decisions,
        options,
    )


def _summary(skill: str, pupils: Iterable[PupilReport]) -> SkillSummary:
    found = [pupil.mastery[skill] for pupil in pupils if skill in pupil.mastery]
    outcomes = [mastery.outcome for mastery in found]
    return SkillSummary(
        skill,
        {outcome: outcomes.count(outcome) for outcome in Outcome},
        Tally(sum(mastery.all.n for mastery in found), fsum(mastery.all.successes for mastery in found)),
        per_pupil=any(mastery.showable for mastery in found),
    )


def _situations(decisions: pd.DataFrame, options: pd.DataFrame) -> list[Situation]:
    misjudged = decisions[decisions.misses + decisions.false_alarms > 0]
    wrong = options[(options.verdict != "good") & (options.chosen > 0)].sort_values(
        "chosen", ascending=False, kind="stable"
    )
    situations = []
    for row in misjudged.itertuples():
        chosen = wrong[(wrong.scenario == row.scenario) & (wrong.step == row.step)].head(MOST_WRONG)
        enough = row.reached >= MIN_PUPILS
        situations.append(
            Situation(
                row.scenario,
                row.step,
                row.reached,
                row.misses,
                row.false_alarms,
                row.difficulty if enough else None,
                Interval(row.low, row.high) if enough else None,
                [WrongChoice(o.option, o.verdict, o.chosen) for o in chosen.itertuples()],
            )
        )
    return sorted(situations, key=lambda s: -(s.misses + s.false_alarms))
