"""What many pupils together tell about the situations: every table of one report, from decisions alone. Pure functions.

Scenarios are named assignment/scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.measures.item_analysis import discrimination_table, option_flags, results, whole_results
from skill_grading.measures.likeness import likeness
from skill_grading.measures.paths import path_table
from skill_grading.measures.reliability import Reliability, reliability
from skill_grading.measures.rule_families import family_table, lessons
from skill_grading.measures.small_cells import Place, Told
from skill_grading.measures.statistics import Interval, decision_table, option_table, story_table

MOST_WRONG = 4
"""How many wrong choices of one decision are told, the most chosen first."""


@dataclass(frozen=True)
class WrongChoice:
    """An option that should not have been chosen, and how many chose it; None where that can't be told."""

    option: str
    verdict: str
    chosen: int | None


@dataclass(frozen=True)
class Situation:
    """One decision of the class. `difficulty` (mean share of the points) is None below `MIN_PUPILS` pupils.

    Of the `mistakes`, `misses` did harm and `false_alarms` refused what was fine. What can't be told outside the class
    is None.
    """

    scenario: str
    step: str
    reached: int
    mistakes: int
    misses: int | None
    false_alarms: int | None
    difficulty: float | None
    interval: Interval | None
    wrong: Sequence[WrongChoice]


@dataclass(frozen=True)
class Trust:
    """How far the marks of one assignment can be trusted: of `pupils` who did all of it as it is now; `most` points can
    be had. `found` is None where they are too few to say, or too much alike.
    """

    assignment: str
    pupils: int
    most: float
    found: Reliability | None


@dataclass(frozen=True)
class Pooled:
    """The tables of one report.

    - `decisions` of `statistics.decision_table` and `stories` of `statistics.story_table`, both with `discrimination`
      and `band`; `options` of `item_analysis.option_flags`; `paths` of `paths.path_table`
    - `families` of `rule_families.family_table`, with the `lesson` (an assignment, or None) to revisit
    - `alike`, the `likeness.likeness` of decisions in one story; None for too few pupils
    - `situations`, the decisions that went wrong for somebody, most misjudged first

    `left_out` decisions are in none of them, because they would tell of few pupils.
    """

    decisions: pd.DataFrame
    stories: pd.DataFrame
    options: pd.DataFrame
    paths: pd.DataFrame
    families: pd.DataFrame
    trust: Sequence[Trust]
    alike: float | None
    situations: Sequence[Situation]
    left_out: int = 0


def pool(
    scores: Iterable[Sequence[StepScore]],
    scenarios: Mapping[str, Scenario],
    families: Mapping[str, str],
    with_lesson: set[str],
    cut: float,
    outside: bool = False,
) -> Pooled:
    """The tables of pupils' decisions, those of one pupil per item; `with_lesson` are the assignments of a chapter.

    What goes `outside` the class says nothing of few pupils.
    """
    scores = [steps for steps in scores if steps]
    table = results(scores)
    decisions = decision_table(scores).merge(discrimination_table(table), how="left", on=["scenario", "step"])
    whole = whole_results(scores, {name: scenario.most for name, scenario in scenarios.items() if scenario.most})
    stories = story_table(whole).join(discrimination_table(whole).drop(columns="scenario"))
    options = option_flags(option_table(scores, scenarios), scores, table)
    paths, met = path_table(scores), len(decisions)
    alike = likeness(table, decisions.set_index(["scenario", "step"]).skill.to_dict())
    if outside:
        told = Told.of(scores, paths)
        stories = _told_stories(stories, decisions, told)
        decisions, options, paths = _told_decisions(decisions, told), _told_options(options, told), _among(paths, told)
        scores = [[step for step in steps if (step.scenario, step.step) in told.points] for steps in scores]
    taught = [name for name in scenarios if name.partition("/")[0] in with_lesson]
    understood = family_table(scores, families)
    return Pooled(
        decisions,
        stories,
        options,
        paths,
        understood.assign(lesson=understood.family.map(lessons(scores, families, taught))),
        trust(whole, scenarios, cut),
        alike,
        _situations(decisions, options),
        met - len(decisions),
    )


def _told_decisions(decisions: pd.DataFrame, told: Told) -> pd.DataFrame:
    found = decisions[_in(decisions, told.results)]
    points, errors = _in(found, told.points), _in(found, told.errors)
    return found.assign(
        **{name: found[name].where(points, other=nan) for name in ("successes", "difficulty", "low", "high")},
        **{name: found[name].astype("Int64").where(errors) for name in ("misses", "false_alarms")},
    )


def _told_options(options: pd.DataFrame, told: Told) -> pd.DataFrame:
    found = options[_in(options, told.results)]
    untold = [each in told.untold for each in zip(found.scenario, found.step, found.option, strict=True)]
    shown = _in(found, told.options) & ~np.array(untold, dtype=bool)
    return found.assign(
        chosen=found.chosen.astype("Int64").where(shown),
        share=found.share.where(shown, other=nan),
        **{flag: found[flag] & shown for flag in ("dead", "suspicious")},
    )


def _among(paths: pd.DataFrame, told: Told) -> pd.DataFrame:
    return paths[paths.scenario.isin(told.paths)]


def _told_stories(stories: pd.DataFrame, decisions: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Those whose every decision can be told, by pupils who all finished: who did not would be told by the rest."""
    closed = set(decisions[~_in(decisions, told.points)].scenario)
    began = stories.scenario.map(decisions.groupby("scenario").reached.max())
    return stories[~stories.scenario.isin(closed) & (stories.reached == began)]


def _in(table: pd.DataFrame, places: Collection[Place]) -> np.ndarray:
    return np.array([place in places for place in zip(table.scenario, table.step, strict=True)], dtype=bool)


def trust(whole: pd.DataFrame, scenarios: Mapping[str, Scenario], cut: float) -> list[Trust]:
    """How far the marks of each assignment can be trusted, of the pupils who did each of its scenarios to its end.

    `whole` are the scenarios as items (`item_analysis.whole_results`).
    """
    most = {name: scenario.most for name, scenario in scenarios.items() if scenario.most}
    points, found = whole * [most[name] for name in whole.columns], []
    for assignment in dict.fromkeys(name.partition("/")[0] for name in whole.columns):
        of = [name for name in most if name.startswith(f"{assignment}/")]
        done = points.reindex(columns=of)
        done = done[done.notna().to_numpy().all(axis=1)]
        total = sum(most[name] for name in of)
        found.append(Trust(assignment, len(done), total, reliability(done, total, cut)))
    return found


def _situations(decisions: pd.DataFrame, options: pd.DataFrame) -> list[Situation]:
    wrong: dict[tuple[str, str], list[WrongChoice]] = {}
    chosen = options[(options.verdict != "good") & (options.chosen.isna() | (options.chosen > 0))]
    for row in chosen.sort_values("chosen", ascending=False, kind="stable").itertuples():
        wrong.setdefault((row.scenario, row.step), []).append(WrongChoice(row.option, row.verdict, _known(row.chosen)))
    situations = []
    for row in decisions[decisions.mistakes > 0].itertuples():
        enough = not isnan(row.difficulty)
        situations.append(
            Situation(
                row.scenario,
                row.step,
                row.reached,
                row.mistakes,
                _known(row.misses),
                _known(row.false_alarms),
                row.difficulty if enough else None,
                Interval(row.low, row.high) if enough else None,
                wrong.get((row.scenario, row.step), [])[:MOST_WRONG],
            )
        )
    return sorted(situations, key=lambda one: -one.mistakes)


def _known(count: int) -> int | None:
    return None if pd.isna(count) else count
