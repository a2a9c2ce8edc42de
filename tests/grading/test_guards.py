"""The guards against nbgrader's ways of failing open, each against nbgrader's and nbconvert's own code."""

import math

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from skill_grading.guards import score_output
from skill_grading.inert import inert

HOSTILE = [
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "<!-- ",
    "]]>",
    "$\\href{javascript:alert(1)}{x}$",
    "\\(\\unicode{60}\\)",
    "$$\n\\begin{x}\n$$",
    "```\n</pre>\n```",
    "a\n\n# b\n\n<b>",
    "[x](javascript:alert(1))",
    "&lt;script&gt;",
    "![x](attachment:x)",
    "{{ cell.source }}{% raw %}",
    "\u202eevil\u2066",
    "\x00\x1b[31m\r\n\ud800",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(), st.lists(st.sampled_from(HOSTILE)).map("".join))


def cell_with(outputs):
    cell = new_code_cell("", outputs=outputs)
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 5, "grade_id": "walk", "locked": True}
    return cell


@pytest.mark.parametrize("points, marked", [(0, 0), (5, 5), (1 / 3, 1 / 3), (-1, 0), (6, 5), (1e-9, 1e-9), (True, 1)])
def test_nbgrader_reads_the_points_kept_in_bounds(points, marked):
    assert determine_grade(cell_with([score_output(points, 5)])) == (marked, 5)


@pytest.mark.parametrize("points", [math.nan, math.inf, -math.inf])
def test_points_that_are_no_number_are_refused(points):
    with pytest.raises(ValueError, match="can't be marked"):
        score_output(points, 5)


def test_nbgrader_would_give_full_marks_without_a_number():
    # If this ever changes, the guard has done its duty.
    for outputs in ([], *([new_output("execute_result", {"text/plain": text})] for text in ("nan", "-1", "none"))):
        assert determine_grade(cell_with(outputs)) == (5, 5)


@given(texts)
@example("".join(HOSTILE))
def test_an_open_answer_is_shown_letter_by_letter_and_does_nothing(text):
    page = BeautifulSoup(markdown2html(inert(text)), "html.parser")

    (answer,) = page.find_all(True)
    assert (answer.name, answer.attrs) == ("pre", {})
    assert page.get_text().strip("\n") == "".join(map(shown, text)).strip("\n")


@given(texts)
def test_an_open_answer_starts_no_formula_and_can_be_stored(text):
    source = inert(text)

    assert not set("$\\`\n") & set(source)
    source.encode("utf-8")


def shown(character):
    dropped = ord(character) < 0x20 and character not in "\t\n" or 0x7F <= ord(character) < 0xA0
    turned = character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "" if dropped or turned or "\ud800" <= character <= "\udfff" else character
