"""The kept marks on disk, and the small things around them."""

from pathlib import Path
from threading import Thread

import pytest

from skill_grading.data import DataFolder
from skill_grading.marking import journal
from skill_grading.marking.concerns import concerns, raise_concern, settle_concern
from skill_grading.marking.levels import points_of
from skill_grading.marking.marks import Mark, MarkStore, Place
from skill_grading.marking.phrases import add_phrase, drop_phrase, load_phrases

NOOR, YASSIN = Place("P001", "placement", "tell--write"), Place("P002", "placement", "tell--write")
HOSTILE = "</script>\u2028\n\x00\ud800 " + "é" * 3000


@pytest.fixture
def data(tmp_path):
    return DataFolder(tmp_path / "data")


def test_the_last_mark_of_a_place_counts(data):
    store = MarkStore(data)
    store.record(NOOR, Mark(3.0, None, "a"))
    store.record(YASSIN, Mark(0.0, HOSTILE, "b"))
    store.settle(store.record(NOOR, Mark(1.5, "Bijna.", "a")))
    assert store.marks("placement") == {NOOR: Mark(1.5, "Bijna.", "a", True), YASSIN: Mark(0.0, HOSTILE, "b")}
    assert store.marks("placement-v2") == {}


def test_a_mark_that_arrives_late_leaves_a_newer_one_the_last(data):
    store = MarkStore(data)
    first = store.record(NOOR, Mark(3.0, None, "a"))
    store.record(NOOR, Mark(0.0, None, "a"))
    store.settle(first)
    assert store.marks("placement") == {NOOR: Mark(0.0, None, "a", settled=False)}


@pytest.mark.parametrize("lost", range(1, 30))
def test_a_line_that_a_power_cut_left_half_spoils_no_other(data, lost):
    store = MarkStore(data)
    store.record(NOOR, Mark(3.0, None, "a"))
    whole = data.marks.read_bytes()
    store.record(NOOR, Mark(0.0, None, "a"))
    data.marks.write_bytes(data.marks.read_bytes()[:-lost])
    store.record(YASSIN, Mark(1.5, None, "b"))

    found = store.marks("placement")
    assert found[YASSIN] == Mark(1.5, None, "b")
    assert found[NOOR].points == (0.0 if lost == 1 else 3.0)
    assert data.marks.read_bytes().startswith(whole)


def erase_noor(data):
    journal.keep_only(data.marks, lambda entry: entry["pupil_id"] != NOOR.pupil_id)


@pytest.mark.parametrize("at", ["_ends_well", "write_atomically"], ids=["in the old file", "for the new file"])
def test_a_mark_that_is_given_while_others_are_erased_is_kept(data, monkeypatch, at):
    """Whoever has the file open first: the one who adds to it, or the one who puts another in its place."""
    first, then = (lambda: MarkStore(data).record(YASSIN, Mark(1.5, None, "b"))), lambda: erase_noor(data)
    if at == "write_atomically":
        first, then = then, first
    MarkStore(data).record(NOOR, Mark(3.0, None, "a"))
    other, really = Thread(target=then), getattr(journal, at)

    def meanwhile(*arguments):
        if not other.ident:
            other.start()
            other.join(0.5)
        return really(*arguments)

    monkeypatch.setattr(journal, at, meanwhile)
    first()
    other.join()
    assert MarkStore(data).marks("placement") == {YASSIN: Mark(1.5, None, "b")}
    assert data.marks.stat().st_mode & 0o077 == 0


def test_the_disk_has_a_mark_and_knows_its_file_before_anybody_goes_on(data, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").readlink()))
    MarkStore(data).record(NOOR, Mark(3.0, None, "a"))
    MarkStore(data).record(NOOR, Mark(1.5, None, "a"))
    assert synced == [data.marks, data.marks.parent, data.marks]


def test_nobody_else_on_the_machine_reads_them(data):
    MarkStore(data).record(NOOR, Mark(3.0, None))
    assert data.marks.stat().st_mode & 0o077 == 0


def test_a_level_is_worth_all_half_or_nothing():
    assert [points_of(level, 3) for level in ("good", "partly", "not-yet")] == [3, 1.5, 0]


def test_phrases_keep_their_order_and_come_once(data):
    assert load_phrases(data) == []
    add_phrase(data, " Zeg ook waarom. ")
    add_phrase(data, "Mooi voorbeeld!")
    assert add_phrase(data, "Zeg ook waarom.") == ["Zeg ook waarom.", "Mooi voorbeeld!"] == load_phrases(data)
    assert drop_phrase(data, "Zeg ook waarom.") == ["Mooi voorbeeld!"]
    data.phrases.write_text("{half", "utf-8")
    assert load_phrases(data) == []


def test_a_concern_stays_until_it_is_handled_and_holds_no_words(data):
    raise_concern(data, NOOR)
    raise_concern(data, YASSIN)
    raise_concern(data, NOOR)
    settle_concern(data, YASSIN)
    assert [concern.place for concern in concerns(data)] == [NOOR]
    assert set(data.concerns.read_text().split('"')) & {"text", "answer", "comment"} == set()
