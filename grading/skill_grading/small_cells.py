"""Leaving out counts of few pupils, and what would give them away: for what is about more than one class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

LEAST = 5
"""Counts of pupils below this are hidden."""

SHARED = {"skills", "decisions", "options", "paths", "rule_families", "reliability"}
"""The tables of a report in which no pupil stands."""

OUTCOMES = ["shown", "too_little_evidence", "not_yet"]
GIVEAWAYS = {"options": ("chosen", ["scenario", "step"]), "paths": ("pupils", ["scenario"])}
"""The column of each table whose counts add up, within the rows that have the same in other columns."""


def hide_small(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A report's table `name` without counts of 1 to LEAST - 1, and without those from which these would follow."""
    if name == "skills":
        hidden = table[OUTCOMES].apply(hidden_of, axis=1, raw=True)
        shown = table[OUTCOMES].astype("Int64").mask(hidden)
        ends = table[["shown_low", "shown_high"]].mask(hidden.shown, other=float("nan"))
        return table.assign(**shown, **ends)
    if name == "decisions":
        counts = table[["misses", "false_alarms"]]
        return table.assign(**counts.astype("Int64").mask((counts > 0) & (counts < LEAST)))
    if name in GIVEAWAYS and not table.empty:
        column, within = GIVEAWAYS[name]
        counts, hidden = table[column].to_numpy(), np.zeros(len(table), dtype=bool)
        for places in table.groupby(within, sort=False).indices.values():
            hidden[places] = hidden_of(counts[places])
        return table.assign(**{column: table[column].astype("Int64").mask(hidden)}, share=table.share.mask(hidden))
    return table


def hidden_of(counts: np.ndarray) -> np.ndarray:
    """Which of some counts that add up to something known can't be told: small ones, and with a single one the next."""
    hidden = (counts > 0) & (counts < LEAST)
    others = np.flatnonzero(~hidden & (counts > 0))
    if hidden.sum() == 1 and len(others):
        hidden[others[counts[others].argmin()]] = True
    return hidden


def small_cells(counts: Mapping[str, tuple[int, int]]) -> set[str]:
    """The names whose (count, of) can't be told: where fewer than LEAST are counted, or fewer are left over.

    Where that hides one alone, the total would give it away, so the smallest of the others goes too.
    """
    rest = {name: min(count, of - count) for name, (count, of) in counts.items()}
    hidden = {name for name, small in rest.items() if small < LEAST}
    if len(hidden) == 1 and len(rest) > 1:
        hidden.add(min(rest.keys() - hidden, key=lambda name: rest[name]))
    return hidden
