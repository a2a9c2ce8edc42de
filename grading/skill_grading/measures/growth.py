"""Growth of a class from entry check to final exam: pure functions from decisions to a difference with its interval.

Each pupil is compared with themself, and the two orders of the forms are averaged with equal weight, so that a
difference in difficulty between the forms cancels, however many pupils had each order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from scenario_quiz.forms import Moment
from scenario_quiz.scoring import StepScore
from skill_grading.dates.forms import LETTERS
from skill_grading.evidence.pupils import PupilEvidence
from skill_grading.measures.mastery import Tally
from skill_grading.measures.statistics import MIN_PUPILS, Interval, welch_reach

MIN_ORDER = 3
"""The fewest pupils with each order of the forms: the spread of one or two differences says nothing."""

SKILL_DECISIONS = 3
"""The fewest decisions about a skill, in both forms, from which a pupil counts for the growth of that skill."""

Moments = tuple[str, dict[str | None, Tally], dict[str | None, Tally]]
"""The form that a pupil began with, and `_tallies` of entry check and exam."""


@dataclass(frozen=True)
class Both:
    """The decisions of one pupil at both moments, and the form that the pupil began with ("a" or "b")."""

    entry_form: str
    entry: Sequence[StepScore]
    exam: Sequence[StepScore]


@dataclass(frozen=True)
class Growth:
    """Shares of good decisions in [0, 1] at both moments, and their difference with its 95 % interval.

    The interval is in shares, so it lies in [-1, 1]. `easier_b` is how much easier form b was than form a: the
    part that was taken out of the difference.
    """

    pupils: int
    entry: float
    exam: float
    difference: float
    interval: Interval
    easier_b: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves no doubt about the direction."""
        return self.interval.low > 0 or self.interval.high < 0


@dataclass(frozen=True)
class ClassGrowth:
    """The growth of a class, over all decisions and by skill; None, or no such skill, for too few pupils.

    Nor a skill in which all changed alike: that everybody has everything right twice says nothing of chance.

    `both` pupils have graded work at both moments, `one` at one of them only: these don't count.
    """

    both: int
    one: int
    all: Growth | None
    skills: dict[str, Growth]


def class_growth(pupils: Iterable[Both], one: int, skills: Iterable[str]) -> ClassGrowth:
    """The growth of a class; `skills` gives the order of the skills, `one` how many pupils did one moment only."""
    tallies = [(pupil.entry_form, _tallies(pupil.entry), _tallies(pupil.exam)) for pupil in pupils]
    by_skill = {skill: growth(_shares(tallies, skill, SKILL_DECISIONS)) for skill in skills}
    found = {skill: each for skill, each in by_skill.items() if each and each.interval.low < each.interval.high}
    return ClassGrowth(len(tallies), one, growth(_shares(tallies, None, 1)), found)


def evidence_growth(evidence: Iterable[PupilEvidence], skills: Iterable[str]) -> ClassGrowth | None:
    """The growth of these pupils; None unless somebody has graded work at both moments."""
    both, one = [], 0
    for pupil in evidence:
        entry, exam = (pupil.done[moment].steps if moment in pupil.done else () for moment in Moment)
        if entry and exam:
            both.append(Both(pupil.entry_form, entry, exam))
        elif entry or exam:
            one += 1
    return class_growth(both, one, skills) if both else None


def growth(shares: Iterable[tuple[str, float, float]]) -> Growth | None:
    """Growth from (form that the pupil began with, share at entry, share at exam); None for too few pupils.

    That is fewer than MIN_PUPILS in all, or fewer than MIN_ORDER with one of the orders.

    The design is a two-period cross-over, with the forms as treatments and growth as the period effect. With d the
    differences exam - entry, and v = s^2 / n of the differences of one order, growth is the mean of the two orders'
    mean differences, and its standard error sqrt(v_a + v_b) / 2 (M. Hills & P. Armitage, "The two-period cross-over
    clinical trial", British Journal of Clinical Pharmacology 8 (1979), 7-20). Half the difference of these means is
    what one form is easier. The interval is that of Welch (`statistics.welch_reach`), cut at -1 and 1.
    """
    shares = list(shares)
    orders = [[(entry, exam) for form, entry, exam in shares if form == letter] for letter in LETTERS]
    if len(shares) < MIN_PUPILS or min(map(len, orders)) < MIN_ORDER:
        return None
    differences = [[exam - entry for entry, exam in of] for of in orders]
    mean_a, mean_b = map(fmean, differences)
    difference = (mean_a + mean_b) / 2
    half = welch_reach(*differences) / 2
    entry, exam = (fmean(fmean(pair[at] for pair in of) for of in orders) for at in (0, 1))
    interval = Interval(max(-1.0, difference - half), min(1.0, difference + half))
    return Growth(len(shares), entry, exam, difference, interval, (mean_a - mean_b) / 2)


def _tallies(steps: Iterable[StepScore]) -> dict[str | None, Tally]:
    """The decisions about each skill, and under None all of them."""
    results: dict[str | None, list[float]] = defaultdict(list)
    for step in steps:
        for about in (None, step.skill):
            results[about].append(step.points / step.max)
    return {about: Tally.of(of) for about, of in results.items()}


def _shares(tallies: Iterable[Moments], skill: str | None, least: int) -> Iterable[tuple[str, float, float]]:
    for form, *both in tallies:
        if all(skill in of and of[skill].n >= least for of in both):
            entry, exam = (of[skill].successes / of[skill].n for of in both)
            yield form, entry, exam
