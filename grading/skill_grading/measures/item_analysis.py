"""Whether the questions themselves are good: how each decision and each option tells pupils apart. Pure functions.

In a course that wants everybody to get there, easy is no fault. What matters is a decision that good pupils get wrong
as often as others, and an option that nobody takes, or that mostly the able ones take.

An item is a decision, or a whole scenario: a column of a table with a row per pupil and shares of the points (0 to 1),
missing where a pupil did not meet it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import sqrt, tanh
from statistics import fmean

import numpy as np
import pandas as pd
from scipy.special import ndtri

from skill_grading.measures.responses import Responses
from skill_grading.measures.statistics import LEVEL, OPTION_COLUMNS, jeffreys_interval, welch_reach

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


def results(responses: Responses) -> pd.DataFrame:
    """The items that decisions are: a column per (scenario, step), in the order met."""
    decisions, decision = responses.numbered((step.scenario, step.step) for step in responses.given)
    table = np.full((responses.number, len(decisions)), np.nan)
    table[responses.pupils, decision] = responses.shares[responses.which]
    return pd.DataFrame(table, columns=pd.Index(decisions, tupleize_cols=False))


def whole_results(responses: Responses, most: Mapping[str, float]) -> pd.DataFrame:
    """The items that scenarios are: a column per scenario in the order finished, missing also for who did not answer to
    its end.

    `most` are the points of each scenario, the same on every path.
    """
    names, scenario = responses.numbered(step.scenario for step in responses.given)
    cell, shape = responses.pupils * len(names) + scenario, (responses.number, len(names))

    def summed(values: list[float]) -> np.ndarray:
        of_each = np.array(values, dtype=float)[responses.which]
        return np.bincount(cell, of_each, minlength=shape[0] * shape[1]).reshape(shape)

    points, met = (summed([getattr(step, of) for step in responses.given]) for of in ("points", "max"))
    finished = np.isclose(met, [most.get(name, np.nan) for name in names], rtol=1e-9, atol=0)
    table = np.divide(points, met, out=np.full(shape, np.nan), where=finished)
    order = list(dict.fromkeys(scenario[finished.ravel()[cell]].tolist()))
    return pd.DataFrame(table[:, order], columns=pd.Index([names[place] for place in order], name="scenario"))


def rest_results(table: pd.DataFrame) -> pd.DataFrame:
    """For each cell of a table of items, the pupil's mean over all other items that were met; missing without any."""
    total, reached = table.sum(axis=1), table.notna().sum(axis=1)
    others = table.notna().rsub(reached, axis=0)
    return table.fillna(0).rsub(total, axis=0).div(others.where(others > 0))


def discrimination_table(table: pd.DataFrame) -> pd.DataFrame:
    """One row per item, as the columns of `table` name them: `discrimination` and its `band`.

    The corrected item-total correlation: of an item with the pupil's mean over the other items (S. Henrysson,
    Psychometrika 28 (1963), 211-218). With nothing missing it is that of R's psych (`r.drop`). It is missing below
    ANALYSED_PUPILS, and where all did the same.
    """
    if len(table) < ANALYSED_PUPILS:
        found = [(np.nan, Discrimination.TOO_FEW)] * len(table.columns)
    else:
        items = zip(table.to_numpy().T, rest_results(table).to_numpy().T, strict=True)
        found = [_discrimination(*item) for item in items]
    correlations, bands = [each for each, _ in found], [band.value for _, band in found]
    return pd.DataFrame({"discrimination": correlations, "band": bands}, index=table.columns)


def _discrimination(item: np.ndarray, rest: np.ndarray) -> tuple[float, Discrimination]:
    both = ~np.isnan(item) & ~np.isnan(rest)
    one, other = item[both], rest[both]
    if len(one) < ANALYSED_PUPILS:
        return np.nan, Discrimination.TOO_FEW
    if not (np.ptp(one) > 0 and np.ptp(other) > 0):
        return np.nan, Discrimination.NO_SPREAD
    correlation = float(np.corrcoef(one, other)[0, 1])
    return correlation, Discrimination.of(correlation, len(one))


def option_flags(options: pd.DataFrame, responses: Responses, table: pd.DataFrame) -> pd.DataFrame:
    """`statistics.option_table` with two more columns, for decisions that at least ANALYSED_PUPILS reached.

    `table` holds the `results` of `responses`. Both columns are False where too few met the decision.

    `dead`: an option that is not good and that fewer than DEAD_SHARE take, by more than chance gives (the 95 % interval
    of the share lies below it: of 30 pupils not even nobody is enough).
    `suspicious`: one whose takers, at least TAKERS, did better on all else than who did not take it, by more than
    chance gives (the 95 % interval of the difference, `statistics.welch_reach`, lies above 0).
    """
    if options.empty or options.reached.max() < ANALYSED_PUPILS:
        return options.assign(dead=False, suspicious=False)
    rest = rest_results(table)
    places = {decision: place for place, decision in enumerate(rest.columns)}
    elsewhere, takers = rest.to_numpy(), _takers(responses)
    dead, suspicious = [], []
    for *decision, option, verdict, chosen, reached, share in zip(
        *(options[name].tolist() for name in OPTION_COLUMNS), strict=True
    ):
        judged = verdict != "good" and reached >= ANALYSED_PUPILS
        dead.append(judged and share < DEAD_SHARE and jeffreys_interval(chosen, reached).high < DEAD_SHARE)
        suspicious.append(
            judged
            and chosen >= TAKERS
            and not dead[-1]
            and _takers_do_better(takers[*decision, option], elsewhere[:, places[*decision]])
        )
    return options.assign(dead=dead, suspicious=suspicious)


def _takers(responses: Responses) -> dict[tuple[str, str, str], list[np.ndarray]]:
    """By option the pupils who took it, those of each response apart."""
    takers: dict[tuple[str, str, str], list[np.ndarray]] = {}
    for step, pupils in zip(responses.given, responses.givers, strict=True):
        for option in step.chosen:
            takers.setdefault((step.scenario, step.step, option), []).append(pupils)
    return takers


def _takers_do_better(takers: Sequence[np.ndarray], elsewhere: np.ndarray) -> bool:
    """`elsewhere` is each pupil's mean over the other decisions, missing for whom this one was not met."""
    takes = np.zeros(len(elsewhere), dtype=bool)
    takes[np.concatenate(takers)] = True
    known = ~np.isnan(elsewhere)
    takes, values = takes[known], elsewhere[known]
    ours, others = values[takes].tolist(), values[~takes].tolist()
    if min(len(ours), len(others)) < 2:
        return False
    better = fmean(ours) - fmean(others)
    return better > 0 and better > welch_reach(ours, others)
