"""A mended key: nothing changes before the teacher has seen what would."""

import pytest

from scenario_quiz.release import freeze
from skill_grading.collecting.collect import collect
from skill_grading.collecting.submissions import read_submission
from skill_grading.gradebook import regrading
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.gradebook.grade import grade
from skill_grading.gradebook.regrading import Change, preview, regrade
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import ReleaseStore, key_waits
from tests.grading.placement import NAME, Placement

WALK = "exercises/placement/walk/scenario.yml"
MENDED = [Change("P001", "walk", 2.5, 1.5)]


@pytest.fixture
def classroom(small_course, tmp_path):
    """Two graded pupils, one of whom chose what the mended key of `mend` gives fewer points for."""
    placement = Placement.make(tmp_path / "data", small_course)
    placement.hand_in("P001", placement.answers(first="hide", ticked=["call"]))
    placement.hand_in("P002", placement.answers(first="ask", ticked=["name"]))
    collect(placement.data, NAME)
    grade(placement.data, NAME)
    return placement


def release(placement, small_course):
    course = small_course.load()
    release_assignment(placement.data, freeze(course.assignments[NAME], course.school))


def mend(placement, small_course, points=0):
    small_course.files[WALK]["steps"]["first"]["choices"]["hide"]["points"] = points
    release(placement, small_course)


def teacher_marks(placement):
    placement.sql("UPDATE grade SET manual_score = 2, needs_manual_grade = 0 WHERE needs_manual_grade")
    placement.sql("UPDATE comment SET manual_comment = 'Mooi.'")


def test_a_mended_key_changes_nothing_by_itself(classroom, small_course):
    before = classroom.tables()

    mend(classroom, small_course)
    again = grade(classroom.data, NAME)

    assert key_waits(classroom.data, NAME)
    assert preview(classroom.data, NAME).changes == MENDED
    assert again.graded == [] and classroom.tables() == before
    # The report and the pupil's feedback say what the gradebook says.
    assert read_submission(classroom.data, NAME, "P001").score.scenarios["walk"].points == 2.5


def test_grading_again_by_the_mended_key_keeps_what_the_teacher_gave(classroom, small_course):
    mend(classroom, small_course)
    teacher_marks(classroom)

    report = regrade(classroom.data, NAME)

    assert (report.graded, report.unchanged) == (["P001"], ["P002"])
    assert classroom.marks()["P001", "walk"] == (1.5, None, 0)
    assert classroom.marks()["P001", "tell--write"][1] == 2.0
    assert set(classroom.sql("SELECT manual_comment FROM comment")) == {("Mooi.",)}
    assert not key_waits(classroom.data, NAME)
    assert preview(classroom.data, NAME).changes == []


def test_the_old_key_is_kept_and_the_change_is_logged(classroom, small_course):
    old = ReleaseStore(classroom.data).current(NAME)
    mend(classroom, small_course)

    regrade(classroom.data, NAME)

    kept = classroom.data.releases / NAME / old.version / "full-1.json"
    assert type(old).model_validate_json(kept.read_bytes()) == old
    with Inbox(classroom.data.inbox_url) as inbox:
        (action,) = inbox.actions()
    assert (action.action, action.assignment) == ("regrade", NAME)
    assert (action.detail["up"], action.detail["down"]) == (0, 1)


def test_a_key_that_is_mended_back_waits_no_longer(classroom, small_course):
    mend(classroom, small_course)
    mend(classroom, small_course, points=1)

    assert not key_waits(classroom.data, NAME)


def test_other_feedback_is_no_mended_key(classroom, small_course):
    for language in ("nl", "en"):
        small_course.files[f"exercises/placement/walk/{language}.yml"]["steps"]["first"]["feedback"]["ask"] = "Anders."
    release(classroom, small_course)

    assert not key_waits(classroom.data, NAME)
    words = ReleaseStore(classroom.data).current(NAME).scenario("walk").words["nl"]
    assert words.steps["first"].feedback["ask"] == "Anders."


def test_while_nobody_is_graded_a_mended_key_counts_at_once(small_course, tmp_path):
    placement = Placement.make(tmp_path / "data", small_course)
    placement.hand_in("P001", placement.answers(first="hide", ticked=["call"]))
    collect(placement.data, NAME)

    mend(placement, small_course)
    grade(placement.data, NAME)

    assert not key_waits(placement.data, NAME)
    assert placement.marks()["P001", "walk"] == (1.5, None, 0)


def test_a_crash_half_way_is_finished_by_doing_it_again(classroom, small_course, monkeypatch):
    mend(classroom, small_course)
    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(regrading, "grade", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        regrade(classroom.data, NAME)

    assert preview(classroom.data, NAME).changes == MENDED
    regrade(classroom.data, NAME)

    assert classroom.marks()["P001", "walk"] == (1.5, None, 0)
    assert not key_waits(classroom.data, NAME)


def test_old_answers_are_scored_by_the_version_that_the_pupil_saw(classroom, small_course):
    # In the new version the letters of the options stand for others.
    for language in ("nl", "en"):
        small_course.files[f"exercises/placement/walk/{language}.yml"]["situation"] += " Anders."
    small_course.files[WALK]["steps"]["first"]["choices"]["hide"]["points"] = 0
    newer = Placement.make(classroom.data.path, small_course)
    newer.hand_in("P003", newer.answers(first="hide", ticked=["call"]))
    collect(newer.data, NAME)

    grade(newer.data, NAME)

    assert newer.release.version != classroom.release.version
    assert classroom.marks()["P001", "walk"] == (2.5, None, 0)
    assert classroom.marks()["P003", "walk"] == (1.5, None, 0)
