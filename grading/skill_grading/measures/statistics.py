"""What a class did at each decision: pure functions from scores to numbers and tidy tables.

Figures about few pupils are left out rather than blown up; `MIN_PUPILS` says from where they appear.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from math import fsum, nan, sqrt
from statistics import variance
from typing import NamedTuple

import numpy as np
import pandas as pd

# Not scipy.stats, which has some of these intervals: it takes half a second to import.
from scipy.special import betaincinv, ndtri, stdtrit

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.measures.responses import Responses

MIN_PUPILS = 10
"""The fewest pupils about whom a proportion with an interval is shown; below it: counts only."""

LEVEL = 0.95
"""Confidence level of every interval."""


class Interval(NamedTuple):
    """A 95 % interval."""

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


# Of the 9,400 times that the classes of a school of 1,000 ask, 600 differ.
@lru_cache(maxsize=1024)
def jeffreys_interval(successes: float, n: float) -> Interval:
    """Interval for a mean result in [0, 1] where partial credit makes `successes` a fraction.

    Equal-tailed Jeffreys interval, ends set to 0 and 1 at no and full success: L. D. Brown, T. T. Cai &
    A. DasGupta, Statistical Science 16 (2001), 101-133. Conservative for partial credit (see `mastery`).
    """
    low, high = (betaincinv(successes + 0.5, n - successes + 0.5, (1 + side * LEVEL) / 2) for side in (-1, 1))
    return Interval(0.0 if successes == 0 else float(low), 1.0 if successes == n else float(high))


def welch_reach(one: Sequence[float], other: Sequence[float]) -> float:
    """Half the width of the interval of a difference between two means, each of at least two values; 0 without spread.

    Student's t times sqrt(v_1 + v_2), v = s^2 / n, with (v_1 + v_2)^2 / (v_1^2 / (n_1 - 1) + v_2^2 / (n_2 - 1)) degrees
    of freedom: B. L. Welch, Biometrika 34 (1947), 28-35; F. E. Satterthwaite, Biometrics Bulletin 2 (1946), 110-114.
    """
    spread = [(variance(of) / len(of), len(of) - 1) for of in (one, other)]
    summed = sum(each for each, _ in spread)
    if not summed:
        return 0.0
    freedom = summed**2 / sum(each**2 / free for each, free in spread)
    return float(stdtrit(freedom, (1 + LEVEL) / 2)) * sqrt(summed)


DECISION_COLUMNS = [
    "scenario", "step", "skill", "fine", "must_pass", "reached", "successes",
    "difficulty", "low", "high", "mistakes", "misses", "false_alarms",
]  # fmt: skip


def decision_table(responses: Responses) -> pd.DataFrame:
    """One row per decision, in the order met: who reached it, how hard it was, how it went wrong.

    `difficulty` is the mean share of the points, p (high is easy, as usual in classical test theory; M. J. Allen &
    W. M. Yen, Introduction to Measurement Theory, 1979), with `low` and `high`; all three are missing below
    `MIN_PUPILS`. `mistakes` counts pupils who did not choose well: `misses` those who did harm, `false_alarms` those
    who refused what was fine.
    """
    met: dict[tuple, list[tuple[StepScore, int]]] = {}
    for s, n in responses.counted:
        met.setdefault((s.scenario, s.step, s.skill, s.fine, s.must_pass), []).append((s, n))
    rows = []
    for decision, answered in met.items():
        n = sum(times for _, times in answered)
        successes = fsum(chain.from_iterable(repeat(s.points / s.max, times) for s, times in answered))
        told = (nan, nan, nan)
        if n >= MIN_PUPILS:
            told = successes / n, *jeffreys_interval(successes, n)
        errors = [sum([times for s, times in answered if s.verdict == each]) for each in ("harm", "overcautious")]
        rows.append((*decision, n, successes, *told, sum(errors), *errors))
    return pd.DataFrame(rows, columns=DECISION_COLUMNS)


def story_table(whole: pd.DataFrame) -> pd.DataFrame:
    """One row per scenario: how many did it to its end, and how hard it was as a whole.

    `whole` has a row per pupil, a column per scenario, and shares of the points (`item_analysis.whole_results`).
    `difficulty`, `low` and `high` as in `decision_table`.
    """
    rows, shares = [], whole.to_numpy()
    reached, successes = np.count_nonzero(~np.isnan(shares), axis=0), np.nansum(shares, axis=0)
    for scenario, n, good in zip(whole.columns, reached.tolist(), successes.tolist(), strict=True):
        # A sum of thirds can pass what it adds up to by the last digit.
        told = (good / n, *jeffreys_interval(min(good, n), n)) if n >= MIN_PUPILS else (nan, nan, nan)
        rows.append((scenario, n, *told))
    return pd.DataFrame(rows, columns=["scenario", "reached", "difficulty", "low", "high"])


OPTION_COLUMNS = ["scenario", "step", "option", "verdict", "chosen", "reached", "share"]


def option_table(responses: Responses, scenarios: Mapping[str, Scenario]) -> pd.DataFrame:
    """One row per option of every decision that somebody reached, also for options that nobody chose.

    `chosen` counts pupils, `share` is chosen / reached; where several options can be chosen the
    shares add up to more than 1. A neutral part of a `mark` step says nothing and has no row.
    """
    reached: dict[tuple[str, str], int] = {}
    chosen: dict[tuple[str, str, str], int] = {}
    for s, times in responses.counted:
        reached[s.scenario, s.step] = reached.get((s.scenario, s.step), 0) + times
        for option in s.chosen:
            key = s.scenario, s.step, option
            chosen[key] = chosen.get(key, 0) + times
    rows = []
    for (scenario, step_id), n in reached.items():
        step = scenarios[scenario].decisions[step_id]
        for option in step.options():
            count = chosen.get((scenario, step_id, option), 0)
            rows.append((scenario, step_id, option, step.verdict_of(option), count, n, count / n))
    return pd.DataFrame(rows, columns=OPTION_COLUMNS)
