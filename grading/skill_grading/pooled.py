"""What many pupils together tell about the situations: every table of one report, from decisions alone. Pure functions.

Scenarios are named assignment/scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.item_analysis import discrimination_table, option_flags, results
from skill_grading.paths import path_table
from skill_grading.reliability import Reliability, reliability
from skill_grading.rule_families import family_table, lessons
from skill_grading.statistics import MIN_PUPILS, Interval, decision_table, option_table

MOST_WRONG = 4
"""How many wrong choices of one decision are told, the most chosen first."""


@dataclass(frozen=True)
class WrongChoice:
    """An option that should not have been chosen, and how many chose it."""

    option: str
    verdict: str
    chosen: int


@dataclass(frozen=True)
class Situation:
    """One decision of the class. `difficulty` (mean share of the points) is None below `MIN_PUPILS` pupils."""

    scenario: str
    step: str
    reached: int
    misses: int
    false_alarms: int
    difficulty: float | None
    interval: Interval | None
    wrong: Sequence[WrongChoice]


@dataclass(frozen=True)
class Trust:
    """How far the marks of one assignment can be trusted: of `pupils` who did all of it as it is now; `most` points can
    be had. `found` is None where they are too few to say.
    """

    assignment: str
    pupils: int
    most: float
    found: Reliability | None


@dataclass(frozen=True)
class Pooled:
    """The tables of one report.

    `decisions` are those of `statistics.decision_table` with `discrimination` and `band`, `options` those of
    `item_analysis.option_flags`, `paths` those of `paths.path_table`, `families` those of `rule_families.family_table`
    with the `lesson` (an assignment, or None) to revisit; `situations` the decisions that went wrong for somebody, most
    misjudged first.
    """

    decisions: pd.DataFrame
    options: pd.DataFrame
    paths: pd.DataFrame
    families: pd.DataFrame
    trust: Sequence[Trust]
    situations: Sequence[Situation]


def pool(
    scores: Iterable[Sequence[StepScore]],
    scenarios: Mapping[str, Scenario],
    families: Mapping[str, str],
    with_lesson: set[str],
    cut: float,
) -> Pooled:
    """The tables of pupils' decisions, those of one pupil per item; `with_lesson` are the assignments of a chapter."""
    scores = [steps for steps in scores if steps]
    decisions = decision_table(scores).merge(
        discrimination_table(results(scores)).drop(columns="reached"), how="left", on=["scenario", "step"]
    )
    options = option_flags(option_table(scores, scenarios), scores)
    taught = [name for name in scenarios if name.partition("/")[0] in with_lesson]
    understood = family_table(scores, families)
    return Pooled(
        decisions,
        options,
        path_table(scores),
        understood.assign(lesson=understood.family.map(lessons(scores, families, taught))),
        trust(scores, scenarios, cut),
        _situations(decisions, options),
    )


def trust(scores: Iterable[Sequence[StepScore]], scenarios: Mapping[str, Scenario], cut: float) -> list[Trust]:
    """How far the marks of each assignment can be trusted, of the pupils who did each of its scenarios."""
    points: dict[str, list[dict[str, float]]] = {}
    for steps in scores:
        of_pupil: dict[str, dict[str, float]] = {}
        for step in steps:
            of = of_pupil.setdefault(step.scenario.partition("/")[0], {})
            of[step.scenario] = of.get(step.scenario, 0) + step.points
        for assignment, of in of_pupil.items():
            points.setdefault(assignment, []).append(of)
    found = []
    for assignment, rows in points.items():
        most = {name: each.most for name, each in scenarios.items() if name.startswith(f"{assignment}/") and each.most}
        whole = [[of[name] for name in most] for of in rows if most.keys() <= of.keys()]
        table, total = pd.DataFrame(whole, columns=list(most), dtype=float), sum(most.values())
        found.append(Trust(assignment, len(whole), total, reliability(table, total, cut)))
    return found


def _situations(decisions: pd.DataFrame, options: pd.DataFrame) -> list[Situation]:
    misjudged = decisions[decisions.misses + decisions.false_alarms > 0]
    wrong: dict[tuple[str, str], list[WrongChoice]] = {}
    chosen = options[(options.verdict != "good") & (options.chosen > 0)]
    for row in chosen.sort_values("chosen", ascending=False, kind="stable").itertuples():
        wrong.setdefault((row.scenario, row.step), []).append(WrongChoice(row.option, row.verdict, row.chosen))
    situations = []
    for row in misjudged.itertuples():
        enough = row.reached >= MIN_PUPILS
        situations.append(
            Situation(
                row.scenario,
                row.step,
                row.reached,
                row.misses,
                row.false_alarms,
                row.difficulty if enough else None,
                Interval(row.low, row.high) if enough else None,
                wrong.get((row.scenario, row.step), [])[:MOST_WRONG],
            )
        )
    return sorted(situations, key=lambda s: -(s.misses + s.false_alarms))
