"""How well a class understands the rules that say the same to different people: class level only, pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

import pandas as pd
from scipy.special import stdtrit

from scenario_quiz.scoring import StepScore
from skill_grading.statistics import LEVEL, MIN_PUPILS, Interval

FAMILY_DECISIONS = 3
"""The fewest different decisions from which anything is said about a family of rules."""

FAMILY_COLUMNS = ["family", "decisions", "pupils", "understood", "low", "high"]


def family_table(scores: Iterable[Sequence[StepScore]], families: Mapping[str, str]) -> pd.DataFrame:
    """One row per family that the class met in at least FAMILY_DECISIONS decisions, least understood first.

    `families` gives the family of a rule id. `understood` is the mean over pupils of each one's mean result (0 to 1),
    so that a pupil weighs the same whatever the path; `low` and `high` are its 95 % Student interval over pupils,
    missing below MIN_PUPILS. A decision under two rules of one family counts once.
    """
    decisions: dict[str, set[tuple[str, str]]] = {}
    results: dict[str, list[float]] = {}
    for steps in scores:
        of_pupil: dict[str, list[float]] = {}
        for step in steps:
            for family in {families[rule]: None for rule in step.rules if rule in families}:
                decisions.setdefault(family, set()).add((step.scenario, step.step))
                of_pupil.setdefault(family, []).append(step.points / step.max)
        for family, of in of_pupil.items():
            results.setdefault(family, []).append(fmean(of))
    table = []
    for family, met in decisions.items():
        if len(met) < FAMILY_DECISIONS:
            continue
        means = pd.Series(results[family])
        interval = mean_interval(means) if len(means) >= MIN_PUPILS else Interval(float("nan"), float("nan"))
        table.append((family, len(met), len(means), means.mean(), *interval))
    return pd.DataFrame(table, columns=FAMILY_COLUMNS).sort_values("understood", kind="stable", ignore_index=True)


def lessons(
    scores: Iterable[Sequence[StepScore]], families: Mapping[str, str], scenarios: Iterable[str]
) -> dict[str, str]:
    """By family the exercise in which the class did worst on it, whose lesson to revisit.

    Scenarios are named assignment/scenario; only those among `scenarios` count, which have a lesson.
    """
    known = set(scenarios)
    met: dict[tuple[str, str], list[float]] = {}
    for steps in scores:
        for step in steps:
            if step.scenario in known:
                for family in {families[rule] for rule in step.rules if rule in families}:
                    met.setdefault((family, step.scenario.partition("/")[0]), []).append(step.points / step.max)
    found: dict[str, str] = {}
    for family, assignment in sorted(met, key=lambda each: fmean(met[each])):
        found.setdefault(family, assignment)
    return found


def mean_interval(values: pd.Series) -> Interval:
    """95 % interval of a mean of shares, at least two: mean +- t s / sqrt(n), kept within 0 and 1.

    Student, Biometrika 6 (1908), 1-25.
    """
    reach = stdtrit(len(values) - 1, (1 + LEVEL) / 2) * values.sem(ddof=1)
    return Interval(max(values.mean() - reach, 0.0), min(values.mean() + reach, 1.0))
