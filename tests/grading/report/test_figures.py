"""The figures: everything inside the frame, nothing on top of something else, and readable without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from skill_grading.drawing.lettering import MARGIN, NARROW, TEXT, WIDTH, shorten, text_width, wrap
from skill_grading.drawing.pen import Pen, Text
from skill_grading.measures.growth import ClassGrowth, Growth
from skill_grading.measures.mastery import Outcome
from skill_grading.measures.statistics import Interval
from skill_grading.report.contents import class_sections
from skill_grading.report.figure_parts import OUTCOME_FILL
from skill_grading.report.figures import MirrorRow, draw_mirror
from skill_grading.report.figures_matrix import draw_matrix
from skill_grading.report.growth_section import growth_message, growth_section
from skill_grading.report.skill_sections import families_section, situations_section
from skill_grading.report.words import DISCUSS, SYMBOLS
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


def texts(pen: Pen) -> list[Text]:
    return [shape for shape in pen.shapes if isinstance(shape, Text) and shape.text.strip()]


def boxes(pen: Pen) -> list[tuple[str, float, float, float, float]]:
    """Every text with its left, top, right and bottom in inches."""
    found = []
    for each in texts(pen):
        wide, high = text_width(each.text, each.size, "bold" if each.bold else "normal"), 0.75 * each.size / 72
        left = each.x - {"left": 0, "center": wide / 2, "right": wide}[each.ha]
        if each.upright:
            found.append((each.text, each.x - high / 2, each.y - wide, each.x + high / 2, each.y))
        else:
            found.append((each.text, left, each.y - high / 2, left + wide, each.y + high / 2))
    return found


@pytest.mark.parametrize(("entry", "said"), [(0.5, False), (0.93, True)])
def test_a_class_that_did_well_at_entry_is_not_blamed_for_little_growth(small, entry, said):
    growth = ClassGrowth(12, 0, Growth(12, entry, 0.94, 0.94 - entry, Interval(-0.1, 0.5), 0.0), {})
    assert ("weinig ruimte" in " ".join(growth_message(growth, words_of(small)))) == said


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_every_word_is_inside_the_frame_and_none_covers_another(drawings, name, width):
    pen = Pen(width)
    height = drawings[name].draw(pen)
    for text, left, top, right, bottom in boxes(pen):
        assert left >= -0.01 and right <= width + 0.01 and top >= 0 and bottom <= height, text
    for (one, *a), (other, *b) in combinations(boxes(pen), 2):
        apart = a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_the_band_of_a_row_that_can_be_opened_holds_its_words_and_no_others(small, width):
    rows = [
        MirrorRow(f"Titel {n}", f"{LONG}, wat nu {n}?", f"van {n}", (n, f"harm {n}"), (1, f"careful {n}"), f"key {n}")
        for n in range(1, 4)
    ]
    pen = Pen(width)
    height = draw_mirror(pen, rows, words_of(small))
    for row, band, share in zip(rows, pen.bands, pen.shares(height), strict=True):
        told = " ".join(text for text, _, top, _, bottom in boxes(pen) if band.top <= top and bottom <= band.bottom)
        assert band.key == share.key == row.key
        assert {each for each in re.findall(r"\d", told)} == {row.key[-1]}
        assert all(each in told for each in (row.title, row.of, row.misses[1], row.false_alarms[1]))
        assert 72 * (band.bottom - band.top) >= 24
    drawn = ElementTree.fromstring(pen.svg(height)).attrib["height"]
    whole = float(drawn.removesuffix("pt")) / 72
    assert [each.top * whole for each in pen.shares(height)] == pytest.approx(
        [each.top + MARGIN for each in pen.bands], abs=0.01
    )


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_an_svg_that_is_the_same_every_time(drawings, name):
    picture = drawings[name]
    first = picture.svg()
    assert ElementTree.fromstring(first).tag.endswith("svg")
    assert first == picture.svg()
    assert len(picture.alt) > 40


def test_a_name_is_whole_on_a_phone_and_a_long_one_breaks_after_its_hyphens(small):
    missed = [step(verdict="harm", scenario=f"placement/s{number}", must_pass=True) for number in range(2)]
    flagged = ["Fatoumata Diallo", "Hilde Vandendriessche"]
    pupils = [graded(LONG, [step()]), *(graded(name, missed) for name in flagged)]
    report, pen = report_of(small, pupils), Pen(NARROW)
    draw_matrix(pen, report.pupils, report, words_of(small))
    told = [" ".join(each.text.split("\u00a0")) for each in texts(pen)]
    for lines in (
        ["Amélie-Christiane", "van den Broeck-", "Vandenberghe de", "Oosterzele"],
        ["Fatoumata", f"Diallo {DISCUSS}"],
        ["Hilde", "Vandendriessche", DISCUSS],
    ):
        first = told.index(lines[0])
        assert told[first : first + len(lines)] == lines


def test_situations_name_their_exercise_where_there_is_more_than_one(small):
    pupils = [replace(one, done={"exam": one.done["placement"], **one.done}) for one in mixed_class()]
    for exercises, about in ((("placement",), "Wat nu?"), (("placement", "exam"), "Stage · Wat nu?")):
        section = situations_section(report_of(small, pupils, exercises), words_of(small))
        pen = Pen()
        section.pictures[0].draw(pen)
        assert about in [each.text for each in texts(pen)]
        assert section.table.rows[0][0] == ["Wandelen, keuze 1", about]


def test_every_cell_of_the_matrix_has_its_counts_and_sign(drawings):
    pen = Pen()
    drawings["matrix"].draw(pen)
    told = [each.text for each in texts(pen)]
    assert told.count(f"{SYMBOLS[Outcome.SHOWN]} 24/24") == 3
    assert told.count(f"{SYMBOLS[Outcome.NOT_YET]} 6/24") == 2
    assert "Afwezig" in told
    assert "<b>$x$</b> =cmd" in told


def test_outcomes_differ_in_grey_and_by_sign():
    greys = sorted(sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(fill), strict=True))
                   for fill, _ in OUTCOME_FILL.values())  # fmt: skip
    assert all(b - a > 0.15 for a, b in zip(greys, greys[1:], strict=False))
    assert len(set(SYMBOLS.values())) == 3


@pytest.mark.parametrize("text", ["$\\frac{", "a$b$c", "é\u0301 漢", "", " "])
def test_any_text_can_be_measured_and_set(text):
    assert text_width(text, 9) >= 0
    pen = Pen(2)
    pen.write(0, 0.5, text)
    assert text in "".join(ElementTree.fromstring(pen.svg(1)).itertext())


def test_letters_that_our_font_lacks_take_no_others_along():
    pen = Pen(2)
    pen.write(2, 0.5, "Emma 漢 Peeters", ha="right")
    assert [each.text for each in texts(pen)] == ["Emma ", "漢", " Peeters"]
    assert texts(pen)[-1].x + text_width(" Peeters", TEXT) == pytest.approx(2)


def test_text_is_cut_and_wrapped_to_its_room():
    assert text_width(shorten(LONG, 1.5, 8), 8) <= 1.5
    assert shorten("kort", 1.5, 8) == "kort"
    lines = wrap(LONG, 1.2, 8)
    assert len(lines) > 2
    assert all(text_width(line, 8) <= 1.2 for line in lines)


def test_a_figure_looks_the_same_where_styles_are_forbidden(drawings):
    drawn = drawings["skills"].svg()
    assert b"style=" not in drawn and b"<style" not in drawn
    assert b'fill="#' in drawn
