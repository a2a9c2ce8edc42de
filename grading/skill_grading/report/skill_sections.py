"""The sections of a report about pupils and their skills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from skill_grading.measures.mastery import Outcome
from skill_grading.measures.pooled import Situation
from skill_grading.measures.rule_families import FAMILY_DECISIONS
from skill_grading.measures.statistics import MIN_PUPILS
from skill_grading.report.advice import MOST_TALKS, reading, small_class
from skill_grading.report.figures import FamilyRow, MirrorRow, draw_families, draw_mirror, draw_skills
from skill_grading.report.figures_matrix import draw_matrix, draw_work
from skill_grading.report.findings import ClassReport, PupilReport, SkillSummary
from skill_grading.report.messages import matrix_message, situations_message, skills_message
from skill_grading.report.rows import rows_of
from skill_grading.report.sections import Picture, Section, Table, situation_key
from skill_grading.report.words import DISCUSS, SYMBOLS, ReportWords

ROWS_ON_A_SHEET = 34
"""How many pupils a figure has at most, so that it fits on a page."""

OUTCOMES = (Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET)
MOST_SITUATIONS = 8
"""How many situations a report shows first; the table of all decisions follows."""


def skills_section(report: ClassReport, words: ReportWords) -> Section:
    outcomes = [words.outcome(outcome) for outcome in OUTCOMES]
    headings = [words("skill"), *outcomes, words("interval_heading"), words("all_choices")]
    rows = [
        [
            words.skill(summary.skill),
            *(words.outcome_counts(summary)[outcome] for outcome in OUTCOMES),
            words.interval(words.interval_of(summary)),
            words.counts(summary.together),
        ]
        for summary in report.skills
    ]
    picture = Picture(partial(draw_skills, skills=report.skills, words=words), skills_message(report, words))
    table = Table(words("skills"), headings, rows)
    key = words("skills_key", cut=words.percent(words.school.cut))
    return Section("skills", words("skills"), [key], small_class(report, words), [picture], table=table)


def matrix_section(report: ClassReport, words: ReportWords) -> Section:
    pictures = _sheets(draw_matrix, report.pupils, report, matrix_message(report, words), words)
    headings = [words("pupil"), *(words.skill(summary.skill) for summary in report.skills)]
    rows = [[_signed(pupil, words), *_cells(pupil, report, words)] for pupil in report.pupils]
    talks = [words.to_discuss(pupil) for pupil in report.to_discuss()]
    table = Table(words("matrix"), headings, rows)
    if len(talks) <= MOST_TALKS:
        return Section("matrix", words("matrix"), pictures=pictures, table=table)
    return Section("matrix", words("matrix"), why=words("discuss_all"), pictures=pictures, items=talks, table=table)


def _sheets(
    draw: Callable[..., float], pupils: Sequence[PupilReport], report: ClassReport, alt: str, words: ReportWords
) -> list[Picture]:
    """A figure with a row per pupil, over as many sheets as that takes; the first says for all what there is to see."""
    sheets = [pupils[at : at + ROWS_ON_A_SHEET] for at in range(0, len(pupils), ROWS_ON_A_SHEET)]
    return [
        Picture(partial(draw, pupils=sheet, report=report, words=words), words("goes_on") if number else alt)
        for number, sheet in enumerate(sheets)
    ]


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
    complete = [pupil for pupil in report.pupils if all(each.steps for each in pupil.done.values())]
    others = [pupil for pupil in report.pupils if pupil not in complete]
    pictures = _sheets(draw_work, others, report, words("work_alt", message=" ".join(counts)), words)
    rows = [[pupil.name, *(words.told(pupil.done[each.name]) for each in report.exercises)] for pupil in report.pupils]
    table = Table(words("work"), [words("pupil"), *(words.exercise(each.name) for each in report.exercises)], rows)
    told = [words("work_complete", n=len(complete), of=len(report.pupils))]
    why = words("work_entry") if any(not each.counts for each in report.exercises) else ""
    return Section("work", words("work"), told, why, pictures, table=table)


def _graded(report: ClassReport, exercise: str) -> int:
    return sum(bool(pupil.done[exercise].steps) for pupil in report.pupils)


def classes_section(whole: ClassReport, rows: list[list[str]], words: ReportWords) -> Section:
    """How many have shown each skill, class by class."""
    headings = [words("class"), *(words.skill(summary.skill) for summary in whole.skills if summary.per_pupil)]
    table = Table(words("classes"), headings, rows, widths=[1] * len(headings), printed=len(rows), folded=False)
    return Section("classes", words("classes"), why=words("classes_why", least=words.least), table=table)


def errors_section(report: ClassReport, words: ReportWords) -> Section:
    """Misses and false alarms apart, skill by skill."""
    rows, told = [], []
    for each in report.skills:
        name, of = words.skill(each.skill), each.together.n
        if not of:
            continue
        bars = [_share_of_choices(n, each, words) for n in (each.misses, each.false_alarms)]
        rows.append(MirrorRow(name, "", words("of_choices", n=of), *bars))
        told.append(words("errors_item", skill=name, misses=bars[0][1], false_alarms=bars[1][1], of=of))
    if not rows:
        return Section("errors", words("errors"), [words("situations_hidden")])
    picture = Picture(partial(draw_mirror, rows=rows, words=words), words("errors_alt", message=" ".join(told)))
    return Section("errors", words("errors"), why=words("errors_why"), pictures=[picture])


def _share_of_choices(count: int, summary: SkillSummary, words: ReportWords) -> tuple[float, str]:
    """How long a bar is and what it says."""
    share = count / summary.together.n
    return share, str(count) if summary.pupils < MIN_PUPILS else words.percent(share)


def families_section(report: ClassReport, words: ReportWords) -> Section:
    families = report.pooled.families
    known = families[families.low.notna()]
    if known.empty:
        told = words("families_too_few", least=MIN_PUPILS, decisions=FAMILY_DECISIONS)
        return Section("families", words("families"), [told])
    rows = []
    for row in rows_of(known):
        share = words(
            "share_interval", share=words.percent(row.understood), low=_percent(row.low), high=_percent(row.high)
        )
        advice = words("family_met", decisions=row.decisions)
        cut = words.school.cut
        if row.low >= cut:
            advice += " " + words("family_well")
        elif isinstance(row.lesson, str):
            key = "family_lesson" if row.understood < cut else "family_edge"
            advice += " " + words(key, lesson=words.exercise(row.lesson))
        rows.append(FamilyRow(words.family(row.family), share, advice, row.understood, row.low, row.high))
    picture = Picture(
        partial(draw_families, rows=rows, cut=words.school.cut, words=words),
        words("families_alt", message=" ".join(f"{row.name}: {row.told}. {row.advice}" for row in rows)),
    )
    return Section("families", words("families"), why=words("families_why"), pictures=[picture])


def _percent(share: float) -> int:
    return round(100 * share)


def situations_section(report: ClassReport, words: ReportWords) -> Section:
    worst = report.situations[:MOST_SITUATIONS]
    if not worst:
        none = words("situations_hidden" if report.pooled.left_out else "situations_none")
        return Section("situations", words("situations"), [none])
    bars = [
        MirrorRow(
            words.place(one.scenario, one.step),
            words.about(one.scenario, one.step, report.exercises),
            words("of_pupils", n=one.reached),
            *_bars(one, words),
            situation_key(one.scenario, one.step),
        )
        for one in worst
    ]
    picture = Picture(partial(draw_mirror, rows=bars, words=words), situations_message(worst, words))
    rows = [
        [
            [words.place(one.scenario, one.step), words.about(one.scenario, one.step, report.exercises)],
            words.wrong_choices(one),
            *words.errors(one),
            str(one.reached),
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


def _bars(one: Situation, words: ReportWords) -> list[tuple[float, str]]:
    """Of harm and of overcaution; those that can't be told are as long as each other, for bars can be measured."""
    counts = [one.mistakes / 2 if count is None else count for count in (one.misses, one.false_alarms)]
    return list(zip(counts, words.errors(one), strict=True))


def reading_section(words: ReportWords) -> Section:
    return Section("reading", words("reading"), items=reading(words.school, words))
