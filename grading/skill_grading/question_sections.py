"""The sections of a report about the situations themselves: the ways through them, every decision, and whether the
questions are good.
"""

from __future__ import annotations

import pandas as pd

from skill_grading.class_report import ClassReport
from skill_grading.item_analysis import ANALYSED_PUPILS, DEAD_SHARE, Discrimination
from skill_grading.reliability import RELIABLE_PUPILS, SETTLED_PUPILS, Standing
from skill_grading.report_words import ReportWords
from skill_grading.sections import Section, Table
from skill_grading.statistics import MIN_PUPILS, Interval

TYPICAL_PATHS = 3
"""How many ways through one situation are told, the most taken first."""

MOST_PATHS = 12
"""How many ways stand on paper, those that went wrong most often first."""

MOST_DECISIONS = 12
"""How many decisions stand on paper, the hardest first; the page and the tables have them all."""


def paths_section(report: ClassReport, words: ReportWords) -> Section | None:
    """Typical ways through the situations that branch; None where the class met none."""
    paths = report.pooled.paths
    branching = {scenario for scenario, ways in paths.groupby("scenario").path if ways.nunique() > 1}
    known = paths[paths.scenario.isin(branching)]
    met = known.groupby("scenario").pupils.transform("sum") if not known.empty else pd.Series(dtype=int)
    if known.empty:
        return None
    if met.max() < MIN_PUPILS:
        return Section("paths", words("paths"), [words("too_few", least=MIN_PUPILS)])
    told = known[(met >= MIN_PUPILS) & ~known.pupils.map(words.hidden).astype(bool)]
    typical = told.groupby("scenario", sort=False).head(TYPICAL_PATHS)
    wrong = typical.verdicts.map(lambda verdicts: sum(verdict != "good" for verdict in verdicts) / len(verdicts))
    worst = (wrong * typical.pupils).groupby(typical.scenario).transform("sum")
    ordered = typical.assign(worst=worst).sort_values(["worst", "scenario"], ascending=[False, True], kind="stable")
    rows = [
        [
            words.title(row.scenario),
            _way(row, words),
            words("of_all", n=words.count(row.pupils), share=words.percent(row.share)),
        ]
        for row in ordered.itertuples()
    ]
    headings = [words("situation"), words("path"), words("reached")]
    table = Table(words("paths"), headings, rows, widths=(3, 6, 2), printed=MOST_PATHS)
    return Section("paths", words("paths"), why=words("paths_why"), table=table)


def _way(row, words: ReportWords) -> str:
    decisions = list(words.scenarios[row.scenario].decisions)
    return " → ".join(
        words("path_step", n=decisions.index(step) + 1, verdict=words(f"verdict_{verdict}"))
        for step, verdict in zip(row.path, row.verdicts, strict=True)
    )


def decisions_section(report: ClassReport, words: ReportWords) -> Section:
    """Every decision with what was chosen, the hardest first."""
    pooled = report.pooled
    options: dict[tuple[str, str], list[str]] = {}
    for row in pooled.options.sort_values("chosen", ascending=False, kind="stable").itertuples():
        text = words.option(row.scenario, row.step, row.option)
        verdict = words(f"verdict_{row.verdict}")
        options.setdefault((row.scenario, row.step), []).append(
            words("option_share", share=_share(row, words), text=text, verdict=verdict)
        )
    ordered = pooled.decisions.assign(good=pooled.decisions.successes / pooled.decisions.reached)
    rows = [
        [
            [words.place(row.scenario, row.step), words.prompt(row.scenario, row.step)],
            options.get((row.scenario, row.step), []),
            words.count(row.reached),
            words.difficulty(*_difficulty(row)),
            f"{words.count(row.misses)} / {words.count(row.false_alarms)}",
            words(f"band_{row.band.replace('-', '_')}"),
        ]
        for row in ordered.sort_values("good", kind="stable").itertuples()
    ]
    headings = ["situation", "chosen", "reached", "difficulty", "both_errors", "discrimination"]
    table = Table(
        words("decisions"),
        [words(each) for each in headings],
        rows,
        widths=(4.6, 6, 2.1, 2.5, 2.2, 2.3),
        printed=MOST_DECISIONS,
    )
    return Section("decisions", words("decisions"), why=words("decisions_why", n=MOST_DECISIONS), table=table)


def _share(row, words: ReportWords) -> str:
    if row.reached < MIN_PUPILS or words.hidden(row.chosen):
        return words("times", n=words.count(row.chosen))
    return words.percent(row.share)


def _difficulty(row) -> tuple[float | None, Interval | None]:
    return (row.difficulty, Interval(row.low, row.high)) if row.reached >= MIN_PUPILS else (None, None)


def trust_section(report: ClassReport, words: ReportWords) -> Section:
    """How far the scores of each exercise can be trusted."""
    found = [each for each in report.pooled.trust if each.found]
    if not found:
        most = max((each.pupils for each in report.pooled.trust), default=0)
        told = words("trust_too_few", least=RELIABLE_PUPILS, n=most)
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
    return Section("trust", words("trust"), why=why, table=table)


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
        for row in keys.itertuples()
    ]
    items += [_option("suspicious", row, words) for row in pooled.options[pooled.options.suspicious].itertuples()]
    dead = pooled.options[pooled.options.dead]
    if len(dead):
        told.append(words("dead", n=len(dead), share=words.percent(DEAD_SHARE)))
    rows = [
        [
            words.place(row.scenario, row.step),
            words.option(row.scenario, row.step, row.option),
            words.percent(row.share),
        ]
        for row in dead.sort_values("share", kind="stable").itertuples()
    ]
    headings = [words("situation"), words("option"), words("share")]
    table = Table(words("dead_table"), headings, rows) if rows else None
    return Section("questions", words("questions"), told, words("questions_why"), items=items, table=table)


def _option(key: str, row, words: ReportWords) -> str:
    return words(
        key,
        place=words.place(row.scenario, row.step),
        text=words.option(row.scenario, row.step, row.option),
        share=_share(row, words),
    )
