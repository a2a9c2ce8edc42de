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


TAKERS = 10
"""The fewest who took an option before they are compared with the others."""


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
    found = table.to_numpy()
    # Where they are too few anyway, only how many met each decision is told.
    rest = rest_results(table).to_numpy() if len(table) >= ANALYSED_PUPILS else found
    rows = []
    for place, decision in enumerate(table.columns):
        both = ~np.isnan(found[:, place]) & ~np.isnan(rest[:, place])
        one, other = found[both, place], rest[both, place]
        correlation, band = np.nan, Discrimination.TOO_FEW
        if len(one) >= ANALYSED_PUPILS:
            band = Discrimination.NO_SPREAD
            if np.ptp(one) > 0 and np.ptp(other) > 0:
                correlation = float(np.corrcoef(one, other)[0, 1])
                band = Discrimination.of(correlation)
        rows.append((*decision, len(one), correlation, band.value))
    return pd.DataFrame(rows, columns=["scenario", "step", "reached", "discrimination", "band"])


def option_flags(options: pd.DataFrame, scores: Sequence[Sequence[StepScore]]) -> pd.DataFrame:
    """`statistics.option_table` with two more columns, for decisions that at least ANALYSED_PUPILS reached.

    `dead`: an option that is not good and that fewer than DEAD_SHARE took. `suspicious`: one whose takers, at
    least TAKERS, did better on all else than who did not take it. Both are False where too few met the decision.
    """
    if options.empty or options.reached.max() < ANALYSED_PUPILS:
        return options.assign(dead=False, suspicious=False)
    rest = rest_results(results(scores))
    places = {decision: place for place, decision in enumerate(rest.columns)}
    elsewhere, takers = rest.to_numpy(), _takers(scores)
    dead, suspicious = [], []
    for row in options.itertuples():
        judged = row.verdict != "good" and row.reached >= ANALYSED_PUPILS
        dead.append(judged and row.share < DEAD_SHARE)
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
    return bool(takes.any() and not takes.all() and values[takes].mean() > values[~takes].mean())
