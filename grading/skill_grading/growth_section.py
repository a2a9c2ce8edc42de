"""The part of the class report about growth from entry check to final exam: its figure, and what it says in words."""

from __future__ import annotations

from skill_grading.figures import DARK, LIGHT, LINE, MIDDLE
from skill_grading.growth import MIN_ORDER, ClassGrowth, Growth
from skill_grading.lettering import HEADING, INK, MUTED, PAPER, SMALL, TEXT, WIDTH, shorten, text_width
from skill_grading.pen import Pen
from skill_grading.report_words import ReportWords
from skill_grading.statistics import MIN_PUPILS

ROW, AXIS = 0.5, 0.42


def growth_message(growth: ClassGrowth, words: ReportWords) -> list[str]:
    """What the figure says, in sentences."""
    if growth.all is None:
        return [words("growth_too_few", n=growth.both, least=MIN_PUPILS, order=MIN_ORDER)]
    told = [
        words(
            _verdict(growth.all),
            n=growth.all.pupils,
            entry=words.percent(growth.all.entry),
            exam=words.percent(growth.all.exam),
            change=_points(growth.all, words),
        )
    ]
    sure = [words.skill(skill) for skill, each in growth.skills.items() if each.sure and each.difference > 0]
    fell = [words.skill(skill) for skill, each in growth.skills.items() if each.sure and each.difference < 0]
    told += [words("growth_skills_up", skills=words.enumerate(sure))] if sure else []
    told += [words("growth_skills_down", skills=words.enumerate(fell))] if fell else []
    told += [words("growth_one", n=growth.one)] if growth.one else []
    return told


def growth_height(growth: ClassGrowth) -> float:
    """In inches."""
    return ROW * (1 + len(growth.skills)) + AXIS


def draw_growth(pen: Pen, growth: ClassGrowth, words: ReportWords) -> None:
    """A row for all decisions and one for each skill: from the share at entry to the share at the exam."""
    rows = [(words("growth_all"), growth.all), *((words.skill(skill), each) for skill, each in growth.skills.items())]
    for number, (name, each) in enumerate(rows):
        _row(pen, number * ROW, name, each, words)
    bottom = len(rows) * ROW
    for share in (0, 0.25, 0.5, 0.75, 1):
        pen.line([(share * WIDTH, bottom - 0.04), (share * WIDTH, bottom + 0.02)], LINE, 0.8)
        side = {0: "left", 1: "right"}.get(share, "center")
        pen.write(share * WIDTH, bottom + 0.1, words.percent(share), SMALL, color=MUTED, ha=side)
    pen.dot(0.07, bottom + 0.3, 7, PAPER, DARK)
    pen.write(0.2, bottom + 0.3, words("growth_at_entry"), SMALL, color=MUTED)
    left = 0.5 + text_width(words("growth_at_entry"), SMALL)
    pen.dot(left, bottom + 0.3, 7, DARK, DARK)
    pen.write(left + 0.13, bottom + 0.3, words("growth_at_exam"), SMALL, color=MUTED)


def _row(pen: Pen, top: float, name: str, growth: Growth, words: ReportWords) -> None:
    told = _points(growth, words)
    name = shorten(name, WIDTH - text_width(told, TEXT) - 0.2, HEADING, "bold")
    pen.write(0, top + 0.12, name, HEADING, bold=True)
    pen.write(WIDTH, top + 0.12, told, ha="right", color=INK if growth.sure else MUTED)
    line, (entry, exam) = top + 0.33, (WIDTH * growth.entry, WIDTH * growth.exam)
    pen.line([(0, line), (WIDTH, line)], LIGHT, 6, ends="round")
    pen.line([(entry, line), (exam, line)], DARK if exam >= entry else MIDDLE, 3)
    pen.dot(entry, line, 8, PAPER, DARK)
    pen.dot(exam, line, 8, DARK, DARK)


def _points(growth: Growth, words: ReportWords) -> str:
    """'+13 punten (6 tot 20)': the difference in percentage points, with its interval."""
    low, high = (f"{round(100 * end):+d}" for end in growth.interval)
    return words("growth_points", change=f"{round(100 * growth.difference):+d}", low=low, high=high)


def _verdict(growth: Growth) -> str:
    if not growth.sure:
        return "growth_unsure"
    return "growth_up" if growth.difference > 0 else "growth_down"
