"""The teacher gives a platform's zip on a page, and says there whose the unknown files are."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from course_site.teacher import files
from course_site.teacher.desk import Desk
from skill_grading.collecting.keys import create_keys
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.bad_days import locked
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME, Placement

NOOR, SAM = Pupil("p-noor", "5VZ", "Noor", "Peeters"), Pupil("p-sam", "5VZ", "Sam", "Maes")


@pytest.fixture
def placement(small_course, tmp_path) -> Placement:
    placement = Placement.make(tmp_path / "data", small_course)
    Roster((NOOR, SAM)).save(placement.data.roster)
    return placement


@pytest.fixture
def desk(placement, small_course) -> Desk:
    return Desk(placement.data, small_course.load(), "")


def counting(placement) -> set[str]:
    with Inbox(placement.data.inbox_url) as inbox:
        return {one.pupil_id for one in inbox.counting(NAME)}


def test_a_zip_is_collected_and_what_is_unknown_waits_for_the_teacher(placement, desk):
    upload = zipped(
        ("Noor Peeters_1_assignsubmission_file_/placement-answers.txt", placement.answers()),
        ("sam.txt", placement.answers(attempt="sam")),
        ("song.mp3", b"la la"),
    )
    files.keep(placement.data, NAME, [("C:\\fakepath\\..moodle.zip", upload)])
    unknown: files.Unknown = {}

    notice = files.collect_uploaded(desk, NAME, "", {}, unknown)

    assert notice.text.startswith("3 bestanden: 1 opgehaald") and len(notice.details) == 2
    assert counting(placement) == {"p-noor"}
    (waiting,) = unknown[NAME]
    chosen, strange = files.read_chosen(placement.data, {waiting.file: "Sam Maes (5VZ)"})
    assert not strange

    assert "1 waren er al" in files.collect_uploaded(desk, NAME, "", chosen, unknown).text
    assert counting(placement) == {"p-noor", "p-sam"}
    assert unknown[NAME] == []
    assert not (placement.data.uploads / NAME).exists()


def test_a_name_that_is_nobodys_is_told(placement):
    assert files.read_chosen(placement.data, {"a": "Wie?", "b": ""}) == ({}, ["Wie?"])


def test_a_wrong_passphrase_collects_nothing_and_keeps_the_upload(placement, desk, tmp_path):
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from tests.grading.sealing import seal

    create_keys(tmp_path / "school", placement.data.keys, "vier woorden zijn genoeg")
    public = load_pem_public_key((tmp_path / "school/public_key.pem").read_bytes())
    upload = zipped(("Noor Peeters/x.txt", seal(placement.answers(), public, NAME)))
    files.keep(placement.data, NAME, [("a.zip", upload)])

    assert "wachtzin" in files.collect_uploaded(desk, NAME, "iets helemaal anders", {}, {}).text
    assert counting(placement) == set()
    assert "1 opgehaald" in files.collect_uploaded(desk, NAME, "vier woorden zijn genoeg", {}, {}).text
    assert counting(placement) == {"p-noor"}


def test_files_of_one_name_are_all_taken(placement, desk):
    given = [(f"{NAME}-answers.txt", placement.answers(attempt=attempt)) for attempt in ("noor", "sam", "zoe")]
    assert files.take(desk, NAME, given, "", {}).text.startswith("3 bestanden")


def test_an_upload_never_leaves_its_folder(placement):
    files.keep(placement.data, NAME, [("../../x.zip", b"a"), ("..", b"b"), (".hidden", b"c")])
    assert [path.name for path in Path(placement.data.uploads).iterdir()] == [NAME]


def test_an_upload_takes_not_the_place_of_one_that_is_being_read(teacher):
    data, about = teacher.placement.data, {"page": f"files?assignment={NAME}", "field": "files"}
    kept = data.uploads / NAME
    noors = zipped(("Noor Peeters_1_assignsubmission_file_/placement-answers.txt", teacher.placement.answers()))
    with ThreadPoolExecutor(1) as threads:
        with locked(data.path / "inbox.db"):
            first = threads.submit(teacher.upload, "first.zip", noors, **about)
            while not (kept.is_dir() and list(kept.iterdir())) and not first.done():
                time.sleep(0.05)
            assert "notice problem" in teacher.upload("second.zip", zipped(("y.txt", b"y")), **about).text
            assert [file.name for file in kept.iterdir()] == ["first.zip"]
        assert "notice problem" not in first.result().text
