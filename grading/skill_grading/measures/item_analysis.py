"""Whether the questions themselves are good: how each decision and each option tells pupils apart. Pure functions.

In a course that wants everybody to get there, easy is no fault. What matters is a decision that good pupils get wrong
as often as others, and an option that nobody takes, or that mostly the able ones take.

An item is a decision, or a whole scenario: a column of a table with a row per pupil and shares of the points (0 to 1),
missing where a pupil did not meet it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import isclose, sqrt, tanh
from statistics import fmean

import numpy as np
import pandas as pd
from scipy.special import ndtri

from scenario_quiz.scoring import StepScore
from skill_grading.measures.statistics import LEVEL, jeffreys_interval, welch_reach

ANALYSED_PUPILS = 30
"""The fewest pupils who met a decision before its discrimination, and its options, are judged."""

DEAD_SHARE = 0.05
"""An option that fewer take than this tempts nobody."""

TAKERS = 10
"""The fewest who took an option before they are compared with the others."""


class Discrimination(StrEnum):
    """What a corrected item-total correlation means; R. L. Ebel & D. A. Frisbie, Essentials of Educational
    Measurement (5th ed., 1991): .40 and above, .30, .20. Below zero by more than chance gives, the key is to be looked
    at.
    """

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    REVISE = "revise"
    CHECK_KEY = "check-key"
    TOO_FEW = "too-few"
    NO_SPREAD = "no-spread"

    @classmethod
    def of(cls, correlation: float, pupils: int) -> Discrimination:
        """The band of a correlation that is known, of so many pupils (at least ANALYSED_PUPILS).

        In a course of 170 good questions, a class of 30 has some sixteen below zero by chance alone. So the key is to
        be looked at only where the 95 % interval lies below it: z = artanh(r) +- 1.96 / sqrt(n - 3), R. A. Fisher,
        Metron 1 (1921), 3-32.
        """
        if correlation < -tanh(ndtri((1 + LEVEL) / 2) / sqrt(pupils - 3)):
            return cls.CHECK_KEY
        bands = ((0.40, cls.EXCELLENT), (0.30, cls.GOOD), (0.20, cls.FAIR))
        return next((band for least, band in bands if correlation >= least), cls.REVISE)


def results(scores: Iterable[Sequence[StepScore]]) -> pd.DataFrame:
    """The items that decisions are: a column per (scenario, step)."""
    rows = [{(step.scenario, step.step): step.points / step.max for step in steps} for steps in scores]
    table = pd.DataFrame(rows, dtype=float)
    places = zip(*table.columns, strict=True) if len(table.columns) else ([], [])
    return table.set_axis(pd.MultiIndex.from_arrays([*places], names=["scenario", "step"]), axis=1)


def whole_results(scores: Iterable[Sequence[StepScore]], most: Mapping[str, float]) -> pd.DataFrame:
    """The items that scenarios are: a column per scenario, missing also for who did not answer to its end.

    `most` are the points of each scenario, the same on every path.
    """
    rows = []
    for steps in scores:
        points: dict[str, tuple[float, float]] = {}
        for step in steps:
            found, met = points.get(step.scenario, (0.0, 0.0))
            points[step.scenario] = found + step.points, met + step.max
        rows.append(
            {name: found / met for name, (found, met) in points.items() if name in most and isclose(met, most[name])}
        )
    table = pd.DataFrame(rows, columns=list(dict.fromkeys(name for row in rows for name in row)), dtype=float)
    return table.rename_axis(columns="scenario")


def rest_results(table: pd.DataFrame) -> pd.DataFrame:
    """For each cell of a table of items, the pupil's mean over all other items that were met; missing without any."""
    total, reached = table.sum(axis=1), table.notna().sum(axis=1)
    others = table.notna().rsub(reached, axis=0)
    return table.fillna(0).rsub(total, axis=0).div(others.where(others > 0))


