"""The figures about a class as a whole: its skills, harm and overcaution apart, the rules that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign
from typing import NamedTuple

from skill_grading.drawing.lettering import INK, MUTED, SMALL, TEXT, text_width
from skill_grading.drawing.pen import Pen
from skill_grading.report.figure_parts import (
    BETWEEN,
    DARK,
    LIGHT,
    MIDDLE,
    OUTCOME_FILL,
    lines,
    outcome_box,
    outcome_legend,
    percent_axis,
    titled,
)
from skill_grading.report.findings import SkillSummary
from skill_grading.report.words import SYMBOLS, ReportWords

# -- the class, skill by skill ---------------------------------------------------------------------------------

BAR, ABOVE, WHISKER = 0.2, 0.03, 0.09
AFTER_TITLED, AFTER_BESIDE, AFTER_LINE = 0.12, 0.01, 0.04

BESIDE = 3.0
"""The least length of a bar that has its skill and its share beside it; on a phone they stand above it."""


def draw_skills(pen: Pen, skills: Sequence[SkillSummary], words: ReportWords) -> float:
    """A bar per skill: pupils by outcome, with the interval of the share shown below it.

    A skill that nobody met often enough to show gets no bar.
    """
    bars = [summary for summary in skills if summary.per_pupil]
    names = max((text_width(words.skill(summary.skill), TEXT, "bold") for summary in skills), default=0)
    left = names + BETWEEN
    length = pen.width - left - max((text_width(_share_shown(each, words), TEXT) for each in bars), default=0) - BETWEEN
    if length < BESIDE:
        left, length = 0.0, pen.width
    top = 0.0
    for summary in skills:
        top = _skill_named(pen, top, left, summary, words)
        if summary.per_pupil:
            _skill_bar(pen, left, top, length, summary, words)
            top += BAR
        if interval := words.interval_of(summary):
            low, high = (left + length * end for end in interval)
            whisker = (0.03, WHISKER, 0.06, 0.06, 0.03, WHISKER)
            pen.line(list(zip([low, low, low, high, high, high], (top + y for y in whisker), strict=True)))
            top += WHISKER
        top += AFTER_LINE if not summary.per_pupil else AFTER_BESIDE if left else AFTER_TITLED
    if not bars:
        return top
    note = words("interval_legend") if any(words.interval_of(summary) for summary in skills) else ""
    return outcome_legend(pen, top, words, note)


def _share_shown(summary: SkillSummary, words: ReportWords, told: str = "shown_beside") -> str:
    interval = words.interval_of(summary)
    return words.shown_of(summary, told) + (f" ({words.interval(interval)})" if interval else "")


def _skill_named(pen: Pen, top: float, left: float, summary: SkillSummary, words: ReportWords) -> float:
    """The name of a skill and its share, beside a bar that begins at `left`, or above it; returns where the bar is."""
    name = words.skill(summary.skill)
    if not left:
        look = {} if summary.per_pupil else {"size": TEXT, "beside": SMALL, "color": MUTED}
        top = titled(pen, top, name, _share_shown(summary, words, "shown_of"), **look)
        return top + ABOVE if summary.per_pupil else top
    middle = top + BAR / 2
    pen.write(0, middle, name, bold=True)
    if summary.per_pupil:
        pen.write(pen.width, middle, _share_shown(summary, words), ha="right")
        return top
    pen.write(left, middle, _share_shown(summary, words), SMALL, color=MUTED)
    return top + BAR


def _skill_bar(pen: Pen, left: float, top: float, length: float, summary: SkillSummary, words: ReportWords) -> None:
    """Outcomes whose counts are hidden are as long as each other, for a bar can be measured."""
    hidden, told = words.hidden_outcomes(summary), words.outcome_counts(summary)
    equal = sum(summary.outcomes[outcome] for outcome in hidden) / max(1, len(hidden))
    for outcome in OUTCOME_FILL:
        count = equal if outcome in hidden else summary.outcomes[outcome]
        if not count:
            continue
        share = length * count / summary.pupils
        outcome_box(pen, left, top, share, BAR, outcome)
        labels = (f"{SYMBOLS[outcome]} {told[outcome]}", str(told[outcome]))
        if label := next((each for each in labels if text_width(each, TEXT) < share), ""):
            pen.write(left + share / 2, top + BAR / 2, label, color=OUTCOME_FILL[outcome][1], ha="center")
        left += share


# -- harm and overcaution --------------------------------------------------------------------------------------

AROUND = 0.03
"""How far the band of a row reaches above its title: as far as it does below its bars."""


class MirrorRow(NamedTuple):
    """A row of two bars: a title, what it is about, out of how many, and of each bar its length and what it says.

    With a `key`, a page can open what the row is about.
    """

    title: str
    about: str
    of: str
    misses: tuple[float, str]
    false_alarms: tuple[float, str]
    key: str = ""


def draw_mirror(pen: Pen, rows: Sequence[MirrorRow], words: ReportWords) -> float:
    """Two bars per row from one middle line: harm to the left, too cautious to the right."""
    middle = pen.width / 2
    told = max(text_width(text, TEXT) for row in rows for _, text in (row.misses, row.false_alarms))
    longest = max(length for row in rows for length, _ in (row.misses, row.false_alarms))
    scale = (middle - told - 0.1) / longest if longest else 0
    pen.write(middle - 0.08, 0.12, f"◀ {words('misses')}", ha="right", bold=True)
    pen.write(middle + 0.08, 0.12, f"{words('false_alarms')} ▶", bold=True)
    top = 0.28
    for row in rows:
        begin = top
        top = _mirror_title(pen, top, row)
        _bar(pen, middle, top, -scale, row.misses, DARK)
        _bar(pen, middle, top, scale, row.false_alarms, MIDDLE)
        pen.line([(middle, top), (middle, top + 0.24)])
        top += 0.31
        if row.key:
            pen.band(row.key, begin - AROUND, top - AROUND)
    return top


def _mirror_title(pen: Pen, top: float, row: MirrorRow) -> float:
    begin = text_width(row.title, TEXT, "bold") + 0.12
    if begin + text_width(row.about, SMALL) + BETWEEN + text_width(row.of, SMALL) > pen.width:
        top = titled(pen, top, row.title, row.of, TEXT, SMALL, MUTED)
        return lines(pen, top, row.about, SMALL, MUTED)
    bottom = titled(pen, top, row.title, row.of, TEXT, SMALL, MUTED)
    pen.write(begin, (top + bottom) / 2, row.about, SMALL, color=MUTED)
    return bottom


def _bar(pen: Pen, middle: float, top: float, scale: float, bar: tuple[float, str], fill: str) -> None:
    length, told = bar
    if length:
        end = middle + scale * length
        pen.box(middle, top + 0.03, end - middle, 0.18, fill)
        pen.write(end + copysign(0.07, scale), top + 0.12, told, ha="left" if scale > 0 else "right")


# -- rules that belong together --------------------------------------------------------------------------------


class FamilyRow(NamedTuple):
    """How well one family of rules is understood: the mean share with its interval, in words too, and what to do."""

    name: str
    told: str
    advice: str
    share: float
    low: float
    high: float


def draw_families(pen: Pen, rows: Sequence[FamilyRow], cut: float, words: ReportWords) -> float:
    """A line from 0 to 100 % per family, with a dot for the class, a bar for what it may be, and the cut."""
    top = 0.0
    for row in rows:
        top = titled(pen, top, row.name, row.told)
        top = lines(pen, top, row.advice, SMALL, MUTED) + 0.09
        pen.line([(0, top), (pen.width, top)], LIGHT, 6)
        pen.line([(pen.width * row.low, top), (pen.width * row.high, top)], DARK, 3)
        pen.line([(pen.width * cut, top - 0.08), (pen.width * cut, top + 0.08)], INK, 1)
        pen.dot(pen.width * row.share, top, 8, DARK, DARK)
        top += 0.19
    top = percent_axis(pen, top - 0.06, words)
    return lines(pen, top, words("families_legend", cut=words.percent(cut)), SMALL, MUTED)
