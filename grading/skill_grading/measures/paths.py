"""Which ways a class took through the branching situations: pure functions from scores to a tidy table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

from scenario_quiz.scoring import StepScore

PATH_COLUMNS = ["scenario", "path", "verdicts", "pupils", "share"]


def path_table(scores: Iterable[Sequence[StepScore]]) -> pd.DataFrame:
    """One row per way that somebody took through a scenario, the most taken first within it.

    `path` are the decisions in the order met, `verdicts` what each choice was (`good`, `harm`, `overcautious`);
    both tuples of equal length. `share` is of the pupils who met the scenario.
    """
    ways: dict[str, Counter] = defaultdict(Counter)
    for steps in scores:
        met: dict[str, list[StepScore]] = {}
        for step in steps:
            met.setdefault(step.scenario, []).append(step)
        for scenario, walked in met.items():
            way = tuple(step.step for step in walked), tuple(step.verdict for step in walked)
            ways[scenario][way] += 1
    rows = [
        (scenario, path, verdicts, pupils, pupils / counted.total())
        for scenario, counted in ways.items()
        for (path, verdicts), pupils in counted.most_common()
    ]
    return pd.DataFrame(rows, columns=PATH_COLUMNS)
