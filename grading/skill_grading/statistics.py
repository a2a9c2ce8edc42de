"""What a class did at each decision: pure functions from scores to numbers and tidy tables.

Figures about few pupils are left out rather than blown up; `MIN_PUPILS` says from where they appear.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, nan, sqrt
from typing import NamedTuple

import pandas as pd
from scipy.special import betaincinv, ndtri

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore

MIN_PUPILS = 10
"""The fewest pupils about whom a proportion with an interval is shown; below it: counts only."""

LEVEL = 0.95
"""Confidence level of every interval."""


class Interval(NamedTuple):
    """A 95 % interval for a proportion."""

    low: float
    high: float


def wilson_interval(successes: int, n: int) -> Interval:
    """Score interval for a proportion of pupils, `n` at least 1.

    E. B. Wilson, JASA 22 (1927), 209-212; recommended for small n by Brown, Cai & DasGupta (2001).
    """
    z = float(ndtri((1 + LEVEL) / 2))
    share, weight = successes / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / weight
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / weight
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def jeffreys_interval(successes: float, n: float) -> Interval:
    """Interval for a mean result in [0, 1] where partial credit makes `successes` a fraction.

    Equal-tailed Jeffreys interval, ends set to 0 and 1 at no and full success: L. D. Brown, T. T. Cai &
    A. DasGupta, Statistical Science 16 (2001), 101-133. Conservative for partial credit (see `mastery`).
    """
    low, high = (betaincinv(successes + 0.5, n - successes + 0.5, (1 + side * LEVEL) / 2) for side in (-1, 1))
    return Interval(0.0 if successes == 0 else float(low), 1.0 if successes == n else float(high))


DECISION_COLUMNS = [
    "scenario", "step", "skill", "fine", "must_pass", "reached", "successes",
    "difficulty", "low", "high", "misses", "false_alarms",
]  # fmt: skip


def decision_table(scores: Iterable[Sequence[StepScore]]) -> pd.DataFrame:
    """One row per decision, in the order met: who reached it, how hard it was, how it went wrong.

    `scores` holds the steps of one pupil per item. `difficulty` is the mean share of the points, p (high is
    easy, as usual in classical test theory; M. J. Allen & W. M. Yen, Introduction to Measurement Theory,
    1979), with `low` and `high`; all three are missing below `MIN_PUPILS`. `misses` counts pupils who did harm,
    `false_alarms` pupils who refused what was fine.
    """
    met: dict[tuple, list[StepScore]] = {}
    for steps in scores:
        for s in steps:
            met.setdefault((s.scenario, s.step, s.skill, s.fine, s.must_pass), []).append(s)
    rows = []
    for decision, answered in met.items():
        n, successes = len(answered), fsum(s.points / s.max for s in answered)
        told = (nan, nan, nan)
        if n >= MIN_PUPILS:
            told = successes / n, *jeffreys_interval(successes, n)
        verdicts = [s.verdict for s in answered]
        rows.append((*decision, n, successes, *told, verdicts.count("harm"), verdicts.count("overcautious")))
    return pd.DataFrame(rows, columns=DECISION_COLUMNS)


OPTION_COLUMNS = ["scenario", "step", "option", "verdict", "chosen", "reached", "share"]


def option_table(scores: Iterable[Sequence[StepScore]], scenarios: Mapping[str, Scenario]) -> pd.DataFrame:
    """One row per option of every decision that somebody reached, also for options that nobody chose.

    `chosen` counts pupils, `share` is chosen / reached; where several options can be chosen the
    shares add up to more than 1. A neutral part of a `mark` step says nothing and has no row.
    """
    reached: dict[tuple[str, str], int] = {}
    chosen: dict[tuple[str, str, str], int] = {}
    for steps in scores:
        for s in steps:
            reached[s.scenario, s.step] = reached.get((s.scenario, s.step), 0) + 1
            for option in s.chosen:
                key = s.scenario, s.step, option
                chosen[key] = chosen.get(key, 0) + 1
    rows = []
    for (scenario, step_id), n in reached.items():
        step = scenarios[scenario].decisions[step_id]
        for option in step.options():
            count = chosen.get((scenario, step_id, option), 0)
            rows.append((scenario, step_id, option, step.verdict_of(option), count, n, count / n))
    return pd.DataFrame(rows, columns=OPTION_COLUMNS)
