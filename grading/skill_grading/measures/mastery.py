"""Does one pupil show one skill? Three honest answers: shown, not yet, too little evidence.

Evidence is the decision: a scored step of the attempt that counts, always the first. Everything here is
a pure function over `scenario_quiz.scoring.StepScore`; a step that was not reached is simply not there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import fsum

from scipy.special import betaincc

from scenario_quiz.scoring import StepScore

SURE = 0.90
"""How sure the posterior must be before a pupil is called 'shown' (and, mirrored, 'not yet')."""

RHO = 0.3
"""How much alike two decisions of one pupil inside one scenario are assumed to be (intraclass correlation), beyond what
the pupil's skill explains. Assumed, on the safe side, and not estimated class by class: a verdict on one pupil must not
hang on who else is in the class. The report tells what it is in fact (`likeness`)."""

SIDE_DECISIONS = 2
"""The fewest decisions from which one side (harm avoided, the fine accepted) is judged."""

DECISIONS = 12
"""The fewest decisions for a verdict on one pupil; below it a skill is told for the class as a whole only.

With fewer, one mistake decides: after 0 of 1 the Jeffreys prior alone would say 'not yet'.
"""


class Outcome(StrEnum):
    """What the report may say about one pupil and one skill."""

    SHOWN = "shown"
    NOT_YET = "not-yet"
    TOO_LITTLE = "too-little-evidence"


@dataclass(frozen=True)
class Tally:
    """Decisions of one kind: `n` of them, `successes` summed (a share of the points is a share of one)."""

    n: int
    successes: float

    @classmethod
    def of(cls, results: Sequence[float]) -> "Tally":
        """That of decisions with these shares of the points."""
        return cls(len(results), fsum(results))

    @property
    def enough(self) -> bool:
        """Whether there is evidence on this side."""
        return self.n >= SIDE_DECISIONS

    def reaches(self, cut: float) -> bool:
        """Whether there is evidence on this side, and it is at or above the cut."""
        # 0.56 * 25 is a little more than 14.
        return self.enough and self.successes >= cut * self.n - 1e-9


@dataclass(frozen=True)
class Mastery:
    """One pupil's evidence for one skill, with the counts that the verdict rests on.

    `effective_n` and `effective_successes` are what the decisions are worth after shrinking for dependence;
    `probability` is P(theta >= cut). `restraint` counts the decisions where something had to be held back (harm
    avoided), `openness` those where sharing was the right thing (the fine accepted). `misses` are decisions that did
    harm, `false_alarms` decisions that refused what was fine, on either side.
    """

    all: Tally
    effective_n: float
    effective_successes: float
    probability: float
    restraint: Tally
    openness: Tally
    misses: int
    false_alarms: int
    showable: bool
    outcome: Outcome


# Of the 18,000 times that a school of 1,000 asks, 2,500 differ.
@lru_cache(maxsize=4096)
def probability_of_mastery(successes: float, n: float, cut: float) -> float:
    """P(theta >= cut) under the Jeffreys posterior Beta(successes + 1/2, n - successes + 1/2).

    H. Jeffreys, Theory of Probability (3rd ed., 1961); L. D. Brown, T. T. Cai & A. DasGupta, "Interval
    estimation for a binomial proportion", Statistical Science 16 (2001), 101-133.
    Partial credit enters as a fraction of a success. A result in [0, 1] with mean theta varies at most as
    much as a 0/1 result, theta (1 - theta), so its posterior is never too narrow, only too wide.
    """
    return float(betaincc(successes + 0.5, n - successes + 0.5, cut))


def worth(decisions: int) -> float:
    """How much each of so many decisions of one pupil inside one scenario counts, as a share of an independent one.

    1 / (1 + (m - 1) rho), the inverse of the design effect of a cluster of m (L. Kish, Survey Sampling, 1965).
    Successes and n are both multiplied by it (J. N. K. Rao & A. J. Scott, "A simple method for the analysis of
    clustered binary data", Biometrics 48 (1992), 577-585), scenario by scenario: so weighted, the mean is the one of
    least variance when decisions inside a scenario correlate by RHO, and theta (1 - theta) / n is that variance. One
    success more never lowers P(theta >= cut), wherever it falls.
    """
    return 1 / (1 + (decisions - 1) * RHO)


def outcome_of(probability: float, restraint: Tally, openness: Tally, cut: float) -> Outcome:
    """The verdict on one pupil and one skill, from P(theta >= cut) and the evidence on both sides.

    'shown' needs P(theta >= cut) >= .90 over all decisions, and both sides: at least two decisions where
    holding back was right and two where sharing was right, each side with a mean result at or above the
    cut. So a pupil who refuses everything, or shares everything, is never 'shown', however the exercise
    is composed. 'not yet' is P <= .10. Everything between, and anything from fewer than DECISIONS
    decisions, is too little evidence.
    """
    if restraint.n + openness.n < DECISIONS:
        return Outcome.TOO_LITTLE
    if probability <= 1 - SURE:
        return Outcome.NOT_YET
    if probability >= SURE and restraint.reaches(cut) and openness.reaches(cut):
        return Outcome.SHOWN
    return Outcome.TOO_LITTLE


def mastery(steps: Sequence[StepScore], cut: float) -> Mastery:
    """Judge the decisions of one pupil for one skill (at least one) against the school's cut in (0, 1)."""
    results = [step.points / step.max for step in steps]
    scenarios, verdicts = [step.scenario for step in steps], [step.verdict for step in steps]
    sizes = Counter(scenarios)
    worths = {scenario: worth(size) for scenario, size in sizes.items()}
    n = fsum([size * worths[scenario] for scenario, size in sizes.items()])
    successes = fsum([result * worths[scenario] for result, scenario in zip(results, scenarios, strict=True)])
    probability = probability_of_mastery(successes, n, cut)
    sides: tuple[list[float], list[float]] = [], []
    for step, result in zip(steps, results, strict=True):
        sides[step.fine].append(result)
    tally, restraint, openness = Tally.of(results), *map(Tally.of, sides)
    return Mastery(
        all=tally,
        effective_n=n,
        effective_successes=successes,
        probability=probability,
        restraint=restraint,
        openness=openness,
        misses=verdicts.count("harm"),
        false_alarms=verdicts.count("overcautious"),
        showable=tally.n >= DECISIONS
        and restraint.enough
        and openness.enough
        and probability_of_mastery(n, n, cut) >= SURE,
        outcome=outcome_of(probability, restraint, openness, cut),
    )


def mastery_by_skill(steps: Iterable[StepScore], cut: float) -> dict[str, Mastery]:
    """Judge one pupil's decisions skill by skill; a skill without decisions is not in the answer."""
    grouped: dict[str, list[StepScore]] = defaultdict(list)
    for step in steps:
        grouped[step.skill].append(step)
    return {skill: mastery(decisions, cut) for skill, decisions in grouped.items()}


def misses_to_discuss(steps: Iterable[StepScore]) -> list[StepScore]:
    """Harm done on must-pass decisions, one per scenario, if that happened in two scenarios or more.

    Two misses inside one story may be one misunderstanding; in different stories they are independent.
    The answer is a reason to talk, never a mark.
    """
    first_miss: dict[str, StepScore] = {}
    for step in steps:
        if step.must_pass and step.verdict == "harm":
            first_miss.setdefault(step.scenario, step)
    return list(first_miss.values()) if len(first_miss) >= 2 else []
