"""After a move, collecting, grading and feedback are right for both pupils."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from skill_grading.collecting.collect import collect
from skill_grading.course_facts import kept_facts
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import release
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME, Placement


def submissions(data):
    with Gradebook(data.gradebook_url) as gradebook:
        return {each.student_id: each.id for each in gradebook.assignment_submissions(NAME)}


def folders(data):
    return {
        kind.name: {folder.parent.name for folder in kind.glob(f"[!.]*/{NAME}")}
        for kind in (data.submitted, data.autograded)
    }


def graded(placement):
    collect(placement.data, NAME)
    grade(placement.data, NAME)
    return placement.data


def mark_by_hand(data, pupil_id, points):
    with Gradebook(data.gradebook_url) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, pupil_id).grades
        (cell,) = [each for each in grades if each.auto_score is None]
        cell.manual_score = points
        gradebook.db.commit()


def marks_by_hand(data):
    with Gradebook(data.gradebook_url) as gradebook:
        return {
            each.student_id: [g.manual_score for n in each.notebooks for g in n.grades if g.manual_score is not None]
            for each in gradebook.assignment_submissions(NAME)
        }


def move(placement, pupil_id, to):
    with Inbox(placement.data.inbox_url) as inbox:
        attempt = inbox.attempts(NAME, pupil_id)[0]
        inbox.move(pupil_id, NAME, attempt.attempt, to)


def test_work_and_marks_by_hand_go_to_the_right_pupil_and_leave_the_other(anywhere: Placement):
    anywhere.hand_in("p-wrong")
    data = graded(anywhere)
    mark_by_hand(data, "p-wrong", 2)
    graded(anywhere)
    before = submissions(data)
    move(anywhere, "p-wrong", "p-right")
    for _ in range(2):
        graded(anywhere)
        assert folders(data) == {"submitted": {"p-right"}, "autograded": {"p-right"}}
        assert submissions(data) == {"p-right": before["p-wrong"]}
        assert marks_by_hand(data) == {"p-right": [2]}


def test_after_a_move_formgrader_marks_the_other_pupils_own_work(anywhere: Placement):
    """Also where grading was killed before it kept the marks."""
    anywhere.hand_in("p-wrong")
    data = graded(anywhere)
    mark_by_hand(data, "p-wrong", 2)
    graded(anywhere)
    move(anywhere, "p-wrong", "p-right")
    graded(anywhere)
    anywhere.hand_in("p-wrong", attempt="own")
    collect(data, NAME)
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr("skill_grading.gradebook.grade.keep_marks", lambda data, name: False)
        grade(data, NAME)
    mark_by_hand(data, "p-wrong", 1)
    graded(anywhere)
    assert marks_by_hand(data) == {"p-right": [2], "p-wrong": [1]}


def test_the_other_pupils_own_work_is_graded_afresh(anywhere: Placement):
    anywhere.hand_in("p-wrong")
    anywhere.hand_in("p-wrong", attempt="own")
    data = graded(anywhere)
    mark_by_hand(data, "p-wrong", 2)
    move(anywhere, "p-wrong", "p-right")
    graded(anywhere)
    assert folders(data) == {kind: {"p-right", "p-wrong"} for kind in ("submitted", "autograded")}
    assert marks_by_hand(data) == {"p-right": [2], "p-wrong": []}


def test_where_the_right_pupil_has_work_of_their_own_that_stays(anywhere: Placement):
    anywhere.hand_in("p-wrong")
    anywhere.hand_in("p-right", attempt="own")
    data = graded(anywhere)
    before = submissions(data)
    move(anywhere, "p-wrong", "p-right")
    graded(anywhere)
    assert submissions(data) == {"p-right": before["p-right"]}
    assert folders(data) == {"submitted": {"p-right"}, "autograded": {"p-right"}}


def test_feedback_that_was_released_goes_from_the_wrong_pupil_and_comes_to_the_right_one_when_released_again(
    anywhere: Placement,
):
    Roster((Pupil("p-wrong", "5VZ", "Sam", "Maes"), Pupil("p-right", "5VZ", "Noor", "Peeters"))).save(
        anywhere.data.roster
    )

    def can_read():
        with Inbox(anywhere.data.inbox_url) as inbox:
            pages = {}
            for pupil in ("p-wrong", "p-right"):
                receipt = inbox.standing(pupil, NAME).receipt
                pages[pupil] = receipt and inbox.feedback.page(pupil, NAME, receipt.receipt)
        return {pupil for pupil, page in pages.items() if page}

    def give():
        return release(FeedbackMaker(anywhere.data, kept_facts(anywhere.data), NAME), "5VZ", unmarked=True)

    anywhere.hand_in("p-wrong")
    graded(anywhere)
    give()
    assert can_read() == {"p-wrong"}

    move(anywhere, "p-wrong", "p-right")
    assert can_read() == set()
    anywhere.hand_in("p-wrong", attempt="own")
    assert can_read() == set()

    graded(anywhere)
    give()
    assert can_read() == {"p-wrong", "p-right"}
