"""The figure of the coverage: a tile for each rule of the school. Its drawing takes matplotlib, a second to import."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scenario_quiz.course import Course
from scenario_quiz.coverage import RuleCoverage, missing
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from skill_grading.drawing.lettering import INK, PAPER, WIDTH, shorten
from skill_grading.drawing.style import svg, write
from skill_grading.report.figure_parts import DARK, LIGHT, LINE, MIDDLE

# In inches and points: large, for on a phone the figure is half as wide.
CELL_HEIGHT, HEADER, GAP, LEGEND = 0.58, 0.32, 0.1, 0.42
COLUMNS = 10
HEADING, NUMBER, COUNTS = 12.5, 13, 11
FILLS = {"whole": (DARK, PAPER), "told": (LIGHT, INK), "missing": (MIDDLE, INK)}


def coverage_figure(course: Course, covered: Sequence[RuleCoverage], language: str) -> bytes:
    """A tile per rule, a row per section, as SVG: in each the practice and the graded scenarios about that rule."""
    sections = _sections(course.school, covered)
    height = LEGEND + sum(HEADER + GAP + CELL_HEIGHT * -(-len(rules) // COLUMNS) for rules in sections.values())
    return svg(height, _draw, course, sections, set(missing(course, covered)), language)


def _sections(school: School, covered: Sequence[RuleCoverage]) -> dict[str, list[RuleCoverage]]:
    sections: dict[str, list[RuleCoverage]] = {}
    for each in covered:
        sections.setdefault(school.rules[each.rule].section, []).append(each)
    return sections


def _draw(
    axes: Axes, course: Course, sections: dict[str, list[RuleCoverage]], lacking: set[str], language: str
) -> None:
    labels, words = load_labels("course_site", language), course.school.words[language]
    top = 0.0
    for section, rules in sections.items():
        title = shorten(words.sections[section], WIDTH, HEADING, "bold")
        write(axes, 0, top + HEADER / 2, title, HEADING, weight="bold")
        top += HEADER
        for index, each in enumerate(rules):
            row, column = divmod(index, COLUMNS)
            kind = "missing" if each.rule in lacking else "whole" if course.school.rules[each.rule].graded else "told"
            _tile(axes, column * WIDTH / COLUMNS, top + row * CELL_HEIGHT, each, kind)
        top += GAP + CELL_HEIGHT * -(-len(rules) // COLUMNS)
    for index, kind in enumerate(FILLS):
        left = index * WIDTH / len(FILLS)
        axes.add_patch(Rectangle((left, top + 0.12), 0.2, 0.2, facecolor=FILLS[kind][0], edgecolor=LINE))
        write(axes, left + 0.28, top + 0.22, _signed(labels[f"coverage_{kind}"], kind), COUNTS)


def _tile(axes: Axes, left: float, top: float, each: RuleCoverage, kind: str) -> None:
    fill, ink = FILLS[kind]
    width = WIDTH / COLUMNS
    axes.add_patch(Rectangle((left, top), width - 0.06, CELL_HEIGHT - 0.06, facecolor=fill, edgecolor=LINE))
    middle = left + (width - 0.06) / 2
    write(axes, middle, top + 0.17, _signed(each.rule, kind), NUMBER, color=ink, ha="center", weight="bold")
    if kind != "told":
        counts = f"{len(each.practised)} + {len(each.graded)}"
        write(axes, middle, top + 0.38, counts, COUNTS, color=ink, ha="center")


def _signed(text: str, kind: str) -> str:
    """Not told by colour alone."""
    return f"{text} !" if kind == "missing" else text