def discrimination_table(table: pd.DataFrame) -> pd.DataFrame:
    """One row per item, named by `scenario` (and `step`): `discrimination` and its `band`.

    The corrected item-total correlation: of an item with the pupil's mean over the other items (S. Henrysson,
    Psychometrika 28 (1963), 211-218). With nothing missing it is that of R's psych (`r.drop`). It is missing below
    ANALYSED_PUPILS, and where all did the same.
    """
    found = table.to_numpy()
    # A class is too small anyway.
    rest = rest_results(table).to_numpy() if len(table) >= ANALYSED_PUPILS else found
    rows = []
    for place in range(found.shape[1]):
        both = ~np.isnan(found[:, place]) & ~np.isnan(rest[:, place])
        one, other = found[both, place], rest[both, place]
        correlation, band = np.nan, Discrimination.TOO_FEW
        if len(one) >= ANALYSED_PUPILS:
            band = Discrimination.NO_SPREAD
            if np.ptp(one) > 0 and np.ptp(other) > 0:
                correlation = float(np.corrcoef(one, other)[0, 1])
                band = Discrimination.of(correlation, len(one))
        rows.append((correlation, band.value))
    names = table.columns.to_frame(index=False)
    return pd.concat([names, pd.DataFrame(rows, columns=["discrimination", "band"])], axis=1)


def option_flags(options: pd.DataFrame, scores: Sequence[Sequence[StepScore]], table: pd.DataFrame) -> pd.DataFrame:
    """`statistics.option_table` with two more columns, for decisions that at least ANALYSED_PUPILS reached.

    `table` holds the `results` of `scores`. Both columns are False where too few met the decision.

    `dead`: an option that is not good and that fewer than DEAD_SHARE take, by more than chance gives (the 95 % interval
    of the share lies below it: of 30 pupils not even nobody is enough).
    `suspicious`: one whose takers, at least TAKERS, did better on all else than who did not take it, by more than
    chance gives (the 95 % interval of the difference, `statistics.welch_reach`, lies above 0).
    """
    if options.empty or options.reached.max() < ANALYSED_PUPILS:
        return options.assign(dead=False, suspicious=False)
    rest = rest_results(table)
    places = {decision: place for place, decision in enumerate(rest.columns)}
    elsewhere, takers = rest.to_numpy(), _takers(scores)
    dead, suspicious = [], []
    for row in options.itertuples():
        judged = row.verdict != "good" and row.reached >= ANALYSED_PUPILS
        rare = judged and row.share < DEAD_SHARE
        dead.append(rare and jeffreys_interval(row.chosen, row.reached).high < DEAD_SHARE)
        suspicious.append(
            judged
            and row.chosen >= TAKERS
            and not dead[-1]
            and _takers_do_better(takers, row, elsewhere[:, places[row.scenario, row.step]])
        )
    return options.assign(dead=dead, suspicious=suspicious)


def _takers(scores: Iterable[Sequence[StepScore]]) -> dict[tuple[str, str, str], list[int]]:
    """By option the places of the pupils who took it."""
    takers: dict[tuple[str, str, str], list[int]] = {}
    for pupil, steps in enumerate(scores):
        for step in steps:
            for option in step.chosen:
                takers.setdefault((step.scenario, step.step, option), []).append(pupil)
    return takers


def _takers_do_better(takers: dict[tuple[str, str, str], list[int]], row, elsewhere: np.ndarray) -> bool:
    """`elsewhere` is each pupil's mean over the other decisions, missing for whom this one was not met."""
    takes = np.zeros(len(elsewhere), dtype=bool)
    takes[takers.get((row.scenario, row.step, row.option), [])] = True
    known = ~np.isnan(elsewhere)
    takes, values = takes[known], elsewhere[known]
    ours, others = values[takes].tolist(), values[~takes].tolist()
    if min(len(ours), len(others)) < 2:
        return False
    better = fmean(ours) - fmean(others)
    return better > 0 and better > welch_reach(ours, others)
