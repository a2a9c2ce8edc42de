"""What the skill report says about one class, as data without words: pure functions over the evidence of its pupils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum

import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.evidence.pupils import Done, Exercise, PupilEvidence, Standing
from skill_grading.measures.growth import ClassGrowth
from skill_grading.measures.mastery import Mastery, Outcome, Tally, mastery_by_skill, misses_to_discuss
from skill_grading.measures.pooled import Pooled, Situation, pool
from skill_grading.measures.small_cells import LEAST
from skill_grading.measures.statistics import MIN_PUPILS, Interval, wilson_interval

CLASS_SHARE = 1 / 3
"""From this share of 'not yet' on, the advice is to take a skill up again with the whole class ..."""

CLASS_PUPILS = 3
"""... if it is at least this many pupils; fewer are helped one by one."""


@dataclass(frozen=True)
class PupilReport:
    """One pupil's row: the work by exercise, mastery per skill, and the must-pass misses to discuss (none, or two and
    more).
    """

    pupil_id: str
    name: str
    done: Mapping[str, Done]
    mastery: Mapping[str, Mastery]
    discuss: Sequence[StepScore]


@dataclass(frozen=True)
class SkillSummary:
    """One skill in the class: pupils with evidence by outcome, and all their decisions together.

    Of these, `misses` did harm and `false_alarms` refused what was fine. `per_pupil` says whether anybody met enough
    decisions to show the skill; if not, a share shown would say something about the exercise and nothing about the
    class.
    """

    skill: str
    outcomes: Mapping[Outcome, int]
    together: Tally
    misses: int
    false_alarms: int
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
class ClassReport:
    """Everything that the pages, figures and tables of one report are made from.

    `exercises` are those that the report is about, in their order; `skills` those with evidence, in the school's order;
    `pooled` what the class did at every decision; `growth` is None unless somebody has graded work at both moments.
    """

    class_name: str
    exercises: Sequence[Exercise]
    pupils: Sequence[PupilReport]
    skills: Sequence[SkillSummary]
    pooled: Pooled = field(repr=False)
    growth: ClassGrowth | None = None

    @property
    def situations(self) -> Sequence[Situation]:
        """The decisions that went wrong for somebody, most misjudged first."""
        return self.pooled.situations

    def misjudged(self) -> list[Situation]:
        """The situations that went wrong for so many that the whole class had better talk about them."""
        return [one for one in self.situations if one.mistakes >= max(CLASS_PUPILS, CLASS_SHARE * one.reached)]

    @property
    def given(self) -> list[Exercise]:
        """The exercises that the class had to do: somebody handed in, or is noted as absent."""
        had = {name for pupil in self.pupils for name, done in pupil.done.items() if done.standing != Standing.MISSING}
        return [exercise for exercise in self.exercises if exercise.name in had]

    def standing(self, exercise: str, standing: Standing) -> list[PupilReport]:
        """The pupils whose work on an exercise stands there."""
        return [pupil for pupil in self.pupils if pupil.done[exercise].standing is standing]

    def judged(self) -> list[PupilReport]:
        """The pupils with any evidence."""
        return [pupil for pupil in self.pupils if pupil.mastery]

    def to_discuss(self) -> list[PupilReport]:
        """Whom to talk to, those with most stories first."""
        return sorted((pupil for pupil in self.pupils if pupil.discuss), key=lambda pupil: -len(pupil.discuss))

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
    exercises: Sequence[Exercise],
    skills: Iterable[str],
    cut: float,
    scenarios: Mapping[str, Scenario],
    families: Mapping[str, str],
    lessons: Iterable[str],
    growth: ClassGrowth | None = None,
) -> ClassReport:
    """Judge a class.

    `skills` gives the order of the skills, `scenarios` what `pooled` steps refer to, `families` the family of a rule,
    and `lessons` the assignments that belong to a chapter.
    """
    evidence = list(evidence)
    pupils = [_pupil(pupil, pupil.steps(exercises), cut) for pupil in evidence]
    pooled = [pupil.pooled(exercises) for pupil in evidence]
    summaries = (_summary(skill, pupils) for skill in skills)
    return ClassReport(
        class_name,
        exercises,
        pupils,
        [summary for summary in summaries if summary.pupils],
        pool(pooled, scenarios, families, set(lessons), cut),
        growth,
    )


def together(
    name: str, reports: Sequence[ClassReport], pooled: Pooled, growth: ClassGrowth | None, skills: Iterable[str]
) -> ClassReport:
    """The report of classes taken together, from theirs; `pooled` and `growth` are of all their pupils.

    Of the decisions on a skill only those count of which `pooled` tells everything: a sum would tell of the others.
    Skills that fewer than LEAST pupils met are left out.
    """
    found: dict[str, SkillSummary] = {}
    for summary in (summary for report in reports for summary in report.skills):
        before = found.get(summary.skill)
        found[summary.skill] = _added(before, summary) if before else summary
    pupils = [pupil for report in reports for pupil in report.pupils]
    many = [found[skill] for skill in skills if skill in found and found[skill].pupils >= LEAST]
    ordered = [_told(summary, pooled.decisions) for summary in many]
    return ClassReport(name, reports[0].exercises, pupils, ordered, pooled, growth)


def _added(one: SkillSummary, other: SkillSummary) -> SkillSummary:
    return SkillSummary(
        one.skill,
        {outcome: one.outcomes[outcome] + other.outcomes[outcome] for outcome in Outcome},
        one.together,
        one.misses,
        one.false_alarms,
        one.per_pupil or other.per_pupil,
    )


def _told(summary: SkillSummary, decisions: pd.DataFrame) -> SkillSummary:
    told = decisions[(decisions.skill == summary.skill) & decisions.misses.notna() & decisions.successes.notna()]
    return replace(
        summary,
        together=Tally(int(told.reached.sum()), fsum(told.successes)),
        misses=int(told.misses.sum()),
        false_alarms=int(told.false_alarms.sum()),
    )


def _pupil(pupil: PupilEvidence, steps: Sequence[StepScore], cut: float) -> PupilReport:
    return PupilReport(pupil.pupil_id, pupil.name, pupil.done, mastery_by_skill(steps, cut), misses_to_discuss(steps))


def _summary(skill: str, pupils: Iterable[PupilReport]) -> SkillSummary:
    found = [pupil.mastery[skill] for pupil in pupils if skill in pupil.mastery]
    outcomes = [mastery.outcome for mastery in found]
    return SkillSummary(
        skill,
        {outcome: outcomes.count(outcome) for outcome in Outcome},
        Tally(sum(mastery.all.n for mastery in found), fsum(mastery.all.successes for mastery in found)),
        sum(mastery.misses for mastery in found),
        sum(mastery.false_alarms for mastery in found),
        per_pupil=any(mastery.showable for mastery in found),
    )
