"""Whether the questions themselves are good: how each decision and each option tells pupils apart. Pure functions.

In a course that wants everybody to get there, easy is no fault. What matters is a decision that good pupils get wrong
as often as others, and an option that nobody takes, or that mostly the able ones take.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
import pandas as pd

from scenario_quiz.scoring import StepScore

ANALYSED_PUPILS = 30
"""The fewest pupils who met a decision before its discrimination, and its options, are judged."""

DEAD_SHARE = 0.05
"""An option that fewer take than this tempts nobody."""


class Discrimination(StrEnum):
    """What a corrected item-total correlation means; R. L. Ebel & D. A. Frisbie, Essentials of Educational
    Measurement (5th ed., 1991), p. 232: .40 and above, .30, .20; below zero the key is to be looked at.
    """

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    REVISE = "revise"
    CHECK_KEY = "check-key"
    TOO_FEW = "too-few"
    NO_SPREAD = "no-spread"

    @classmethod
    def of(cls, correlation: float) -> Discrimination:
        """The band of a correlation that is known."""
        bands = ((0.40, cls.EXCELLENT), (0.30, cls.GOOD), (0.20, cls.FAIR), (0.0, cls.REVISE))
        return next((band for least, band in bands if correlation >= least), cls.CHECK_KEY)


def results(scores: Iterable[Sequence[StepScore]]) -> pd.DataFrame:
    """The share of the points (0 to 1): a row per pupil, a column per (scenario, step); missing where not reached."""
    rows = [{(step.scenario, step.step): step.points / step.max for step in steps} for steps in scores]
    table = pd.DataFrame(rows, dtype=float)
    if not table.columns.empty:
        table.columns = pd.MultiIndex.from_tuples(table.columns, names=["scenario", "step"])
    return table


def rest_results(table: pd.DataFrame) -> pd.DataFrame:
    """For each cell of `results`, the pupil's mean over all other decisions that were reached; missing without any."""
    total, reached = table.sum(axis=1), table.notna().sum(axis=1)
    others = table.notna().rsub(reached, axis=0)
    return table.fillna(0).rsub(total, axis=0).div(others.where(others > 0))


def discrimination_table(table: pd.DataFrame) -> pd.DataFrame:
    """One row per decision of `results`: `reached`, `discrimination` and its `band`.

    The corrected item-total correlation: of a decision with the pupil's mean over the other decisions (S. Henrysson,
    Psychometrika 28 (1963), 211-218). With nothing missing it is that of R's psych (`r.drop`). It is missing below
    ANALYSED_PUPILS, and where all did the same.
    """
    rest = rest_results(table)
    rows = []
    for decision in table.columns:
        both = pd.concat([table[decision], rest[decision]], axis=1).dropna()
        one, other = (both.iloc[:, place].to_numpy() for place in (0, 1))
        correlation, band = np.nan, Discrimination.TOO_FEW
        if len(both) >= ANALYSED_PUPILS:
            band = Discrimination.NO_SPREAD
            if np.ptp(one) > 0 and np.ptp(other) > 0:
                correlation = float(np.corrcoef(one, other)[0, 1])
                band = Discrimination.of(correlation)
        rows.append((*decision, len(both), correlation, band.value))
    return pd.DataFrame(rows, columns=["scenario", "step", "reached", "discrimination", "band"])


def option_flags(options: pd.DataFrame, scores: Sequence[Sequence[StepScore]]) -> pd.DataFrame:
    """`statistics.option_table` with two more columns, for decisions that at least ANALYSED_PUPILS reached.

    `dead`: an option that is not good and that fewer than DEAD_SHARE took. `suspicious`: one whose takers did better on
    all else than who did not take it. Both are False where too few met the decision to say so.
    """
    rest = rest_results(results(scores))
    taken = {
        (step.scenario, step.step, pupil): frozenset(step.chosen)
        for pupil, steps in enumerate(scores)
        for step in steps
    }
    dead, suspicious = [], []
    for row in options.itertuples():
        judged = row.verdict != "good" and row.reached >= ANALYSED_PUPILS
        dead.append(judged and row.share < DEAD_SHARE)
        suspicious.append(judged and not dead[-1] and _takers_do_better(row, rest, taken))
    return options.assign(dead=dead, suspicious=suspicious)


def _takers_do_better(row, rest: pd.DataFrame, taken: dict) -> bool:
    column = rest[(row.scenario, row.step)].dropna()
    takes = np.array([row.option in taken.get((row.scenario, row.step, pupil), ()) for pupil in column.index])
    values = column.to_numpy()
    return bool(takes.any() and not takes.all() and values[takes].mean() > values[~takes].mean())
