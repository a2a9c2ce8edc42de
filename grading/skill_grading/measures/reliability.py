"""How far the marks of one exercise can be trusted: pure functions over a table of pupils by scenarios.

A scenario is the item here, not a decision: every path through it is worth the same most points, so no cell is
missing, and decisions that hang together inside a story are one item and don't pass for independent ones.
Every variance has n - 1 below the line, of items and of totals alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
import pandas as pd
from scipy.special import bdtrc, betaincinv, stdtrit

from skill_grading.measures.statistics import LEVEL

RELIABLE_PUPILS = 30
"""The fewest pupils about whom reliability is said at all ..."""

SETTLED_PUPILS = 100
"""... and from where it is no longer provisional (`findings`: no alpha below 30, provisional at 30-99)."""

QUANTILES = 2000
"""How finely the distribution of true shares is cut; ten times as many change the fourth decimal."""


class Standing(StrEnum):
    """How much the number of pupils allows to say."""

    TOO_FEW = "too-few"
    PROVISIONAL = "provisional"
    SETTLED = "settled"

    @classmethod
    def of(cls, pupils: int) -> Standing:
        if pupils < RELIABLE_PUPILS:
            return cls.TOO_FEW
        return cls.PROVISIONAL if pupils < SETTLED_PUPILS else cls.SETTLED


@dataclass(frozen=True)
class Reliability:
    """Of one exercise: `alpha` with its 95 % interval, `sem` in points, and the decision `consistency` in [0, 1].

    `consistency` is the share of pupils who would fall on the same side of the cut in a parallel exercise.
    """

    pupils: int
    items: int
    standing: Standing
    alpha: float
    low: float
    high: float
    sem: float
    consistency: float


def reliability(points: pd.DataFrame, most: float, cut: float) -> Reliability | None:
    """Of a table of points, a row per pupil and a column per scenario, without gaps; `most` points can be had in all,
    and `cut` in (0, 1) of them is the line.

    None where nothing may be said: below `RELIABLE_PUPILS`, with fewer than two scenarios, or when all, or all but one,
    have the same.
    """
    pupils, items = points.shape
    standing = Standing.of(pupils)
    if standing is Standing.TOO_FEW or items < 2:
        return None
    without = alphas_without_one(points)
    if np.isnan(without).any():
        return None
    totals, alpha = points.sum(axis=1), cronbach_alpha(points)
    low, high = alpha_interval(alpha, without)
    sem = float(totals.std(ddof=1)) * sqrt(1 - max(alpha, 0.0))
    return Reliability(pupils, items, standing, alpha, low, high, sem, decision_consistency(totals / most, alpha, cut))


def cronbach_alpha(points: pd.DataFrame) -> float:
    """alpha = k / (k - 1) * (1 - sum of item variances / variance of totals); of 0/1 items this is KR-20.

    L. J. Cronbach, Psychometrika 16 (1951), 297-334; G. F. Kuder & M. W. Richardson, Psychometrika 2 (1937), 151-160.
    At least two items, two pupils, and totals that differ.
    """
    items = points.shape[1]
    return float(items / (items - 1) * (1 - points.var(ddof=1).sum() / points.sum(axis=1).var(ddof=1)))


def alphas_without_one(points: pd.DataFrame) -> np.ndarray:
    """The alpha of all pupils but one, for each pupil who is left out; missing where all the others have the same."""
    scores = points.to_numpy()
    totals, items = scores.sum(axis=1), scores.shape[1]
    of_items, of_totals = _variances_without_one(scores).sum(axis=1), _variances_without_one(totals)
    differ = of_totals > 1e-9 * totals.var()
    return np.where(differ, items / (items - 1) * (1 - of_items / np.where(differ, of_totals, 1)), np.nan)


def _variances_without_one(values: np.ndarray) -> np.ndarray:
    """The variances, with n - 1 below the line, along the first axis without each of its values."""
    n, deviations = len(values), values - values.mean(axis=0)
    # Leaving out d takes n / (n - 1) * d^2 from the sum of squares.
    return ((deviations**2).sum(axis=0) - deviations**2 * n / (n - 1)) / (n - 2)


def alpha_interval(alpha: float, without: np.ndarray) -> tuple[float, float]:
    """95 % interval of alpha: Student's t times the jackknife's standard error, from the alphas `without` one pupil.

    R. G. Miller, "The jackknife - a review", Biometrika 61 (1974), 1-15. It asks nothing of how points are spread. The
    usual interval (L. S. Feldt, Psychometrika 30 (1965), 357-370) takes them for normal; where they crowd below the
    most that can be had, it holds what is true in nine cases of ten, whatever the number of pupils.
    """
    n = len(without)
    reach = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * sqrt((n - 1) * without.var())
    return alpha - reach, min(1.0, alpha + reach)


def decision_consistency(shares: pd.Series, alpha: float, cut: float) -> float:
    """The share of pupils whom a parallel exercise would put on the same side of the cut, from one exercise.

    S. A. Livingston & C. Lewis, Journal of Educational Measurement 32 (1995), 179-197, with a beta distribution of two
    parameters: true shares have the mean of the observed `shares` (0 to 1) and `alpha` times their variance; results
    are binomial over the effective number of items, which makes partial credit and unequal items count for what they
    tell. The chance of the same side twice is P^2 + (1 - P)^2. With KR-21 for `alpha` this is the method of H. Huynh,
    Journal of Educational Measurement 13 (1976), 253-264.
    """
    mean, variance = float(shares.mean()), float(shares.var(ddof=1))
    # At 0 and 1 the beta distribution is a point, or two; a variance over n - 1 can pass the most that it can have.
    trust, variance = min(max(alpha, 1e-6), 1 - 1e-6), min(variance, mean * (1 - mean))
    items = max(1, round((mean * (1 - mean) - trust * variance) / (variance * (1 - trust))))
    spread = mean * (1 - mean) / (trust * variance) - 1
    needed = int(np.ceil(cut * items - 1e-9))
    true = betaincinv(mean * spread, (1 - mean) * spread, (np.arange(QUANTILES) + 0.5) / QUANTILES)
    above = bdtrc(needed - 1, items, true)
    return float(np.mean(above**2 + (1 - above) ** 2))
