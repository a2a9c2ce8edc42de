"""The sections of a report about the situations themselves: the ways through them, every story and every decision, and
whether the questions are good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, isnan
from typing import get_args

import pandas as pd

from scenario_quiz.base import Verdict
from skill_grading.measures.item_analysis import ANALYSED_PUPILS, DEAD_SHARE, Discrimination
from skill_grading.measures.mastery import RHO
from skill_grading.measures.reliability import RELIABLE_PUPILS, SETTLED_PUPILS, Standing
from skill_grading.measures.statistics import MIN_PUPILS, Interval
from skill_grading.report.findings import ClassReport
from skill_grading.report.rows import rows_of
from skill_grading.report.sections import Cell, Section, Table
from skill_grading.report.words import ReportWords

TYPICAL_PATHS = 3
"""How many ways through one situation are told, the most taken first."""

MOST_PATHS = 12
"""How many ways stand on paper, those that went wrong most often first."""

MOST_DECISIONS = 12
"""How many decisions stand on paper, the hardest first; the page and the tables have them all."""


def paths_section(report: ClassReport, words: ReportWords) -> Section | None:
    """Typical ways through the situations that branch; None where the class met none."""
    ways: dict[str, list] = {}
    for row in rows_of(report.pooled.paths):
        ways.setdefault(row.scenario, []).append(row)
    branching = {scenario: found for scenario, found in ways.items() if len({row.path for row in found}) > 1}
    if not branching:
        return None
    typical = [found[:TYPICAL_PATHS] for found in branching.values() if sum(row.pupils for row in found) >= MIN_PUPILS]
    if not typical:
        return Section("paths", words("paths"), [words("too_few", least=MIN_PUPILS)])
    rows = [
        [
            _headed(words.title(row.scenario), row, report, words),
            _way(row, words),
            words("of_all", n=row.pupils, share=words.percent(row.share)),
        ]
        for found in sorted(typical, key=lambda found: (-fsum(map(_gone_wrong, found)), found[0].scenario))
        for row in found
    ]
    headings = [words("situation"), words("path"), words("reached")]
    table = Table(words("paths"), headings, rows, widths=(3, 6, 2), printed=MOST_PATHS)
    return Section("paths", words("paths"), why=words("paths_why"), table=table)


def _gone_wrong(row) -> float:
    """How many pupils went wrong on a way, as far as each of its choices was wrong."""
    return row.pupils * (sum(verdict != "good" for verdict in row.verdicts) / len(row.verdicts))


def _way(row, words: ReportWords) -> str:
    decisions = list(words.scenarios[row.scenario].decisions)
    return " → ".join(
        words("path_step", n=decisions.index(step) + 1, verdict=words(f"verdict_{verdict}"))
        for step, verdict in zip(row.path, row.verdicts, strict=True)
    )


def decisions_section(report: ClassReport, words: ReportWords) -> Section:
    """Every decision with what was chosen, the hardest first."""
    pooled = report.pooled
    by_place: dict[tuple[str, str], list] = {}
    # One by one rather than by groupby: making a table for each of 200 decisions takes longer than all else here.
    for row in rows_of(pooled.options.sort_values("chosen", ascending=False, kind="stable")):
        by_place.setdefault((row.scenario, row.step), []).append(row)
    verdicts = {verdict: words(f"verdict_{verdict}") for verdict in get_args(Verdict)}
    options = {place: _options(rows, verdicts, words) for place, rows in by_place.items()}
    columns = 6 if _compared(pooled.decisions) else 5
    rows = [
        [
            [words.place(row.scenario, row.step), words.about(row.scenario, row.step, report.exercises)],
            options.get((row.scenario, row.step), []),
            str(row.reached),
            words.difficulty(*_difficulty(row)),
            " / ".join(words.errors(row)),
            _band(row, words),
        ][:columns]
        for row in sorted(rows_of(pooled.decisions), key=_share_good)
    ]
    headings = ["situation", "chosen", "reached", "difficulty", "both_errors", "discrimination"]
    table = Table(
        words("decisions"),
        [words(each) for each in headings[:columns]],
        rows,
        widths=(4.4, 5.8, 2.1, 2.9, 2.2, 2.3)[:columns],
        printed=MOST_DECISIONS,
    )
    return Section("decisions", words("decisions"), why=words("decisions_why", n=MOST_DECISIONS), table=table)


def _share_good(row) -> float:
    """Of a decision; as far as mistakes tell, where successes can't be told."""
    return (row.reached - row.mistakes if isnan(row.successes) else row.successes) / row.reached


def _options(rows: Sequence, verdicts: Mapping[str, str], words: ReportWords) -> list[str]:
    """The options of one decision, each with how many chose it."""
    return [
        words(
            "option_share",
            share=_share(row, words),
            text=words.option(row.scenario, row.step, row.option),
            verdict=verdicts[row.verdict],
        )
        for row in rows
    ]


