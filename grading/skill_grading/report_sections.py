"""The sections of a report about pupils and their skills."""

from __future__ import annotations

from functools import partial

from skill_grading import figures
from skill_grading.class_report import ClassReport, PupilReport
from skill_grading.figures_pooled import (
    FamilyRow,
    MirrorRow,
    draw_families,
    draw_mirror,
    families_height,
    mirror_height,
)
from skill_grading.growth_section import draw_growth, growth_height, growth_message
from skill_grading.mastery import Outcome
from skill_grading.report_advice import MOST_TALKS, reading, small_class
from skill_grading.report_words import DISCUSS, SYMBOLS, ReportWords, matrix_message, situations_message, skills_message
from skill_grading.rule_families import FAMILY_DECISIONS
from skill_grading.sections import Picture, Section, Table
from skill_grading.statistics import MIN_PUPILS

ROWS_ON_A_SHEET = 34
"""How many pupils a figure has at most, so that it fits on a page."""

OUTCOMES = (Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET)
MOST_SITUATIONS = 8
"""How many situations a report shows first; the table of all decisions follows."""


def skills_section(report: ClassReport, words: ReportWords) -> Section:
    headings = ["skill", *(None for _ in OUTCOMES), "interval_heading", "all_choices"]
    told = iter(words.outcome(outcome) for outcome in OUTCOMES)
    rows = [
        [
            words.skill(summary.skill),
            *(words.outcome_counts(summary)[outcome] for outcome in OUTCOMES),
            words.interval(summary.interval),
            words.counts(summary.together),
        ]
        for summary in report.skills
    ]
    picture = Picture(
        figures.skills_height(report.skills),
        partial(figures.draw_skills, skills=report.skills, words=words),
        skills_message(report, words),
    )
    table = Table(words("skills"), [words(each) if each else next(told) for each in headings], rows)
    return Section("skills", words("skills"), why=small_class(report, words), pictures=[picture], table=table)


def growth_section(report: ClassReport, words: ReportWords) -> Section:
    told = growth_message(report.growth, words)
    if report.growth.all is None:
        return Section("growth", words("growth"), told)
    picture = Picture(
        growth_height(report.growth),
        partial(draw_growth, growth=report.growth, words=words),
        words("growth_alt", message=" ".join(told)),
    )
    return Section("growth", words("growth"), told, words("growth_why"), [picture])


def matrix_section(report: ClassReport, words: ReportWords) -> Section:
    message = matrix_message(report, words)
    sheets = [report.pupils[at : at + ROWS_ON_A_SHEET] for at in range(0, len(report.pupils), ROWS_ON_A_SHEET)]
    pictures = [
        Picture(
            figures.matrix_height(pupils, report.skills, words),
            partial(figures.draw_matrix, pupils=pupils, report=report, words=words),
            message if number == 0 else words("goes_on"),
        )
        for number, pupils in enumerate(sheets)
    ]
    headings = [words("pupil"), *(words.skill(summary.skill) for summary in report.skills)]
    rows = [[_signed(pupil, words), *_cells(pupil, report, words)] for pupil in report.pupils]
    talks = [words.to_discuss(pupil) for pupil in report.to_discuss()]
    table = Table(words("matrix"), headings, rows)
    if len(talks) <= MOST_TALKS:
        return Section("matrix", words("matrix"), pictures=pictures, table=table)
    return Section("matrix", words("matrix"), why=words("discuss_all"), pictures=pictures, items=talks, table=table)


def _signed(pupil: PupilReport, words: ReportWords) -> str:
    return f"{pupil.name} {DISCUSS} {words('to_discuss')}" if pupil.discuss else pupil.name


def _cells(pupil: PupilReport, report: ClassReport, words: ReportWords) -> list[str]:
    if not pupil.mastery:
        return [words.status(pupil, report.exercises)] + [""] * (len(report.skills) - 1)
    found = [pupil.mastery.get(summary.skill) for summary in report.skills]
    return [
        f"{SYMBOLS[one.outcome]} {words.counts(one.all)} {words.outcome(one.outcome)}" if one else words("no_evidence")
        for one in found
    ]


