"""Every kind of file in a data folder is known, so that none is overlooked when a pupil is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill_grading.privacy.places import PLACES, Kind, files, is_backed_up, kind_of


def test_a_folder_that_was_lived_in_holds_nothing_of_an_unknown_kind(lived):
    found = dict(files(lived.data))
    assert not [path for path, kind in found.items() if kind in (None, Kind.LEFTOVER)]
    of_pupils = set(Kind) - {Kind.NOBODY, Kind.LEFTOVER}
    assert of_pupils <= set(found.values()), "the folder lacks a kind of file, so nothing is tested on it"


def test_what_is_known_of_nobody_names_nobody(lived):
    nobody = [path for path, kind in files(lived.data) if kind is Kind.NOBODY]
    assert nobody
    for path in nobody:
        content = (lived.data.path / path).read_bytes()
        assert b"p-n00r" not in content and "d'Hônt".encode() not in content, path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("course/submitted/.aside-x/3/answers.json", Kind.LEFTOVER),
        (".roster.csv.abc", Kind.LEFTOVER),
        ("inbox.db-wal", Kind.DATABASE),
        ("feedback/internship/5VZ/p-1.html", Kind.OWN),
        ("feedback/internship.zip", Kind.CLOSED),
        ("notes.txt", None),
    ],
)
def test_a_file_is_known_by_its_place(path, kind):
    assert kind_of(Path(path)) is kind


def test_logs_and_leftovers_are_not_backed_up_and_the_truth_is():
    assert not any(map(is_backed_up, map(Path, ["teacher.log", "inbox.db-wal", ".x", "cards/codes.pdf"])))
    assert all(map(is_backed_up, map(Path, ["roster.csv", "inbox.db", "secret", "marking/marks.jsonl"])))
    assert len(PLACES) > 20
