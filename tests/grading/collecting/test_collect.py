"""Collecting: every hand-in that counts reaches its folder, whole, and one bad one stops nobody."""

from datetime import datetime

import pytest

from skill_grading import folders
from skill_grading.collecting import collect as collect_module
from skill_grading.collecting.collect import collect
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import ReleaseStore
from tests.grading.placement import NAME, Placement


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def codes(report):
    return {each.pupil_id: each.code for each in report.refused}


def with_other_points(placement, small_course):
    """The same data folder after a release with other points."""
    steps = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]
    steps["left"]["points"] = steps["right"]["points"] = 4
    return Placement.make(placement.data.path, small_course)


def test_a_hand_in_lies_beside_the_released_notebook(placement):
    placement.hand_in("P001")

    report = collect(placement.data, NAME)

    found = files(placement.submitted("P001"))
    assert (report.taken, report.unchanged, report.refused) == (["P001"], [], [])
    assert found.keys() == {"answers.json", "placement.ipynb", "timestamp.txt"}
    assert found["answers.json"] == placement.answers()
    assert found["placement.ipynb"] == (placement.data.release / NAME / "placement.ipynb").read_bytes()
    assert datetime.fromisoformat(found["timestamp.txt"].decode()).tzinfo is not None


def test_collecting_again_changes_nothing(placement):
    for pupil in ("P001", "P002"):
        placement.hand_in(pupil)
    collect(placement.data, NAME)
    before = placement.submitted("P001").stat().st_ino
    placement.hand_in("P003")

    report = collect(placement.data, NAME)

    assert (report.taken, report.unchanged) == (["P003"], ["P001", "P002"])
    assert placement.submitted("P001").stat().st_ino == before


def test_what_was_spoilt_on_disk_is_collected_again(placement):
    placement.hand_in("P001")
    collect(placement.data, NAME)
    (placement.submitted("P001") / "answers.json").unlink()
    (placement.submitted("P001") / "answers.json").symlink_to(placement.data.path / "secret")

    assert collect(placement.data, NAME).taken == ["P001"]
    assert files(placement.submitted("P001"))["answers.json"] == placement.answers()


def test_one_bad_hand_in_never_stops_the_class(placement):
    bad = {
        "P001": b"not json",
        "P002": placement.answers(content="0" * 64),
        "P003": placement.answers(assignment="other"),
        "P004": placement.answers(course="other-school"),
        "P005": placement.answers(scenarios={"nothing": []}),
        "P006": b"[" * 100_000,
        "P007": placement.answers(extra=1),
        "../P008": placement.answers(),
        "P009/x": placement.answers(),
    }
    for pupil, answers in bad.items():
        placement.hand_in(pupil, answers)
    placement.hand_in("P010")

    report = collect(placement.data, NAME)

    assert report.taken == ["P010"]
    assert codes(report) == {
        "P001": "not_json",
        "P002": "wrong_version",
        "P003": "wrong_assignment",
        "P004": "wrong_course",
        "P005": "unknown_scenario",
        "P006": "not_json",
        "P007": "invalid",
        "../P008": "strange_pupil_id",
        "P009/x": "strange_pupil_id",
    }
    assert [path.name for path in placement.data.submitted.iterdir()] == ["P010"]
    assert "P001: not readable as JSON" in str(report)


def test_a_fault_of_our_own_stops_nobody_else(placement, monkeypatch):
    for pupil in ("P001", "P002"):
        placement.hand_in(pupil)
    check = collect_module.Judge.check
    calls = iter([True, False])
    monkeypatch.setattr(collect_module.Judge, "check", lambda *given: 1 / 0 if next(calls) else check(*given))

    report = collect(placement.data, NAME)

    assert report.taken == ["P002"]
    assert codes(report) == {"P001": "unexpected"}


def test_a_later_hand_in_counts_once_reopened(placement):
    placement.hand_in("P001", placement.answers(first="ask"), attempt="a")
    collect(placement.data, NAME)
    placement.autograded("P001").mkdir(parents=True)
    placement.hand_in("P001", placement.answers(first="post"), attempt="b")
    assert collect(placement.data, NAME).unchanged == ["P001"]

    with Inbox(placement.data.inbox_url) as inbox:
        inbox.reopen("P001", NAME)
    placement.hand_in("P001", placement.answers(first="hide", ticked=["call"]), attempt="c")

    assert collect(placement.data, NAME).taken == ["P001"]
    assert files(placement.submitted("P001"))["answers.json"] == placement.answers(first="hide", ticked=["call"])
    # Without an autograded copy nbgrader grades again, whatever the times say.
    assert not placement.autograded("P001").exists()


def test_versions_with_other_points_are_collected_apart(placement, small_course):
    placement.hand_in("P001")
    newer = with_other_points(placement, small_course)
    newer.hand_in("P002")

    report = collect(placement.data, NAME)

    assert report.taken == ["P001", "P002"]
    assert placement.submitted("P001", "placement").is_dir()
    assert placement.submitted("P002", "placement-v2").is_dir()


def test_a_page_that_was_open_when_the_exercise_changed_is_collected_too(placement, small_course):
    with_other_points(placement, small_course)
    placement.hand_in("P001")

    assert collect(placement.data, NAME).taken == ["P001"]
    assert placement.submitted("P001", "placement-v2").is_dir()
    assert dict(placement.sql("SELECT a.name, 1 FROM notebook n JOIN assignment a ON a.id = n.assignment_id")) == {
        "placement": 1,
        "placement-v2": 1,
    }


def test_a_pupil_is_in_one_gradebook_assignment_only(placement, small_course):
    placement.hand_in("P001", attempt="a")
    collect(placement.data, NAME)
    newer = with_other_points(placement, small_course)
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.reopen("P001", NAME)
    newer.hand_in("P001", attempt="b")

    collect(placement.data, NAME)

    assert [path.name for path in (placement.data.submitted / "P001").iterdir()] == ["placement-v2"]


def test_one_gradebook_assignment_or_one_pupil_can_be_asked_for(placement, small_course):
    placement.hand_in("P001")
    newer = with_other_points(placement, small_course)
    for pupil in ("P002", "P003"):
        newer.hand_in(pupil)

    assert collect(placement.data, NAME, gradebook_name="placement").taken == ["P001"]
    assert collect(placement.data, NAME, pupil_id="P003").taken == ["P003"]


def test_a_hand_in_of_an_unknown_version_is_refused(placement):
    placement.hand_in("P001")
    (placement.data.releases / NAME / "releases.json").unlink()
    assert ReleaseStore(placement.data).assignments() == []

    assert codes(collect(placement.data, NAME)) == {"P001": "wrong_version"}


def test_a_crash_between_leaves_the_old_hand_in_or_the_new_one(placement, monkeypatch):
    placement.hand_in("P001", attempt="a")
    collect(placement.data, NAME)
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.reopen("P001", NAME)
    placement.hand_in("P001", placement.answers(first="post"), attempt="b")

    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(folders.os, "link", lambda *given, **options: (_ for _ in ()).throw(KeyboardInterrupt))
        collect(placement.data, NAME)

    assert files(placement.submitted("P001"))["answers.json"] == placement.answers(attempt="a")
    assert collect(placement.data, NAME).taken == ["P001"]
