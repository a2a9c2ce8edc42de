"""After a move, collecting and grading are right for both pupils."""

from __future__ import annotations

from nbgrader.api import Gradebook

from skill_grading.collecting import collect
from skill_grading.gradebook import grade
from skill_grading.inbox import Inbox
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


def test_work_and_marks_by_hand_go_to_the_right_pupil_and_leave_the_other(placement: Placement):
    placement.hand_in("p-wrong")
    data = graded(placement)
    mark_by_hand(data, "p-wrong", 2)
    graded(placement)
    before = submissions(data)
    move(placement, "p-wrong", "p-right")
    for _ in range(2):
        graded(placement)
        assert folders(data) == {"submitted": {"p-right"}, "autograded": {"p-right"}}
        assert submissions(data) == {"p-right": before["p-wrong"]}
        assert marks_by_hand(data) == {"p-right": [2]}


def test_the_other_pupils_own_work_is_graded_afresh(placement: Placement):
    placement.hand_in("p-wrong")
    placement.hand_in("p-wrong", attempt="own")
    data = graded(placement)
    mark_by_hand(data, "p-wrong", 2)
    move(placement, "p-wrong", "p-right")
    graded(placement)
    assert folders(data) == {kind: {"p-right", "p-wrong"} for kind in ("submitted", "autograded")}
    assert marks_by_hand(data) == {"p-right": [2], "p-wrong": []}


def test_where_the_right_pupil_has_work_of_their_own_that_stays(placement: Placement):
    placement.hand_in("p-wrong")
    placement.hand_in("p-right", attempt="own")
    data = graded(placement)
    before = submissions(data)
    move(placement, "p-wrong", "p-right")
    graded(placement)
    assert submissions(data) == {"p-right": before["p-right"]}
    assert folders(data) == {"submitted": {"p-right"}, "autograded": {"p-right"}}
