"""The figures: everything inside the frame, nothing on top of something else, and readable without colour."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_rgb

from skill_grading import figures
from skill_grading.drawing import WIDTH, region, sheet, shorten, svg, text_width, wrap
from skill_grading.mastery import Outcome
from skill_grading.report_words import SYMBOLS
from tests.grading.class_of_pupils import graded, mixed_class, report_of, step, words_of

LONG = "Amélie-Christiane van den Broeck-Vandenberghe de Oosterzele"


@pytest.fixture
def small(small_course):
    return small_course.load()


@pytest.fixture
def drawings(small):
    """Each figure as (height, function that draws it on axes)."""
    report = report_of(small, [graded(LONG, [step()]), *mixed_class()])
    words = words_of(small)
    worst = report.situations
    return {
        "skills": (figures.skills_height(report.skills), figures.draw_skills, report.skills, words),
        "matrix": (
            figures.matrix_height(report.pupils, report.skills, words),
            figures.draw_matrix,
            report.pupils,
            report,
            words,
        ),
        "situations": (figures.situations_height(worst), figures.draw_situations, worst, words),
    }


def drawn(height, draw, *arguments):
    figure = sheet(WIDTH, height)
    axes = region(figure, 0, 0, WIDTH, height)
    draw(axes, *arguments)
    return figure, axes


@pytest.mark.parametrize("name", ["skills", "matrix", "situations"])
def test_every_word_is_inside_the_frame_and_none_covers_another(drawings, name):
    figure, axes = drawn(*drawings[name])
    frame = figure.bbox.padded(2)
    boxes = [(text.get_text(), text.get_window_extent()) for text in axes.texts if text.get_text().strip()]
    for text, box in boxes:
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.padded(-1).overlaps(b.padded(-1)), (one, other)


@pytest.mark.parametrize("name", ["skills", "matrix", "situations"])
def test_a_figure_is_an_svg_that_is_the_same_every_time(drawings, name):
    first = svg(*drawings[name])
    assert ElementTree.fromstring(first).tag.endswith("svg")
    assert first == svg(*drawings[name])


def test_every_cell_of_the_matrix_has_its_counts_and_sign(drawings):
    _, axes = drawn(*drawings["matrix"])
    told = [text.get_text() for text in axes.texts]
    assert told.count(f"{SYMBOLS[Outcome.SHOWN]} 12/12") == 3
    assert told.count(f"{SYMBOLS[Outcome.NOT_YET]} 3/12") == 2
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
    figure = sheet(2, 1)
    figures.write(region(figure, 0, 0, 2, 1), 0, 0.5, text)
    figure.canvas.draw()


def test_text_is_cut_and_wrapped_to_its_room():
    assert text_width(shorten(LONG, 1.5, 8), 8) <= 1.5
    assert shorten("kort", 1.5, 8) == "kort"
    lines = wrap(LONG, 1.2, 8)
    assert len(lines) > 2
    assert all(text_width(line, 8) <= 1.2 for line in lines)


def test_a_figure_looks_the_same_where_styles_are_forbidden(drawings):
    drawn_svg = svg(*drawings["skills"])
    assert b"style=" not in drawn_svg and b"<style" not in drawn_svg
    assert b'fill="#' in drawn_svg
