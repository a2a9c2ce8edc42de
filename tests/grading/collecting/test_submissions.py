"""Reading a collected hand-in back: what is not whole, known and in its own place is refused."""

from datetime import UTC, datetime

import pytest
from nbgrader.utils import parse_utc

from skill_grading.collecting.collect import collect
from skill_grading.collecting.submissions import SubmissionRefused, read_submission, submitted_pupils
from skill_grading.evidence.work import AssignmentWork
from skill_grading.folders import list_folder, remove_folder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil
from tests.grading.placement import NAME, Placement


@pytest.fixture
def collected(placement):
    placement.hand_in("P001")
    collect(placement.data, NAME)
    return placement


def work(placement):
    return AssignmentWork(placement.data, NAME).of_pupil(Pupil("P001", "5VZ", "Noor", "Peeters"))


def refused(placement, pupil="P001", name=NAME):
    with pytest.raises(SubmissionRefused) as error:
        read_submission(placement.data, name, pupil)
    return error.value.code


def test_a_hand_in_comes_back_with_its_score_and_its_time(collected):
    with Inbox(collected.data.inbox_url) as inbox:
        (hand_in,) = inbox.counting(NAME)

    submission = read_submission(collected.data, NAME, "P001")

    assert submission.score.scenarios["walk"].points == 5.0
    assert submission.release == collected.release
    assert submission.received == hand_in.received.astimezone(UTC).replace(tzinfo=None)
    assert submitted_pupils(collected.data, NAME) == ["P001"]


@pytest.mark.parametrize(
    "written, read",
    [
        ("2026-11-23T10:30:00+01:00", datetime(2026, 11, 23, 9, 30)),
        ("2026-11-23T10:30:00.5+00:00\n", datetime(2026, 11, 23, 10, 30, 0, 500_000)),
        ("2026-11-23T10:30:00", datetime(2026, 11, 23, 10, 30)),
    ],
)
def test_times_are_read_as_nbgrader_reads_them(collected, written, read):
    (collected.submitted("P001") / "timestamp.txt").write_text(written)

    assert read_submission(collected.data, NAME, "P001").received == read == parse_utc(written.strip())


@pytest.mark.parametrize("time", ["", "yesterday", "\x00", "2026-11-23T10:30:00+25:00", "9" * 400])
def test_a_strange_time_is_refused(collected, time):
    (collected.submitted("P001") / "timestamp.txt").write_text(time)

    assert refused(collected) == "strange_files"


def test_answers_of_a_version_that_is_graded_elsewhere_are_refused(collected, small_course):
    steps = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]
    steps["left"]["points"] = steps["right"]["points"] = 4
    Placement.make(collected.data.path, small_course)
    collected.submitted("P001").rename(collected.submitted("P001", "placement-v2"))

    assert refused(collected, name="placement-v2") == "wrong_version"


@pytest.mark.parametrize("pupil", ["../P001", "..", ".", "", "P001/x", "-P001", "P 001", "P" * 65])
def test_a_pupil_id_that_is_no_folder_name_is_refused(collected, pupil):
    assert refused(collected, pupil) == "strange_pupil_id"


def test_what_was_never_released_or_collected_is_refused(collected):
    assert refused(collected, name="other") == "unknown_assignment"
    assert refused(collected, "P002") == "strange_files"


def test_hidden_folders_are_nobody(collected):
    (collected.data.submitted / ".hidden" / NAME).mkdir(parents=True)

    assert submitted_pupils(collected.data, NAME) == ["P001"]


def test_work_whose_time_is_spoilt_was_not_collected(collected):
    assert work(collected).collected
    (collected.submitted("P001") / "timestamp.txt").write_bytes(b"\xff")

    assert not work(collected).collected


def test_work_that_is_collected_anew_at_this_very_moment_is_refused_and_not_an_error(collected, monkeypatch):
    files = list_folder(collected.submitted("P001"))
    monkeypatch.setattr("skill_grading.collecting.submissions.list_folder", lambda folder: files)
    remove_folder(collected.submitted("P001"))

    assert refused(collected) == "strange_files"
