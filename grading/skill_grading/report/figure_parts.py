"""What the figures of the skill report share: colours that are safe for the colour-blind and clear in grey print, a
title with what is told beside it, an axis, a legend.

Figures are drawn with a pen that measures in inches, from `top` downwards; each part gives where it ends. The same
functions serve a sheet of A4, a page and a phone, so whatever does not fit on a line goes on below it.
"""

from __future__ import annotations

from skill_grading.drawing.lettering import HEADING, INK, MUTED, PAPER, SMALL, TEXT, text_width, wrap
from skill_grading.drawing.pen import Pen
from skill_grading.measures.mastery import Outcome
from skill_grading.report.words import SYMBOLS, ReportWords

# Dark blue, amber and pale grey keep apart in every kind of colour vision, and as three greys on paper.
DARK, MIDDLE, LIGHT, LINE = "#1d4e79", "#f2b661", "#e9edf1", "#8c959f"
OUTCOME_FILL = {Outcome.SHOWN: (DARK, PAPER), Outcome.TOO_LITTLE: (LIGHT, INK), Outcome.NOT_YET: (MIDDLE, INK)}

BETWEEN = 0.2
"""The least room between two texts on one line."""

LEADING = 1.5
"""From one line to the next, in the size of its text."""


def lines(pen: Pen, top: float, text: str, size: float = TEXT, color: str = INK, bold: bool = False) -> float:
    """`text` on as many lines as it needs."""
    for line in wrap(text, pen.width, size, "bold" if bold else "normal"):
        top += LEADING * size / 72
        pen.write(0, top - LEADING / 2 * size / 72, line, size, color, bold=bold)
    return top


def titled(
    pen: Pen, top: float, title: str, told: str, size: float = HEADING, beside: float = TEXT, color: str = INK
) -> float:
    """A title, and beside it what is told; that has its own size and colour."""
    fits = text_width(title, size, "bold") + BETWEEN + text_width(told, beside) <= pen.width
    bottom = lines(pen, top, title, size, bold=True)
    if not fits:
        return lines(pen, bottom, told, beside, color)
    pen.write(pen.width, (top + bottom) / 2, told, beside, color, ha="right")
    return bottom


def percent_axis(pen: Pen, top: float, words: ReportWords) -> float:
    """From 0 to 100 % over the whole width."""
    for share in (0, 0.25, 0.5, 0.75, 1):
        pen.line([(share * pen.width, top), (share * pen.width, top + 0.06)], LINE, 0.8)
        side = {0: "left", 1: "right"}.get(share, "center")
        pen.write(share * pen.width, top + 0.16, words.percent(share), SMALL, color=MUTED, ha=side)
    return top + 0.24


def outcome_box(pen: Pen, left: float, top: float, width: float, height: float, outcome: Outcome) -> None:
    edge, thick = (INK, 1.2) if outcome is Outcome.NOT_YET else (LINE, 0.5)
    pen.box(left, top, width, height, OUTCOME_FILL[outcome][0], edge, thick)


LEGEND = 0.24


def outcome_legend(pen: Pen, top: float, words: ReportWords, note: str = "") -> float:
    """What the shades and signs of outcomes mean, and a note that explains what else there is to see."""
    left, middle = 0.0, top + 0.16
    for outcome, (_, ink) in OUTCOME_FILL.items():
        wide = 0.31 + text_width(words.outcome(outcome), SMALL)
        if left + wide > pen.width:
            left, middle = 0.0, middle + LEGEND
        outcome_box(pen, left, middle - 0.08, 0.24, 0.16, outcome)
        pen.write(left + 0.12, middle, SYMBOLS[outcome], SMALL, color=ink, ha="center")
        pen.write(left + 0.31, middle, words.outcome(outcome), SMALL)
        left += wide + BETWEEN
    if not note:
        return middle + LEGEND / 2
    if left + text_width(note, SMALL) <= pen.width:
        pen.write(pen.width, middle, note, SMALL, color=MUTED, ha="right")
        return middle + LEGEND / 2
    return lines(pen, middle + LEGEND / 2, note, SMALL, MUTED)
