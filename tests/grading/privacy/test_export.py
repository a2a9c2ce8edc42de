"""A pupil who asks gets everything that is held about them, to read, and nothing about anybody else."""

from __future__ import annotations

import zipfile

import pytest

from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.schema import metadata
from skill_grading.privacy.export import export_pupil
from skill_grading.privacy.forgetting import forget
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.privacy.lived_in import BRAM, COMMENT, LATE, NOOR, NOORS, NOORS_DRAFT, found_in


@pytest.fixture
def exported(lived, small):
    path, held = export_pupil(lived.data, small.school, NOOR, "nl")
    with zipfile.ZipFile(path) as archive:
        return path, held, {name: archive.read(name) for name in archive.namelist()}


def test_the_page_says_everything_in_words(exported):
    page = exported[2]["overview.html"].decode()
    for words in (
        "Noor d&#39;Hônt",
        "noor.dhont",
        "Vragen.",
        "Wat nu?",
        NOORS,
        NOORS_DRAFT,
        COMMENT,
        "3.0",
        "Ingediend",
    ):
        assert words in page, words


def test_every_section_of_a_pupil_who_did_everything_holds_something(exported):
    empty = {section.name for section in exported[1].sections if not section.lines}
    assert empty == {"dates"}
    assert exported[1].worries


def test_every_table_about_pupils_has_its_section(exported):
    sections = {section.name for section in exported[1].sections}
    named = {"credentials": "codes", "actions": "log"}
    assert {named.get(table.name, table.name) for table in metadata.sorted_tables if "pupil_id" in table.c} <= sections


def test_the_files_themselves_are_in_it_and_nobody_elses(exported):
    path, held, contents = exported
    assert any(name.startswith("files/course/submitted/") for name in contents)
    assert any(name.startswith("hand-ins/") and NOORS.encode() in content for name, content in contents.items())
    everything = b"".join(contents.values())
    assert b"Bram" not in everything and BRAM.encode() not in everything
    assert {path.parts[0] for path in held.shared} >= {"reports", "cards", "uploads"}
    assert path.stat().st_mode & 0o077 == 0


def test_a_link_is_not_followed_and_one_to_nowhere_stops_nothing(lived, small, tmp_path):
    key = tmp_path / "full.json"
    key.write_text("the key")
    (lived.submitted(NOOR) / "key.json").symlink_to(key)
    (lived.data.path / "unknown.txt").symlink_to(tmp_path / "nowhere")

    _, held = export_pupil(lived.data, small.school, NOOR, "nl")

    assert b"the key" not in b"".join(held.contents.values())


def test_somebody_who_did_nothing_gets_a_page_too(lived, small):
    _, held = export_pupil(lived.data, small.school, LATE, "en")
    assert {section.name for section in held.sections if section.lines} == {"who", "codes", "log"}
    assert not held.worries


def test_a_text_that_is_written_like_a_time_is_given_as_it_is(lived, small):
    Roster((Pupil("p-thys", "5VZ", "Anne-Lies", "Thys"),)).save(lived.data.roster)
    lived.hand_in("p-thys", lived.answers(text="Nee - dan Tom."))
    _, held = export_pupil(lived.data, small.school, "p-thys", "nl")
    told = {value for section in held.sections for line in section.lines for value in line.values()}
    assert {"Anne-Lies Thys", "Nee - dan Tom."} <= told


def test_that_it_was_given_is_in_the_log_until_the_pupil_is_forgotten(lived, exported):
    with Inbox(lived.data.inbox_url) as inbox:
        assert [each.pupil_id for each in inbox.actions() if each.action == "export"] == [NOOR]
    forget(lived.data, [NOOR])
    assert found_in(lived.data.path, NOOR) == []
