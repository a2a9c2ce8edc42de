"""Which ways a class took through the branching situations: pure functions from scores to a tidy table."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pandas as pd

from skill_grading.measures.responses import Responses

PATH_COLUMNS = ["scenario", "path", "verdicts", "pupils", "share"]


def path_table(responses: Responses) -> pd.DataFrame:
    """One row per way that somebody took through a scenario, the most taken first within it.

    `path` are the decisions in the order met, `verdicts` what each choice was (`good`, `harm`, `overcautious`);
    both tuples of equal length. `share` is of the pupils who met the scenario.
    """
    ways: dict[str, Counter] = defaultdict(Counter)
    for walk, pupils in _walks(responses).items():
        walked = [responses.given[which] for which in walk]
        way = tuple([step.step for step in walked]), tuple([step.verdict for step in walked])
        ways[walked[0].scenario][way] += pupils
    rows = [
        (scenario, path, verdicts, pupils, pupils / counted.total())
        for scenario, counted in ways.items()
        for (path, verdicts), pupils in counted.most_common()
    ]
    return pd.DataFrame(rows, columns=PATH_COLUMNS)


def _walks(responses: Responses) -> Counter[tuple[int, ...]]:
    """How many pupils gave which responses, one after the other, in one scenario."""
    scenarios, scenario = responses.numbered(step.scenario for step in responses.given)
    story = responses.pupils * len(scenarios) + scenario
    order = np.argsort(story, kind="stable")
    which, ends = responses.which[order].tolist(), np.flatnonzero(np.diff(story[order], append=-1)) + 1
    return Counter(tuple(which[start:end]) for start, end in pairwise([0, *ends.tolist()]))
