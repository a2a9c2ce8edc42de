"""Whatever is killed, at any moment: no answer is lost, nothing is half, and the next run goes on by itself.

Collecting and grading a thousand files has its kills in `test_taking_in`, building the site in `test_killed_build`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from hashlib import md5
from itertools import count
from pathlib import Path

import pytest

from skill_grading.collecting.collect import collect
from skill_grading.data import DataFolder
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.privacy.backup import back_up
from skill_grading.privacy.forgetting import forget
from skill_grading.privacy.restoring import restore
from skill_grading.privacy.retiring import plan, retire
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.report.writing import write_report
from tests.grading.placement import NAME, Placement
from tests.grading.privacy.lived_in import BRAM, COMMENT, NOOR, NOORS, NOORS_DRAFT, PEOPLE, found_in
from tests.killing import kill_often

EXHAUSTIVE = [pytest.mark.exhaustive, pytest.mark.timeout(1800)]
few_and_many = pytest.mark.parametrize("kills", [1, pytest.param(200, marks=EXHAUSTIVE)])
many = pytest.mark.parametrize("kills", [pytest.param(200, marks=EXHAUSTIVE)])
CLASS = [f"p-{number:03}" for number in range(60)]
AFTERWARDS = date.today() + timedelta(days=2)  # two, for midnight may come while the tests run
WORDS = "een lange wachtzin"


@pytest.fixture
def copies(tmp_path) -> Callable[[Placement], Placement]:
    """Makes copies of a data folder, each with a name of its own."""
    numbers = count()
    return lambda placement: placement.copy(tmp_path / f"data-{next(numbers)}")


def databases_are_whole(data: DataFolder) -> None:
    for file in (data.path / "inbox.db", data.course / "gradebook.db"):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def attempt_of(pupil_id: str) -> str:
    return md5(f"{pupil_id}a".encode()).hexdigest()


def hand_in_all(placement: Placement) -> None:
    """Each hand-in, and then a line with its receipt, as a browser shows it to the pupil."""
    shown = os.open(placement.data.path.with_suffix(".shown"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Inbox(placement.data.inbox_url) as inbox:
        for pupil_id in CLASS:
            receipt = inbox.accept(
                pupil_id, NAME, placement.answers(attempt=pupil_id), version=placement.release.version,
                attempt=attempt_of(pupil_id), answered=3, steps=3,
            )  # fmt: skip
            os.write(shown, json.dumps([pupil_id, receipt.receipt]).encode() + b"\n")
    os.close(shown)


def nothing_shown_is_lost(placement: Placement) -> None:
    shown = placement.data.path.with_suffix(".shown")
    lines = shown.read_text().splitlines() if shown.exists() else []
    with Inbox(placement.data.inbox_url) as inbox:
        kept = {one.pupil_id: one for one in inbox.counting(NAME)}
        assert len(inbox.attempts()) == len(kept), "none is doubled"
    for pupil_id, receipt in map(json.loads, lines):
        assert kept[pupil_id].receipt == receipt
        assert kept[pupil_id].answers == placement.answers(attempt=pupil_id)
    databases_are_whole(placement.data)


@few_and_many
def test_no_hand_in_is_lost_whose_receipt_was_shown(placement, copies, kills):
    def done(place: Placement) -> None:
        nothing_shown_is_lost(place)
        with Inbox(place.data.inbox_url) as inbox:
            assert [one.pupil_id for one in inbox.counting(NAME)] == CLASS

    kill_often(kills, lambda: copies(placement), hand_in_all, nothing_shown_is_lost, done)


@pytest.fixture
def handed(placement) -> Placement:
    Roster(tuple(Pupil(pupil_id, "5VZ", f"Sam {pupil_id[2:]}", "Maes") for pupil_id in CLASS)).save(
        placement.data.roster
    )
    hand_in_all(placement)
    return placement


def folders_are_whole(placement: Placement, kind: str) -> list[str]:
    found = sorted(placement.data.course.glob(f"{kind}/[!.]*/{NAME}"))
    for folder in found:
        assert (folder / "answers.json").read_bytes() == placement.answers(attempt=folder.parent.name)
        assert (folder / f"{NAME}.ipynb").read_bytes().endswith(b"}\n") and (folder / "timestamp.txt").read_bytes()
    return [folder.parent.name for folder in found]


@many
def test_collecting_goes_on(handed, copies, kills):
    def done(place: Placement) -> None:
        assert folders_are_whole(place, "submitted") == CLASS

    kill_often(
        kills, lambda: copies(handed), lambda place: collect(place.data, NAME),
        lambda place: folders_are_whole(place, "submitted"), done,
    )  # fmt: skip


@many
def test_grading_goes_on(handed, copies, kills):
    collect(handed.data, NAME)
    right = (5.0, None, 0)

    def whole(place: Placement) -> dict:
        databases_are_whole(place.data)
        folders_are_whole(place, "autograded")
        marks = place.marks()
        assert all(mark == right for (_, cell), mark in marks.items() if cell == "walk")
        return marks

    def done(place: Placement) -> None:
        assert len(whole(place)) == 2 * len(CLASS) and folders_are_whole(place, "autograded") == CLASS

    kill_often(kills, lambda: copies(handed), lambda place: grade(place.data, NAME), whole, done)


def pages(folder: Path) -> dict[str, bytes]:
    """What a teacher sees of a folder of reports; of a PDF, in which the time stands, only its end."""
    return {
        file.name: file.read_bytes().strip()[-5:] if file.suffix == ".pdf" else file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }


@many
def test_reporting_leaves_no_half_report(lived, small, copies, kills, tmp_path):
    expected = {path.name for path in write_report(lived.data, small.school, NAME, "5VZ", "nl", tmp_path / "right")}
    right = pages(tmp_path / "right")
    assert expected <= right.keys() and {b"%%EOF"} <= set(right.values())

    def out(place: Placement) -> Path:
        return place.data.path.with_suffix(".reports")

    def whole(place: Placement) -> None:
        assert pages(out(place)).items() <= right.items()

    def done(place: Placement) -> None:
        assert pages(out(place)) == right

    kill_often(
        kills, lambda: copies(lived),
        lambda place: write_report(place.data, small.school, NAME, "5VZ", "nl", out(place)), whole, done,
    )  # fmt: skip


@many
def test_forgetting_is_given_again_and_finishes(lived, copies, kills):
    def others_are_whole(place: Placement) -> None:
        databases_are_whole(place.data)
        left = {pupil.pupil_id for pupil in Roster.load(place.data.roster).pupils}
        assert {pupil.pupil_id for pupil in PEOPLE} - left <= {NOOR}
        with Inbox(place.data.inbox_url) as inbox:
            assert BRAM in {one.pupil_id for one in inbox.counting(NAME)}

    def done(place: Placement) -> None:
        others_are_whole(place)
        assert found_in(place.data.path, NOOR, "d'Hônt", NOORS, NOORS_DRAFT, COMMENT) == []

    kill_often(kills, lambda: copies(lived), lambda place: forget(place.data, [NOOR]), others_are_whole, done)


@many
def test_retiring_is_given_again_and_counts_once(lived, small, copies, kills):
    def end_the_year(place: Placement) -> None:
        retire(place.data, plan(place.data, AFTERWARDS, small.school), small.school)

    after = copies(lived)
    end_the_year(after)
    (counts,) = after.data.aggregates.iterdir()

    def whole(place: Placement) -> None:
        databases_are_whole(place.data)
        Roster.load(place.data.roster)
        for file in place.data.aggregates.glob("[!.]*"):
            assert file.read_bytes() == counts.read_bytes()

    def done(place: Placement) -> None:
        whole(place)
        assert (place.data.aggregates / counts.name).exists()
        assert found_in(place.data.path, NOOR, BRAM, "d'Hônt", NOORS, NOORS_DRAFT, COMMENT) == []

    kill_often(kills, lambda: copies(lived), end_the_year, whole, done)


@many
def test_a_backup_is_whole_or_is_not_there(lived, small, copies, kills, tmp_path):
    school, numbers = tmp_path / "small-school", count()
    school.mkdir()

    def to(place: Placement) -> Path:
        return place.data.path.with_suffix(".backup")

    def whole(place: Placement) -> None:
        if to(place).exists():
            again = DataFolder(tmp_path / f"restored-{next(numbers)}")
            restore(to(place), again, school.name, lambda: WORDS)
            databases_are_whole(again)
            assert again.roster.read_bytes() == lived.data.roster.read_bytes()
            assert again.marks.read_bytes() == lived.data.marks.read_bytes()
            with Inbox(again.inbox_url) as new, Inbox(place.data.inbox_url) as old:
                assert list(new.counting(NAME)) == list(old.counting(NAME))
            assert not list(again.path.glob(".*")), "what was killed is in no later backup"

    def done(place: Placement) -> None:
        assert to(place).exists()
        whole(place)

    kill_often(kills, lambda: copies(lived), lambda place: back_up(place.data, school, to(place), lambda: WORDS), whole,
               done)  # fmt: skip
