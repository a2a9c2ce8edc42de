"""The guards against nbgrader's ways of failing open, each against nbgrader's and nbconvert's own code.

Every trap that was seen, its guard, and the test that fails without it. Those that are not here are in:
A test_autograde, B test_grade, C test_collect, F test_folders, S test_course_folder, T test_feedback.

- no number in a score cell is full marks: `score_output`. test_nbgrader_reads_the_points_kept_in_bounds
- settings that fail to load mean execution: `environment`. A settings_that_can_not_be_loaded_are_an_error
- ... and where that was not set: `DEAD_KERNEL`, `NEVER_RUN`. A where_only_stock_nbgrader_is_left_nothing_is_executed
- outputs that a pupil wrote count: `ReleasedNotebookExporter`. A the_notebook_of_a_pupil_is_never_opened
- cells that a pupil added are kept: the same. A whatever_is_handed_in_nothing_of_it_is_run
- an open answer is HTML in Formgrader: `inert`. A an_open_answer_does_nothing_where_teachers_and_pupils_read_it
- ... and in feedback: `FeedbackExporter`. T what_pupil_and_teacher_wrote_is_shown_as_it_stands
- feedback copies the answers file: the same. T nbgraders_own_feedback_is_ours_and_copies_no_answers
- a link leads to the answer key: `list_folder`. F what_is_strange_is_not_read, A what_can_not_be_graded_is_an_error
- large and endless files: `list_folder`. F what_is_strange_is_not_read
- deep or strange answers: `parse_answers`. C one_bad_hand_in_never_stops_the_class
- files of source/ go over those of a pupil: `course_files`. A answers_in_source_do_not_go_over_those_of_a_pupil
- keys among nbgrader's files: they lie in releases/ only. no_key_lies_where_nbgrader_copies
- a pupil who could not be graded is a 0: no row, and the reason. B a_class_with_late_absent_and_refused_pupils
- no alembic on the path, so no schema version: `_make_gradebook`. S the_gradebook_is_the_one_that_nbgrader_makes
- a database that is locked for five seconds: `?timeout=60`. the_gradebook_waits_for_another_writer
- two who grade at once: `GradebookWriter._take_turn`. B two_who_grade_at_once_wait_for_each_other
- cells that change under submissions: `ReleaseStore._place`. test_releases
- Formgrader shows a database's address, password and all: `debug = False`. formgrader_shows_no_address
- a second hand-in is skipped in silence: its graded copy is taken away. C a_later_hand_in_counts_once_reopened
"""

import math

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from nbgrader.utils import determine_grade
from sqlalchemy import text as sql

from skill_grading.course_folder import load_settings
from skill_grading.gradebook.guards import score_output
from skill_grading.gradebook.inert import inert

KEYS = "CANARY-1"
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


def test_no_key_lies_where_nbgrader_copies(placement):
    kept = [path for path in placement.data.releases.rglob("*") if path.is_file() and KEYS in path.read_text()]
    copied = [folder.rglob("*") for folder in (placement.data.source, placement.data.release)]

    assert kept
    assert not [path for paths in copied for path in paths if path.is_file() and KEYS in path.read_text()]


def test_the_gradebook_waits_for_another_writer(placement):
    with Gradebook(placement.data.gradebook_url) as gradebook:
        (milliseconds,) = gradebook.db.execute(sql("PRAGMA busy_timeout")).one()

    assert milliseconds == 60_000


def test_formgrader_shows_no_address_of_the_database(placement):
    settings = load_settings(placement.data)

    assert FormgradeExtension(config=settings).debug is False
