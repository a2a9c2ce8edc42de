"""The figures about what a class did together: harm and overcaution apart, and the rules that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign
from typing import NamedTuple

from skill_grading.figures import DARK, LIGHT, LINE, MIDDLE
from skill_grading.lettering import HEADING, INK, MUTED, SMALL, TEXT, shorten, text_width
from skill_grading.pen import Pen
from skill_grading.report_words import ReportWords

MIRROR_ROW, MIRROR_HEADER = 0.56, 0.3


class MirrorRow(NamedTuple):
    """One row of two bars: what it is about, out of how many, and the two counts."""

    title: str
    about: str
    of: int
    misses: int
    false_alarms: int


def mirror_height(rows: Sequence[MirrorRow]) -> float:
    return MIRROR_HEADER + len(rows) * MIRROR_ROW


def draw_mirror(pen: Pen, rows: Sequence[MirrorRow], words: ReportWords) -> None:
    """Two bars per row from one middle line: harm to the left, too cautious to the right."""
    middle = pen.width / 2
    scale = (middle - 0.45) / max(1, *(max(row.misses, row.false_alarms) for row in rows))
    pen.write(middle - 0.08, 0.14, f"◀ {words('misses')}", ha="right", bold=True)
    pen.write(middle + 0.08, 0.14, f"{words('false_alarms')} ▶", bold=True)
    for number, row in enumerate(rows):
        top = MIRROR_HEADER + number * MIRROR_ROW
        of = words("of", n=row.of)
        title = shorten(row.title, pen.width * (0.45 if row.about else 0.8), TEXT, "bold")
        begin = text_width(title, TEXT, "bold") + 0.12
        about = shorten(row.about, pen.width - begin - text_width(of, SMALL) - 0.15, SMALL)
        pen.write(0, top + 0.12, title, bold=True)
        pen.write(begin, top + 0.12, about, SMALL, color=MUTED)
        pen.write(pen.width, top + 0.12, of, SMALL, color=MUTED, ha="right")
        _bar(pen, middle, top, -scale, row.misses, DARK, words)
        _bar(pen, middle, top, scale, row.false_alarms, MIDDLE, words)
        pen.line([(middle, top + 0.22), (middle, top + 0.46)])


def _bar(pen: Pen, middle: float, top: float, scale: float, count: int, fill: str, words: ReportWords) -> None:
    if count:
        end = middle + scale * count
        pen.box(middle, top + 0.25, end - middle, 0.18, fill)
        pen.write(end + copysign(0.07, scale), top + 0.34, words.count(count), ha="left" if scale > 0 else "right")


FAMILY_ROW, FAMILY_AXIS = 0.62, 0.3


class FamilyRow(NamedTuple):
    """How well one family of rules is understood: the mean share with its interval, in words too, and what to do."""

    name: str
    told: str
    advice: str
    share: float
    low: float
    high: float


def families_height(rows: Sequence[FamilyRow]) -> float:
    return len(rows) * FAMILY_ROW + FAMILY_AXIS


def draw_families(pen: Pen, rows: Sequence[FamilyRow], words: ReportWords) -> None:
    """A line from 0 to 100 % per family, with a dot for the class and a bar for what it may be."""
    for number, row in enumerate(rows):
        top = number * FAMILY_ROW
        name = shorten(row.name, pen.width - text_width(row.told, TEXT) - 0.2, HEADING, "bold")
        pen.write(0, top + 0.12, name, HEADING, bold=True)
        pen.write(pen.width, top + 0.12, row.told, ha="right")
        pen.write(0, top + 0.30, shorten(row.advice, pen.width, SMALL), SMALL, color=MUTED)
        line = top + 0.46
        pen.line([(0, line), (pen.width, line)], LIGHT, 6)
        pen.line([(pen.width * row.low, line), (pen.width * row.high, line)], DARK, 3)
        pen.dot(pen.width * row.share, line, 8, DARK, DARK)
    bottom = len(rows) * FAMILY_ROW
    for share in (0, 0.25, 0.5, 0.75, 1):
        pen.line([(share * pen.width, bottom - 0.08), (share * pen.width, bottom - 0.02)], LINE, 0.8)
        side = {0: "left", 1: "right"}.get(share, "center")
        pen.write(share * pen.width, bottom + 0.08, words.percent(share), SMALL, color=MUTED, ha=side)
    pen.line([(0, bottom - 0.08), (0, bottom - 0.02)], INK, 0.8)