def work_section(report: ClassReport, words: ReportWords) -> Section:
    """Who did what, of the exercises that the class had to do."""
    counts = [
        words("work_item", exercise=words.exercise(each.name), n=_graded(report, each.name), of=len(report.pupils))
        for each in report.exercises
    ]
    picture = Picture(
        figures.work_height(report, words),
        partial(figures.draw_work, report=report, words=words),
        words("work_alt", message=" ".join(counts)),
    )
    rows = [[pupil.name, *(words.told(pupil.done[each.name]) for each in report.exercises)] for pupil in report.pupils]
    table = Table(words("work"), [words("pupil"), *(words.exercise(each.name) for each in report.exercises)], rows)
    why = words("work_entry") if any(not each.counts for each in report.exercises) else ""
    return Section("work", words("work"), why=why, pictures=[picture], table=table)


def _graded(report: ClassReport, exercise: str) -> int:
    return sum(bool(pupil.done[exercise].steps) for pupil in report.pupils)


def classes_section(whole: ClassReport, rows: list[list[str]], words: ReportWords) -> Section:
    """How many have shown each skill, class by class."""
    headings = [words("class"), *(words.skill(summary.skill) for summary in whole.skills if summary.per_pupil)]
    table = Table(words("classes"), headings, rows, widths=[1] * len(headings), printed=len(rows), folded=False)
    return Section("classes", words("classes"), why=words("classes_why", least=words.least), table=table)


def errors_section(report: ClassReport, words: ReportWords) -> Section:
    """Misses and false alarms apart, skill by skill."""
    rows = [
        MirrorRow(words.skill(each.skill), "", each.together.n, each.misses, each.false_alarms)
        for each in report.skills
    ]
    told = [
        words(
            "errors_item",
            skill=row.title,
            misses=words.count(row.misses),
            false_alarms=words.count(row.false_alarms),
            of=row.of,
        )
        for row in rows
    ]
    picture = Picture(
        mirror_height(rows), partial(draw_mirror, rows=rows, words=words), words("errors_alt", message=" ".join(told))
    )
    return Section("errors", words("errors"), why=words("errors_why"), pictures=[picture])


def families_section(report: ClassReport, words: ReportWords) -> Section:
    families = report.pooled.families
    known = families[families.low.notna()]
    if known.empty:
        told = words("families_too_few", least=MIN_PUPILS, decisions=FAMILY_DECISIONS)
        return Section("families", words("families"), [told])
    rows = []
    for row in known.itertuples():
        share = words(
            "share_interval", share=words.percent(row.understood), low=_percent(row.low), high=_percent(row.high)
        )
        lesson = words("family_lesson", lesson=words.exercise(row.lesson)) if isinstance(row.lesson, str) else ""
        met = words("family_met", decisions=row.decisions)
        name = words.family(row.family)
        rows.append(FamilyRow(name, share, " ".join(filter(None, (met, lesson))), row.understood, row.low, row.high))
    picture = Picture(
        families_height(rows),
        partial(draw_families, rows=rows, words=words),
        words("families_alt", message=" ".join(f"{row.name}: {row.told}. {row.advice}" for row in rows)),
    )
    return Section("families", words("families"), why=words("families_why"), pictures=[picture])


def _percent(share: float) -> int:
    return round(100 * share)


def situations_section(report: ClassReport, words: ReportWords) -> Section:
    worst = report.situations[:MOST_SITUATIONS]
    if not worst:
        return Section("situations", words("situations"), [words("situations_none")])
    bars = [
        MirrorRow(
            words.place(one.scenario, one.step),
            words.prompt(one.scenario, one.step),
            one.reached,
            one.misses,
            one.false_alarms,
        )
        for one in worst
    ]
    picture = Picture(
        mirror_height(bars), partial(draw_mirror, rows=bars, words=words), situations_message(worst, words)
    )
    rows = [
        [
            [words.place(one.scenario, one.step), words.prompt(one.scenario, one.step)],
            words.wrong_choices(one),
            words.count(one.misses),
            words.count(one.false_alarms),
            words.count(one.reached),
            words.difficulty(one.difficulty, one.interval),
        ]
        for one in worst
    ]
    headings = ["situation", "wrong_choices", "misses", "false_alarms", "reached", "difficulty"]
    table = Table(
        words("situations_table"),
        [words(each) for each in headings],
        rows,
        widths=(4.6, 6, 1.7, 2.1, 2.1, 2.5),
        printed=MOST_SITUATIONS,
        folded=False,
    )
    return Section("situations", words("situations"), why=words("situations_why"), pictures=[picture], table=table)


def reading_section(words: ReportWords) -> Section:
    return Section("reading", words("reading"), items=reading(words.school, words))
