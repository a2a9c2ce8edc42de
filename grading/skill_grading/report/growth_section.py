"""The part of the class report about growth from entry check to final exam: its figure, and what it says in words."""

from __future__ import annotations

from functools import partial

from skill_grading.drawing.lettering import INK, MUTED, PAPER, SMALL, text_width
from skill_grading.drawing.pen import Pen
from skill_grading.measures.growth import MIN_ORDER, ClassGrowth, Growth
from skill_grading.measures.statistics import MIN_PUPILS
from skill_grading.report.figure_parts import DARK, LIGHT, MIDDLE, percent_axis, titled
from skill_grading.report.findings import ClassReport
from skill_grading.report.sections import Picture, Section
from skill_grading.report.words import ReportWords

CEILING = 0.9
"""From this share of good choices at entry on, there is little room to grow."""


def growth_section(report: ClassReport, words: ReportWords) -> Section:
    """How much the class grew, where there is growth to tell of."""
    told = growth_message(report.growth, words)
    if report.growth.all is None:
        return Section("growth", words("growth"), told)
    picture = Picture(
        partial(draw_growth, growth=report.growth, words=words),
        words("growth_alt", message=" ".join(told)),
    )
    return Section("growth", words("growth"), told, words("growth_why"), [picture])


def growth_message(growth: ClassGrowth, words: ReportWords) -> list[str]:
    """What the figure says, in sentences."""
    if growth.all is None:
        return [words("growth_too_few", n=words.count(growth.both), least=MIN_PUPILS, order=MIN_ORDER)]
    told = [
        words(
            _verdict(growth.all),
            n=growth.all.pupils,
            entry=words.percent(growth.all.entry),
            exam=words.percent(growth.all.exam),
            change=_points(growth.all, words),
        )
    ]
    told += [words("growth_ceiling")] if growth.all.entry >= CEILING else []
    sure = [words.skill(skill) for skill, each in growth.skills.items() if each.sure and each.difference > 0]
    fell = [words.skill(skill) for skill, each in growth.skills.items() if each.sure and each.difference < 0]
    told += [words("growth_skills_up", skills=words.enumerate(sure))] if sure else []
    told += [words("growth_skills_down", skills=words.enumerate(fell))] if fell else []
    told += [words("growth_one", n=words.count(growth.one))] if growth.one else []
    return told


def draw_growth(pen: Pen, growth: ClassGrowth, words: ReportWords) -> float:
    """A row for all decisions and one for each skill: from the share at entry to the share at the exam."""
    rows = [(words("growth_all"), growth.all), *((words.skill(skill), each) for skill, each in growth.skills.items())]
    top = 0.0
    for name, each in rows:
        top = titled(pen, top, name, _points(each, words), color=INK if each.sure else MUTED) + 0.1
        entry, exam = pen.width * each.entry, pen.width * each.exam
        pen.line([(0, top), (pen.width, top)], LIGHT, 6)
        pen.line([(entry, top), (exam, top)], DARK if exam >= entry else MIDDLE, 3)
        pen.dot(entry, top, 8, PAPER, DARK)
        pen.dot(exam, top, 8, DARK, DARK)
        top += 0.18
    middle = percent_axis(pen, top - 0.04, words) + 0.1
    left = 0.07
    for moment, fill in (("growth_at_entry", PAPER), ("growth_at_exam", DARK)):
        pen.dot(left, middle, 7, fill, DARK)
        pen.write(left + 0.13, middle, words(moment), SMALL, color=MUTED)
        left += 0.43 + text_width(words(moment), SMALL)
    return middle + 0.1


def _points(growth: Growth, words: ReportWords) -> str:
    """'+13 punten (6 tot 20)': the difference in percentage points, with its interval."""
    change, low, high = (f"{round(100 * each):+d}".replace("-", "−") for each in (growth.difference, *growth.interval))
    return words("growth_points", change=change, low=low, high=high)


def _verdict(growth: Growth) -> str:
    if not growth.sure:
        return "growth_unsure"
    return "growth_up" if growth.difference > 0 else "growth_down"
