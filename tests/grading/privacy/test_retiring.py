"""At the end of a school year what each pupil did goes, and counts stay."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta

import pytest

from skill_grading.inbox.inbox import Inbox
from skill_grading.privacy import retiring
from skill_grading.privacy.retiring import plan, retire
from skill_grading.pupils.roster import Roster
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import BRAM, COMMENT, LATE, NOOR, NOORS, NOORS_DRAFT, found_in

AFTERWARDS = date.today() + timedelta(days=2)  # two, for midnight may come while the tests run


def test_everything_of_everybody_goes_and_counts_stay(lived, small):
    data = lived.data
    found = plan(data, AFTERWARDS, small.school)
    assert (len(found.pupils), len(found.works), found.hand_ins) == (9, 0, 9)
    erased = retire(data, found, small.school)
    assert erased.submissions == 8
    assert found_in(data.path, NOOR, BRAM, "d'Hônt", "Vermeulen", NOORS, NOORS_DRAFT, COMMENT) == []
    assert Roster.load(data.roster).pupils == ()
    rows = list(csv.DictReader(found.aggregates.open()))
    counts = {(row["what"], row["step"], row["result"]): row["pupils"] for row in rows}
    assert counts["decision", "first", "good"] == counts["decision", "first", "harm"] == "hidden"
    assert counts["decision", "left", "good"] == "8"
    assert "5VZ" not in found.aggregates.read_text()


def test_nothing_goes_that_is_not_from_before(lived, small):
    found = plan(lived.data, date.today() - timedelta(days=1), small.school)
    assert not found.pupils and not found.works


def test_who_did_something_since_stays_with_that_alone(lived, small):
    data = lived.data
    later = datetime.now().astimezone() + timedelta(days=40)
    with Inbox(data.inbox_url) as inbox:
        inbox.accept(
            BRAM, "other", lived.answers(text="Later."),
            version="v" * 64, attempt="f" * 32, answered=1, steps=1, route="file", received=later,
        )  # fmt: skip
    found = plan(data, AFTERWARDS, small.school)
    assert BRAM not in found.pupils and found.works == {(BRAM, NAME)}
    retire(data, found, small.school)
    assert [pupil.pupil_id for pupil in Roster.load(data.roster).pupils] == [BRAM]
    with Inbox(data.inbox_url) as inbox:
        assert [each.assignment for each in inbox.attempts(pupil_id=BRAM)] == ["other"]
        assert inbox.access.pupils_with_code() == {BRAM}
    assert found_in(data.path, "Bram zwijgt.", LATE) == []
    assert not list(data.path.glob(f"course/*/{BRAM}/{NAME}"))


def test_after_a_crash_it_goes_on_and_the_counts_are_those_from_before(lived, small, monkeypatch):
    data = lived.data
    with monkeypatch.context() as broken:
        broken.setattr(retiring, "erase_from_roster", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            retire(data, plan(data, AFTERWARDS, small.school), small.school)
    found = plan(data, AFTERWARDS, small.school)
    counts = found.aggregates.read_bytes()
    retire(data, found, small.school)
    assert found.aggregates.read_bytes() == counts
    assert Roster.load(data.roster).pupils == ()


def test_what_a_run_left_that_was_cut_off_after_the_inbox_goes_with_the_next(lived, small, monkeypatch):
    data = lived.data
    with monkeypatch.context() as broken:
        broken.setattr(
            "skill_grading.privacy.forgetting.erase_from_gradebook", lambda *_: (_ for _ in ()).throw(OSError)
        )
        with pytest.raises(OSError):
            retire(data, plan(data, AFTERWARDS, small.school), small.school)
    Roster().save(data.roster)
    retire(data, plan(data, AFTERWARDS, small.school), small.school)
    assert found_in(data.path / "course", NOOR, NOORS, BRAM) == [] and found_in(data.path / "marking", NOOR) == []
