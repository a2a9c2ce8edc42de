"""Marks by hand: what the gradebook says, what is kept, and that neither is ever lost."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from skill_grading import course_folder
from skill_grading.collecting.collect import collect
from skill_grading.course_folder import SETTINGS
from skill_grading.gradebook.assignment import ensure_in_gradebook
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.marking.gradebook_marks import keep_marks, write_mark
from skill_grading.marking.marks import Mark, MarkStore, Place, digest
from tests.grading.placement import NAME

TEXT = "Ik vraag het."
WRITE = "tell--write"
NOOR = Place("P001", NAME, WRITE)


@pytest.fixture
def graded(placement):
    for pupil in ("P001", "P002"):
        placement.hand_in(pupil)
    collect(placement.data, NAME)
    grade(placement.data, NAME)
    return placement


def mark(placement, place=NOOR, points=3.0, comment="Mooi.", answer=TEXT, arrives=True):
    """What the marking page does."""
    store = MarkStore(placement.data)
    given = store.record(place, Mark(points, comment, digest(answer)))
    if arrives:
        with Gradebook(placement.data.gradebook_url) as gradebook:
            write_mark(gradebook, NAME, place, given)
        store.settle(given)


def in_formgrader(placement, points, comment):
    placement.sql("UPDATE grade SET manual_score = ?, needs_manual_grade = 0 WHERE auto_score IS NULL", points)
    placement.sql("UPDATE comment SET manual_comment = ?", comment)


def comments(placement):
    return {comment for (comment,) in placement.sql("SELECT manual_comment FROM comment")}


def total(placement, pupil):
    with Gradebook(placement.data.gradebook_url) as gradebook:
        return gradebook.find_submission(NAME, pupil).score


def test_a_mark_counts_in_the_total_and_waits_no_longer(graded):
    assert graded.marks()[NOOR.pupil_id, WRITE] == (None, None, 1)

    mark(graded, points=1.5)

    assert graded.marks()[NOOR.pupil_id, WRITE] == (None, 1.5, 0)
    assert comments(graded) == {"Mooi.", None}
    assert total(graded, "P001") == total(graded, "P002") + 1.5


def test_a_mark_taken_back_waits_again(graded):
    mark(graded)
    mark(graded, points=None, comment=None)
    assert graded.marks()[NOOR.pupil_id, WRITE] == (None, None, 1)
    keep_marks(graded.data, NAME)
    assert graded.marks()[NOOR.pupil_id, WRITE] == (None, None, 1)


def test_a_lost_gradebook_of_late_work_comes_back_with_the_same_scores(graded, monkeypatch):
    with open(graded.data.course / SETTINGS, "a") as settings:
        settings.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    monkeypatch.setattr("skill_grading.course_folder.prepare", lambda data: None)
    mark(graded, points=3.0)
    with Inbox(graded.data.inbox_url) as inbox:
        inbox.calendar.set(NAME, Dates(due=datetime.now(UTC) - timedelta(hours=1)))
        inbox.calendar.extend(NAME, "P002", datetime.now(UTC) + timedelta(hours=1))
    grade(graded.data, NAME)
    before = graded.tables()
    penalties = graded.sql("SELECT late_submission_penalty FROM submitted_notebook ORDER BY late_submission_penalty")
    assert penalties == [(None,), (8.0,)]  # 5 by the machine and 3 by hand

    (graded.data.course / "gradebook.db").unlink()
    course_folder._make_gradebook(graded.data.gradebook_url)
    grade(graded.data, NAME)

    assert graded.tables() == before
    assert grade(graded.data, NAME).graded == []


@pytest.mark.parametrize("by_stock", [False, True])
def test_grading_again_gives_a_lost_gradebook_its_marks_back(graded, by_stock):
    mark(graded)
    (graded.data.course / "gradebook.db").unlink()
    shutil.rmtree(graded.data.autograded)
    ensure_in_gradebook(graded.data, NAME)

    if by_stock:
        grade_again(graded)
    else:
        grade(graded.data, NAME)

    assert graded.marks()["P001", WRITE] == (None, 3.0, 0)
    assert graded.marks()["P002", WRITE] == (None, None, 1)
    assert comments(graded) == {"Mooi.", None}


@pytest.mark.parametrize("by_stock", [False, True])
def test_the_same_answer_graded_again_stays_marked_and_another_one_waits(graded, by_stock):
    mark(graded)
    mark(graded, Place("P002", NAME, WRITE))
    with Inbox(graded.data.inbox_url) as inbox:
        for pupil, text in (("P001", TEXT), ("P002", "Iets anders.")):
            inbox.reopen(pupil, NAME)
            graded.hand_in(pupil, graded.answers(first="post", text=text, attempt="b"), attempt="b")
    collect(graded.data, NAME)

    if by_stock:
        grade_again(graded)
    else:
        grade(graded.data, NAME)

    assert graded.marks()["P001", WRITE] == (None, 3.0, 0)
    assert graded.marks()["P002", WRITE] == (None, 3.0, 1)


def test_a_mark_that_never_reached_the_gradebook_gets_there(graded):
    mark(graded, points=1.5)
    mark(graded, points=3.0, comment="Toch goed.", arrives=False)
    keep_marks(graded.data, NAME)
    assert graded.marks()["P001", WRITE] == (None, 3.0, 0)
    assert MarkStore(graded.data).marks(NAME)[NOOR].settled


def test_what_formgrader_says_later_is_kept(graded):
    mark(graded, points=1.5)
    in_formgrader(graded, 2.0, "Bijna.")
    keep_marks(graded.data, NAME)

    kept = MarkStore(graded.data).marks(NAME)[NOOR]
    assert kept == Mark(2.0, "Bijna.", digest(TEXT), settled=True)
    (graded.data.course / "gradebook.db").unlink()
    grade(graded.data, NAME)
    assert graded.marks()["P001", WRITE] == (None, 2.0, 0)


def test_keeping_marks_twice_writes_nothing_more(graded):
    mark(graded)
    in_formgrader(graded, 2.0, "Bijna.")
    keep_marks(graded.data, NAME)
    before = graded.data.marks.read_bytes(), graded.tables()
    keep_marks(graded.data, NAME)
    assert (graded.data.marks.read_bytes(), graded.tables()) == before


def grade_again(placement):
    result = placement.nbgrader("autograde", NAME, "--force")
    assert result.returncode == 0, result.stderr
