"""How well a class understands the rules that say the same to different people: class level only, pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import nan
from statistics import fmean, variance

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from skill_grading.measures.responses import Responses
from skill_grading.measures.statistics import LEVEL, MIN_PUPILS, Interval, jeffreys_interval

FAMILY_DECISIONS = 3
"""The fewest different decisions from which anything is said about a family of rules."""

FAMILY_COLUMNS = ["family", "decisions", "pupils", "understood", "low", "high"]


def family_table(responses: Responses, families: Mapping[str, str]) -> pd.DataFrame:
    """One row per family that the class met in at least FAMILY_DECISIONS decisions, least understood first.

    `families` gives the family of a rule id. `understood` is the mean over pupils of each one's mean result (0 to 1),
    so that a pupil weighs the same whatever the path; `low` and `high` are its `mean_interval`, missing below
    MIN_PUPILS. A decision under two rules of one family counts once.
    """
    about: dict[str, list[int]] = {}
    for place, step in enumerate(responses.given):
        for family in {families[rule]: None for rule in step.rules if rule in families}:
            about.setdefault(family, []).append(place)
    table = []
    for family, places in about.items():
        met = {(step.scenario, step.step) for step in map(responses.given.__getitem__, places)}
        if len(met) < FAMILY_DECISIONS:
            continue
        means, answered = _means(responses, places)
        interval = mean_interval(means, answered) if len(means) >= MIN_PUPILS else Interval(nan, nan)
        table.append((family, len(met), len(means), fmean(means), *interval))
    return pd.DataFrame(table, columns=FAMILY_COLUMNS).sort_values("understood", kind="stable", ignore_index=True)


def _means(responses: Responses, places: Sequence[int]) -> tuple[list[float], int]:
    """Of each pupil who gave one of these responses the mean result; and how many decisions that is in all."""
    about = np.zeros(len(responses.given), dtype=bool)
    about[places] = True
    here = about[responses.which]
    results, answered = iter(responses.shares[responses.which[here]].tolist()), np.bincount(responses.pupils[here])
    return [fmean(islice(results, n)) for n in answered.tolist() if n], int(answered.sum())


def lessons(responses: Responses, families: Mapping[str, str], scenarios: Iterable[str]) -> dict[str, str]:
    """By family the exercise in which the class did worst on it, whose lesson to revisit.

    Scenarios are named assignment/scenario; only those among `scenarios` count, which have a lesson, and only exercises
    where at least MIN_PUPILS results are about the family: with fewer, chance would choose.
    """
    known = set(scenarios)
    met: dict[tuple[str, str], list[float]] = {}
    for step, times in responses.counted:
        if step.scenario in known:
            for family in {families[rule] for rule in step.rules if rule in families}:
                met.setdefault((family, step.scenario.partition("/")[0]), []).extend([step.points / step.max] * times)
    found: dict[str, str] = {}
    enough = [each for each, of in met.items() if len(of) >= MIN_PUPILS]
    for family, assignment in sorted(enough, key=lambda each: fmean(met[each])):
        found.setdefault(family, assignment)
    return found


def mean_interval(means: Sequence[float], decisions: int) -> Interval:
    """95 % interval of the mean of pupils' mean results, at least two, over so many `decisions` in all.

    That of Jeffreys for as many independent decisions as these are worth: m (1 - m) / (s^2 / n) of them, times the
    square of a quotient of Student's t (E. L. Korn & B. I. Graubard, Survey Methodology 24 (1998), 193-201), one per
    pupil at least. Where nearly all is right, which this course is for, pupils hardly differ, and Student's interval of
    their mean would hold what is true in half of the classes.
    """
    n, mean, error = len(means), fmean(means), variance(means) / len(means)
    few, many = (stdtrit(freedom, (1 + LEVEL) / 2) for freedom in (n - 1, decisions - 1))
    worth = mean * (1 - mean) / error * (many / few) ** 2 if error else n
    worth = float(min(max(worth, n), decisions))
    return jeffreys_interval(mean * worth, worth)
