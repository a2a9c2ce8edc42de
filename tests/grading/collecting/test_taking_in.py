"""A folder with honest and hostile files: every honest one counts, every other one is named with its reason."""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
import time
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scenario_quiz.answers import parse_answers
from scenario_quiz.labels import load_labels
from scenario_quiz.scoring import score
from skill_grading.collecting.keys import key_id
from skill_grading.collecting.taking_in import collect_files
from skill_grading.evidence.pupils import Standing
from skill_grading.folders import list_folder
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.reasons import reason
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.marks_table import PLAIN, marks_csv
from skill_grading.report.writing import write_report
from tests.grading.hostile_files import make_folder, zipped
from tests.grading.placement import NAME
from tests.killing import kill_often

EVERY_KIND = 52
LABELS = {language: load_labels("skill_grading", language) for language in ("nl", "en")}


def collect_and_grade(placement, folder):
    keys = {key_id(folder.key.public_key()): folder.key}
    report, collected = collect_files(placement.data, NAME, folder.path, lambda: keys)
    assert not collected.refused
    assert not grade(placement.data, NAME).not_graded
    return report


def right_marks(placement, folder):
    """The points that every honest pupil must get, scored here."""
    scores = {pupil: score(placement.release, parse_answers(content)) for pupil, content in folder.answers.items()}
    return {pupil: one.scenarios["walk"].points for pupil, one in scores.items()}


def check(placement, folder, report, right):
    found = {each.file: each.code for each in report.outcomes if each.code not in ("taken", "known")}
    assert found == folder.expected
    whose = {each.file: each.pupil.pupil_id for each in report.outcomes if each.file in found}
    assert whose == dict(zip(folder.expected, folder.refused, strict=True))
    assert len(report.outcomes) - len(found) == len(folder.answers)
    with Inbox(placement.data.inbox_url) as inbox:
        assert {one.pupil_id: one.answers for one in inbox.counting(NAME)} == folder.answers
        assert {one.pupil_id: one.reason for one in inbox.refused(NAME)} == folder.refused
    marks = placement.marks()
    assert {pupil: points for (pupil, cell), (points, *_) in marks.items() if cell == "walk"} == right
    assert len(marks) == 2 * len(right)


def check_report(placement, folder, course, right):
    """Of who could not be graded the reason stands in the report and among the marks, and no points."""
    evidence = CourseEvidence(placement.data, course.school, [NAME])
    pupils = [pupil for name in evidence.classes for pupil in evidence.report(name, names=True).pupils]
    done = {pupil.pupil_id: pupil.done[NAME] for pupil in pupils}
    assert {pupil: one.reason for pupil, one in done.items() if one.standing == Standing.NOT_GRADED} == folder.refused
    assert {pupil for pupil, one in done.items() if one.standing == Standing.GRADED} == right.keys()
    why = {pupil: reason(LABELS["nl"], code) for pupil, code in folder.refused.items()}
    assert not any("(" in words for words in why.values())  # each has words of its own in place of its code
    assert {f"reason_{code}" for code in folder.refused.values()} <= LABELS["en"].keys()
    table = csv.reader(io.StringIO(marks_csv(placement.data, NAME, "nl", how=PLAIN).decode()))
    rows = {(row[2], row[1]): row for row in table}
    for pupil in placement.pupils():
        row = rows[pupil.first_name, pupil.last_name]
        if pupil.pupil_id in why:
            assert row[4] == f"{LABELS['nl']['marks_not_graded']}: {why[pupil.pupil_id]}" and not any(row[5:])
        else:
            assert float(row[5]) == right[pupil.pupil_id]


def test_of_a_folder_with_every_kind_of_hostility_all_honest_files_count(placement, small_course, tmp_path):
    folder = make_folder(tmp_path / "files", placement, honest=10, hostile=EVERY_KIND)
    right = right_marks(placement, folder)

    for _ in range(2):
        check(placement, folder, collect_and_grade(placement, folder), right)
        check_report(placement, folder, small_course.load(), right)


@pytest.fixture
def machine_in_utc(monkeypatch):
    with monkeypatch.context() as clock:
        clock.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def test_a_time_in_an_archive_is_that_of_the_schools_clock(placement, tmp_path, machine_in_utc):
    """An archive says no zone, and a server in the cloud has another clock."""
    Roster((Pupil("P001", "5VZ", "Noor", "Peeters"),)).save(placement.data.roster)
    entry = zipfile.ZipInfo("Peeters Noor/answers.json", (2025, 7, 1, 12, 0, 0))
    (tmp_path / "in.zip").write_bytes(zipped((entry, placement.answers())))

    report, _ = collect_files(placement.data, NAME, tmp_path / "in.zip")

    assert [each.code for each in report.outcomes] == ["taken"]
    with Inbox(placement.data.inbox_url) as inbox:
        (attempt,) = inbox.attempts(NAME)
    assert attempt.received == datetime(2025, 7, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.mark.exhaustive
def test_of_a_thousand_files_fifty_are_named_and_the_others_count(placement, small_course, tmp_path):
    folder, course = make_folder(tmp_path / "files", placement, honest=950, hostile=50), small_course.load()
    right = right_marks(placement, folder)

    check(placement, folder, collect_and_grade(placement, folder), right)
    check_report(placement, folder, course, right)
    classes = Roster.load(placement.data.roster).classes
    written = [path for name in classes for path in write_report(placement.data, course.school, NAME, name, "nl")]
    assert len({path.parent for path in written}) == 40 and all(path.stat().st_size for path in written)


def check_nothing_is_half(placement, folder, right):
    """What is there at this moment is right and whole, whatever is still to come."""
    data = placement.data
    with Inbox(data.inbox_url) as inbox:
        for one in inbox.counting(NAME):
            assert one.answers == folder.answers[one.pupil_id]
    for file in (data.path / "inbox.db", data.course / "gradebook.db"):
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for kind in (data.submitted, data.autograded):
        for place in kind.glob(f"[!.]*/{NAME}"):
            assert list_folder(place) == ["answers.json", "placement.ipynb", "timestamp.txt"]
            assert (place / "answers.json").read_bytes() == folder.answers[place.parent.name]
            assert (place / "placement.ipynb").read_bytes().endswith(b"}\n")
    marks = placement.marks()
    graded = {pupil: points for (pupil, cell), (points, *_) in marks.items() if cell == "walk"}
    assert graded.items() <= right.items() and len(marks) == 2 * len(graded)


@pytest.mark.parametrize(
    "kills, honest, hostile",
    [(4, 20, 5), pytest.param(50, 950, 50, marks=[pytest.mark.exhaustive, pytest.mark.timeout(3600)])],
)
def test_killed_at_any_moment_and_begun_again_nothing_is_lost(placement, tmp_path, kills, honest, hostile):
    """A run that was killed leaves nothing half; the next one goes on from there, until it is killed too."""
    folder = make_folder(tmp_path / "files", placement, honest, hostile)
    right, numbers = right_marks(placement, folder), itertools.count()
    kill_often(
        kills,
        fresh=lambda: placement.copy(tmp_path / f"killed-{next(numbers)}"),
        do=lambda killed: collect_and_grade(killed, folder),
        whole=lambda killed: check_nothing_is_half(killed, folder, right),
        done=lambda killed: check(killed, folder, collect_and_grade(killed, folder), right),
    )