def stories_section(report: ClassReport, words: ReportWords) -> Section:
    """Every story as a whole, the hardest first."""
    columns = 4 if _compared(report.pooled.stories) else 3
    rows = [
        [
            _headed(words.title(row.scenario), row, report, words),
            str(row.reached),
            words.difficulty(*_difficulty(row)),
            _band(row, words),
        ][:columns]
        for row in rows_of(report.pooled.stories.sort_values("difficulty", kind="stable"))
    ]
    headings = [words(each) for each in ("situation", "reached", "difficulty", "discrimination")[:columns]]
    table = Table(words("stories"), headings, rows, widths=(5, 2, 3, 3)[:columns], printed=MOST_DECISIONS)
    return Section("stories", words("stories"), why=words("stories_why"), table=table)


def _headed(name: str, row, report: ClassReport, words: ReportWords) -> Cell:
    """A name, with the exercise below it where the report is about more than one."""
    return name if len(report.exercises) == 1 else [name, words.exercise_of(row.scenario)]


def _compared(items: pd.DataFrame) -> bool:
    """Whether there are pupils enough to say of any item how well it tells them apart: a column that never can is left
    out.
    """
    return bool((items.band != Discrimination.TOO_FEW).any())


def _band(row, words: ReportWords) -> str:
    """How well an item tells pupils apart, in a word or two."""
    told = words(f"band_{row.band.replace('-', '_')}")
    known = row.band not in (Discrimination.TOO_FEW, Discrimination.NO_SPREAD)
    provisional = known and Standing.of(row.reached) is Standing.PROVISIONAL
    return words("band_provisional", band=told) if provisional else told


def _share(row, words: ReportWords) -> str:
    if pd.isna(row.chosen):
        return words("hidden")
    if row.reached < MIN_PUPILS:
        return words("times", n=row.chosen)
    return words.percent(row.share)


def _difficulty(row) -> tuple[float | None, Interval | None]:
    return (None, None) if isnan(row.difficulty) else (row.difficulty, Interval(row.low, row.high))


def trust_section(report: ClassReport, words: ReportWords) -> Section:
    """How far the scores of each exercise can be trusted."""
    found = [each for each in report.pooled.trust if each.found]
    if not found:
        most = max((each.pupils for each in report.pooled.trust), default=0)
        alike = Standing.of(most) is not Standing.TOO_FEW
        told = words("trust_alike") if alike else words("trust_too_few", least=RELIABLE_PUPILS, n=words.count(most))
        return Section("trust", words("trust"), [told])
    rows = [
        [
            words.exercise(each.assignment),
            str(each.pupils),
            words(
                "alpha_provisional" if each.found.standing is Standing.PROVISIONAL else "alpha",
                alpha=words.decimals(each.found.alpha),
                low=words.decimals(each.found.low),
                high=words.decimals(each.found.high),
            ),
            words("points_of", points=words.number(each.found.sem), most=words.number(each.most)),
            words.percent(each.found.consistency),
        ]
        for each in found
    ]
    headings = [words(f"trust_{name}") for name in ("exercise", "pupils", "alpha", "sem", "same")]
    table = Table(words("trust"), headings, rows, widths=(5, 2, 4, 3, 2.5), printed=len(rows), folded=False)
    why = words("trust_why", cut=words.percent(words.school.cut), least=SETTLED_PUPILS)
    alike = report.pooled.alike
    told = [] if alike is None else [words("alike", alike=words.decimals(alike), assumed=words.decimals(RHO))]
    return Section("trust", words("trust"), told, why, table=table)


def questions_section(report: ClassReport, words: ReportWords) -> Section:
    """Whether the questions themselves are good: the last section, for whoever makes them."""
    pooled = report.pooled
    judged = pooled.decisions[pooled.decisions.reached >= ANALYSED_PUPILS]
    if judged.empty:
        return Section("questions", words("questions"), [words("questions_too_few", least=ANALYSED_PUPILS)])
    bands = judged.band.value_counts()
    told = [
        words(
            "bands",
            of=len(judged),
            strong=int(sum(bands.get(band, 0) for band in (Discrimination.EXCELLENT, Discrimination.GOOD))),
            fair=int(bands.get(Discrimination.FAIR, 0)),
            weak=int(bands.get(Discrimination.REVISE, 0)),
            wrong=int(bands.get(Discrimination.CHECK_KEY, 0)),
        )
    ]
    keys = judged[judged.band == Discrimination.CHECK_KEY].sort_values("discrimination")
    items = [
        words("check_key", place=words.place(row.scenario, row.step), r=words.decimals(row.discrimination))
        for row in rows_of(keys)
    ]
    items += [_option("suspicious", row, words) for row in rows_of(pooled.options[pooled.options.suspicious])]
    dead = pooled.options[pooled.options.dead]
    if len(dead):
        told.append(words("dead", n=len(dead), share=words.percent(DEAD_SHARE)))
    rows = [
        [
            _headed(words.place(row.scenario, row.step), row, report, words),
            words.option(row.scenario, row.step, row.option),
            _share(row, words),
        ]
        for row in rows_of(dead.sort_values("share", kind="stable"))
    ]
    headings = [words("situation"), words("option"), words("share")]
    table = Table(words("dead_table"), headings, rows) if rows else None
    return Section(
        "questions", words("questions"), told, words("questions_why", least=SETTLED_PUPILS), items=items, table=table
    )


def _option(key: str, row, words: ReportWords) -> str:
    return words(
        key,
        place=words.place(row.scenario, row.step),
        text=words.option(row.scenario, row.step, row.option),
        share=_share(row, words),
    )
