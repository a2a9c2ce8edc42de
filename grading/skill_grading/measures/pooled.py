"""What many pupils together tell about the situations: every table of one report, from decisions alone. Pure functions.

Scenarios are named assignment/scenario.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.measures.item_analysis import discrimination_table, option_flags, results, whole_results
from skill_grading.measures.likeness import likeness
from skill_grading.measures.paths import path_table
from skill_grading.measures.reliability import Reliability, reliability
from skill_grading.measures.responses import Responses
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
    responses = Responses.of(steps for steps in scores if steps)
    table = results(responses)
    decisions = decision_table(responses)
    decisions = decisions.assign(**discrimination_table(table).loc[_places(decisions)].reset_index(drop=True))
    whole = whole_results(responses, {name: scenario.most for name, scenario in scenarios.items() if scenario.most})
    stories = story_table(whole).assign(**discrimination_table(whole).reset_index(drop=True))
    options = option_flags(option_table(responses, scenarios), responses, table)
    paths, met = path_table(responses), len(decisions)
    alike = likeness(table, dict(zip(_places(decisions), decisions.skill, strict=True)))
    if outside:
        told = Told.of(responses, paths)
        stories = _told_stories(stories, decisions, told)
        decisions, options, paths = _told_decisions(decisions, told), _told_options(options, told), _among(paths, told)
        responses = responses.among(told.points)
    taught = [name for name in scenarios if name.partition("/")[0] in with_lesson]
    understood = family_table(responses, families)
    return Pooled(
        decisions,
        stories,
        options,
        paths,
        understood.assign(lesson=understood.family.map(lessons(responses, families, taught))),
        trust(whole, scenarios, cut),
        alike,
        _situations(decisions, options),
        met - len(decisions),
    )


def _places(table: pd.DataFrame) -> list[Place]:
    return list(zip(table.scenario.tolist(), table.step.tolist(), strict=True))


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
    return np.array([place in places for place in _places(table)], dtype=bool)


def trust(whole: pd.DataFrame, scenarios: Mapping[str, Scenario], cut: float) -> list[Trust]:
    """How far the marks of each assignment can be trusted, of the pupils who did each of its scenarios to its end.

    `whole` are the scenarios as items (`item_analysis.whole_results`).
    """
    most: dict[str, dict[str, float]] = defaultdict(dict)
    for name, scenario in scenarios.items():
        if scenario.most:
            most[name.partition("/")[0]][name] = scenario.most
    shares, nobody, found = dict(zip(whole, whole.to_numpy().T, strict=True)), np.full(len(whole), nan), []
    for assignment in dict.fromkeys(name.partition("/")[0] for name in whole):
        of = most[assignment]
        points = np.column_stack([shares.get(name, nobody) * of[name] for name in of])
        done, total = points[~np.isnan(points).any(axis=1)], sum(of.values())
        found.append(Trust(assignment, len(done), total, reliability(pd.DataFrame(done), total, cut)))
    return found


def _situations(decisions: pd.DataFrame, options: pd.DataFrame) -> list[Situation]:
    wrong: dict[Place, list[WrongChoice]] = {}
    for place, option, verdict, chosen in _rows(options, "option", "verdict", "chosen"):
        if verdict != "good" and _known(chosen) != 0:
            wrong.setdefault(place, []).append(WrongChoice(option, verdict, _known(chosen)))
    situations = []
    for place, reached, mistakes, *errors, difficulty, low, high in _rows(
        decisions, "reached", "mistakes", "misses", "false_alarms", "difficulty", "low", "high"
    ):
        if mistakes:
            chosen = sorted(wrong.get(place, []), key=lambda one: -(one.chosen or 0))
            interval = Interval(low, high) if _known(difficulty) is not None else None
            counts = reached, mistakes, *map(_known, errors)
            situations.append(Situation(*place, *counts, _known(difficulty), interval, chosen[:MOST_WRONG]))
    return sorted(situations, key=lambda one: -one.mistakes)


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The place and these columns of each row."""
    return zip(_places(table), *(table[name].tolist() for name in columns), strict=True)


def _known(value: float) -> float | None:
    return None if value is pd.NA or value != value else value
