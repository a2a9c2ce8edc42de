"""The figures: everything inside the frame, nothing on top of something else, and readable without colour."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from skill_grading import figures
from skill_grading.growth import ClassGrowth, Growth
from skill_grading.lettering import WIDTH, shorten, text_width, wrap
from skill_grading.mastery import Outcome
from skill_grading.pen import Pen, Text
from skill_grading.report_contents import class_sections
from skill_grading.report_sections import families_section, growth_section
from skill_grading.report_words import SYMBOLS
from skill_grading.statistics import Interval
from tests.grading.class_of_pupils import graded, mixed_class, report_of, step, words_of

LONG = "Amélie-Christiane van den Broeck-Vandenberghe de Oosterzele"


@pytest.fixture
def small(small_course):
    return small_course.load()


@pytest.fixture
def drawings(small):
    """Each figure by name."""
    pupils = [graded(LONG, [step(), step(verdict="harm")]), *mixed_class()]
    report = report_of(small, [replace(one, done={"exam": one.done["placement"], **one.done}) for one in pupils],
                       ("placement", "exam"))  # fmt: skip
    words = words_of(small)
    words.school.words["nl"].families["images"] = "Eerst een ja, en dan pas het beeld"
    found = [*class_sections(report, words), growth_section(replace(report, growth=GROWTH), words)]
    found += [families_section(replace(report, pooled=replace(report.pooled, families=FAMILIES)), words)]
    return {section.id: section.pictures[0] for section in found if section.pictures}


FIGURES = ["skills", "matrix", "work", "errors", "situations", "families", "growth"]
GROWN = Growth(12, 0.5, 0.7, 0.2, Interval(0.1, 0.3), 0.0)
GROWTH = ClassGrowth(12, 1, GROWN, {"confidentiality": GROWN})
FAMILIES = pd.DataFrame(
    [("images", 4, 12, 0.6, 0.5, 0.7, "placement"), ("images", 4, 12, 0.0, 0.0, 1.0, None)],
    columns=["family", "decisions", "pupils", "understood", "low", "high", "lesson"],
)


def boxes(picture) -> list[tuple[str, float, float, float, float]]:
    """Every text with its left, top, right and bottom in inches."""
    found = []
    for each in (shape for shape in picture.pen().shapes if isinstance(shape, Text) and shape.text.strip()):
        wide, high = text_width(each.text, each.size, "bold" if each.bold else "normal"), 0.75 * each.size / 72
        left = each.x - {"left": 0, "center": wide / 2, "right": wide}[each.ha]
        if each.upright:
            found.append((each.text, each.x - high / 2, each.y - wide, each.x + high / 2, each.y))
        else:
            found.append((each.text, left, each.y - high / 2, left + wide, each.y + high / 2))
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_every_word_is_inside_the_frame_and_none_covers_another(drawings, name):
    picture = drawings[name]
    for text, left, top, right, bottom in boxes(picture):
        assert left >= -0.01 and right <= WIDTH + 0.01 and top >= 0 and bottom <= picture.height, text
    for (one, *a), (other, *b) in combinations(boxes(picture), 2):
        apart = a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_an_svg_that_is_the_same_every_time(drawings, name):
    picture = drawings[name]
    first = picture.pen().svg(picture.height)
    assert ElementTree.fromstring(first).tag.endswith("svg")
    assert first == picture.pen().svg(picture.height)
    assert len(picture.alt) > 40


def test_every_cell_of_the_matrix_has_its_counts_and_sign(drawings):
    told = [shape.text for shape in drawings["matrix"].pen().shapes if isinstance(shape, Text)]
    assert told.count(f"{SYMBOLS[Outcome.SHOWN]} 24/24") == 3
    assert told.count(f"{SYMBOLS[Outcome.NOT_YET]} 6/24") == 2
    assert "Afwezig" in told
    assert "<b>$x$</b> =cmd" in told


def test_outcomes_differ_in_grey_and_by_sign():
    greys = sorted(sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(fill), strict=True))
                   for fill, _ in figures.OUTCOME_FILL.values())  # fmt: skip
    assert all(b - a > 0.15 for a, b in zip(greys, greys[1:], strict=False))
    assert len(set(SYMBOLS.values())) == 3


@pytest.mark.parametrize("text", ["$\\frac{", "a$b$c", "é\u0301 漢", "", " "])
def test_any_text_can_be_measured_and_set(text):
    assert text_width(text, 9) >= 0
    pen = Pen(2)
    pen.write(0, 0.5, text)
    assert text in "".join(ElementTree.fromstring(pen.svg(1)).itertext())


def test_text_is_cut_and_wrapped_to_its_room():
    assert text_width(shorten(LONG, 1.5, 8), 8) <= 1.5
    assert shorten("kort", 1.5, 8) == "kort"
    lines = wrap(LONG, 1.2, 8)
    assert len(lines) > 2
    assert all(text_width(line, 8) <= 1.2 for line in lines)


def test_a_figure_looks_the_same_where_styles_are_forbidden(drawings):
    drawn = drawings["skills"].pen().svg(drawings["skills"].height)
    assert b"style=" not in drawn and b"<style" not in drawn
    assert b'fill="#' in drawn
