"""The plots as SVG, large enough for a phone; blue, orange and their shapes tell lines apart, never colour alone."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_site.plots.models import (
    FEW,
    HOUR,
    MANY,
    ONE_IN,
    SCHOOL,
    STEP,
    FactsWords,
    PlotsWords,
    left_over,
    readers,
)
from skill_grading.drawing.lettering import INK, MUTED, wrap
from skill_grading.drawing.style import svg, write
from skill_grading.report.figure_parts import DARK, LIGHT, LINE

WARM = "#b45309"  # on white as dark as text must be
# In inches and points.
WIDTH, MARGIN = 4.8, 0.2
SPREAD_HEIGHT, TOWN_HEIGHT, FACT_HEIGHT = 3.6, 0.8, 0.98
TEXT, NUMBER = 12, 14
LINE_HEIGHT = 0.23
LEFT, RIGHT, TOP, BOTTOM = 0.62, 3.0, 0.5, 3.3  # of the lines
MOST = 2600


def plot(name: str, words: PlotsWords) -> bytes:
    """The plot `name` as SVG."""
    if name == "spread":
        return svg(SPREAD_HEIGHT, draw_spread, words, width=WIDTH, margin=MARGIN)
    return svg(FACT_HEIGHT * len(ONE_IN) + TOWN_HEIGHT, draw_facts, words, width=WIDTH, margin=MARGIN)


def draw_spread(axes: Axes, words: PlotsWords) -> None:
    """How many people have seen a message, minute by minute: one line per number of readers that pass it on."""
    said = words.spread
    write(axes, 0, 0.15, said.seen, TEXT, weight="bold")
    for count in (0, 1000, 2000):
        axes.plot([LEFT, RIGHT], [_height(count)] * 2, color=LINE if not count else LIGHT, linewidth=1.2)
        write(axes, LEFT - 0.1, _height(count), words.number(count), TEXT, color=MUTED, ha="right")
    for minute in range(0, HOUR + 1, 2 * STEP):
        text = said.minutes.format(minutes=minute) if minute == HOUR else str(minute)
        write(axes, _across(minute), BOTTOM + 0.22, text, TEXT, color=MUTED, ha="center")
    axes.plot([LEFT, RIGHT], [_height(SCHOOL)] * 2, color=MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    school = said.school.format(people=words.number(SCHOOL))
    write(axes, LEFT + 0.06, _height(SCHOOL) + 0.15, school, TEXT, color=MUTED)
    for forwarders, text, colour, marker in ((MANY, said.many, DARK, "o"), (FEW, said.few, WARM, "s")):
        seen = readers(forwarders)
        places = [_across(index * STEP) for index in range(len(seen))]
        axes.plot(places, [_height(count) for count in seen], color=colour, linewidth=2.6, marker=marker, markersize=6)
        lines = wrap(text, WIDTH - RIGHT - 0.2, TEXT)
        top = min(_height(seen[-1]), BOTTOM - LINE_HEIGHT * len(lines) - 0.05)
        people = said.people.format(people=words.number(seen[-1]))
        write(axes, RIGHT + 0.2, top, people, NUMBER, color=colour, weight="bold")
        for index, line in enumerate(lines, 1):
            write(axes, RIGHT + 0.2, top + LINE_HEIGHT * index, line, TEXT, color=colour)


def _across(minute: float) -> float:
    return LEFT + (RIGHT - LEFT) * minute / HOUR


def _height(count: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * count / MOST


def draw_facts(axes: Axes, words: PlotsWords) -> None:
    """A bar for everybody in a town, and under it, on the same scale, one for those that each further fact leaves."""
    said, left = words.three_facts, left_over()
    for index, count in enumerate(left):
        top = TOWN_HEIGHT + (index - 1) * FACT_HEIGHT if index else 0.0
        fact = said.facts[index - 1].format(share=words.number(ONE_IN[index - 1])) if index else said.town
        write(axes, 0, top + 0.14, fact, TEXT, weight="bold")
        if index:
            write(axes, 0, top + 0.39, _sum(words, left[index - 1], ONE_IN[index - 1], count), TEXT, color=MUTED)
        last = index == len(left) - 1
        _bar(axes, top + (0.54 if index else 0.32), count / left[0], _people(words, count), last)


def _people(words: PlotsWords, count: float) -> str:
    said = words.three_facts
    return said.left if count < 1 else said.people.format(people=words.number(count))


def _sum(words: PlotsWords, before: float, share: int, count: float) -> str:
    said: FactsWords = words.three_facts
    result = said.below_one if count < 1 else said.about.format(people=words.number(count))
    return said.sum.format(before=words.number(before), share=words.number(share), result=result)


def _bar(axes: Axes, top: float, share: float, text: str, last: bool) -> None:
    """A bar of `share` of the width; what it says stands in it where there is room. The last one is a dot."""
    height, width = 0.3, share * WIDTH
    if last:
        axes.plot([0.09], [top + height / 2], color=WARM, marker="o", markersize=12, linestyle="none")
        write(axes, 0.27, top + height / 2, text, NUMBER, color=WARM, weight="bold")
        return
    axes.add_patch(Rectangle((0, top), max(width, 0.02), height, facecolor=DARK, edgecolor="none"))
    inside = width > WIDTH / 2
    colour = "#ffffff" if inside else INK
    write(axes, 0.12 if inside else width + 0.12, top + height / 2, text, NUMBER, color=colour, weight="bold")
