"""A pupil who is forgotten is in no byte of the data any more, and nobody else misses anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, select, text

from scenario_quiz.errors import Refusal
from skill_grading.collecting.collect import collect
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.schema import feedback, metadata
from skill_grading.marking.marks import MarkStore
from skill_grading.marking.phrases import load_phrases
from skill_grading.privacy import forgetting
from skill_grading.privacy.forgetting import find_pupil, forget
from skill_grading.privacy.tables import squeeze
from skill_grading.pupils.codes import hash_code, load_secret, normalise
from skill_grading.pupils.roster import Roster
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import BRAM, COMMENT, LATE, NOOR, NOORS, NOORS_DRAFT, found_in, live_in


def traces(data) -> list[str | bytes]:
    """What a pupil left, as it is written down."""
    engine = create_engine(data.inbox_url)
    with engine.connect() as connection:
        page = connection.execute(select(feedback.c.page).where(feedback.c.pupil_id == NOOR)).scalar_one()
        receipts = connection.execute(
            text("SELECT receipt, attempt FROM hand_ins WHERE pupil_id = :who"), {"who": NOOR}
        ).all()
        hashes = connection.execute(
            text("SELECT code_hash FROM credentials WHERE pupil_id = :who"), {"who": NOOR}
        ).scalars()
        found = [NOOR, "d'Hônt", "noor.dhont", NOORS, NOORS_DRAFT, COMMENT, page[20:60], *hashes]
        found += [value for row in receipts for value in row]
    engine.dispose()
    return found


def others(data) -> dict[str, list]:
    """All rows about anybody else."""
    engine = create_engine(data.inbox_url)
    with engine.connect() as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(table.select()) if row.pupil_id not in (NOOR, None)]
            for table in metadata.sorted_tables
            if "pupil_id" in table.c
        }
    engine.dispose()
    # That work was moved from Bram to Noor names her.
    rows["actions"] = [row for row in rows["actions"] if NOOR not in row[-1]]
    return rows


def test_not_a_byte_is_left_and_the_others_keep_everything(lived):
    data = lived.data
    known, before, marks = traces(data), others(data), lived.marks()
    assert all(found_in(data.path, trace) for trace in known), "a trace that is nowhere proves nothing"
    erased = forget(data, [NOOR])
    assert found_in(data.path, *known) == [] and erased.left == []
    assert others(data) == before
    assert lived.marks() == {place: mark for place, mark in marks.items() if place[0] != NOOR}
    assert NOOR not in Roster.load(data.roster).by_id and BRAM in Roster.load(data.roster).by_id
    assert load_phrases(data) == ["Goed gezien."]
    assert (data.path / "teacher.log").read_text() == "INFO started\nINFO more\n"
    assert (data.submitted / BRAM / NAME / "answers.json").exists()
    assert erased.rows["hand_ins"] == 2 and erased.submissions == 1


def test_not_a_row_is_left_in_postgresql_and_not_a_byte_in_its_tables(released, small, postgres, tmp_path, monkeypatch):
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        folder = connection.execute(text("SHOW data_directory")).scalar_one()
        for name in ("forget_inbox", "forget_gradebook"):
            connection.execute(text(f"CREATE DATABASE {name}"))
            monkeypatch.setenv(f"COURSE_{name.split('_')[1].upper()}_URL", postgres.rsplit("/", 1)[0] + f"/{name}")
    lived = released.copy(tmp_path / "data")
    live_in(lived, small)
    known, before = traces(lived.data), others(lived.data)
    forget(lived.data, [NOOR])
    assert others(lived.data) == before
    assert found_in(lived.data.path, *known) == []
    from pathlib import Path

    assert found_in(Path(folder) / "base", *known) == []
    with engine.connect() as connection:
        for name in ("forget_inbox", "forget_gradebook"):
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_the_code_and_the_session_stop_at_once(first, released, small, tmp_path):
    lived = released.copy(tmp_path / "data")
    code = live_in(lived, small)[NOOR]
    with Inbox(lived.data.inbox_url) as inbox:
        token = inbox.access.open_session(NOOR, 1000)
        hashed = hash_code(normalise(code), load_secret(lived.data.secret))
        assert inbox.access.pupil_of_code(hashed) == inbox.access.pupil_of_session(token) == NOOR
        forget(lived.data, [NOOR])
        assert inbox.access.pupil_of_code(hashed) is inbox.access.pupil_of_session(token) is None


@pytest.mark.parametrize("step", ["erase_from_gradebook", "erase_files", "squeeze", "erase_from_roster"])
def test_after_a_crash_it_is_given_again_and_finishes(lived, monkeypatch, step):
    data = lived.data
    known = traces(data)

    def crash(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(forgetting, step, crash)
        with pytest.raises(KeyboardInterrupt):
            forget(data, [find_pupil(data, "Noor d'Hônt")])
    assert find_pupil(data, "Noor d'Hônt") == NOOR, "until the end the name still leads to the pupil"
    forget(data, [NOOR])
    assert found_in(data.path, *known) == []
    assert find_pupil(data, NOOR) == NOOR and forget(data, [NOOR]).rows == {}, "once more changes nothing"


def test_work_of_the_pupil_that_lies_under_a_wrong_name_goes_too(lived):
    """It was collected from Bram before it was moved to Noor, and not collected since."""
    data = lived.data
    with Inbox(data.inbox_url) as inbox:
        attempt = next(each for each in inbox.attempts(NAME, BRAM) if each.counts)
        inbox.move(BRAM, NAME, attempt.attempt, NOOR)
    assert (data.submitted / BRAM / NAME).exists()
    forget(data, [NOOR])
    assert found_in(data.path, "Bram zwijgt.", attempt.receipt) == []


def test_collecting_goes_on_when_work_that_was_moved_twice_is_gone(lived):
    """The log still tells that it passed by whom it does not belong to."""
    data = lived.data
    with Inbox(data.inbox_url) as inbox:
        attempt = next(each for each in inbox.attempts(NAME, BRAM) if each.counts)
        inbox.move(BRAM, NAME, attempt.attempt, LATE)
        inbox.move(LATE, NAME, attempt.attempt, NOOR)
    forget(data, [NOOR])
    assert not collect(data, NAME).refused


@pytest.mark.parametrize("who", ["", "*", NAME, "submitted", ".."])
def test_what_names_no_pupil_finds_none(lived, who):
    """Nothing may be erased for a name of something else in the data folder."""
    with pytest.raises(Refusal, match="no pupil"):
        find_pupil(lived.data, who)


@pytest.mark.parametrize("kind", ["submitted", "autograded", "feedback"])
def test_a_pupil_of_whom_only_a_folder_of_nbgrader_is_left_is_found_by_id(lived, kind):
    (lived.data.course / kind / "p-left" / NAME).mkdir(parents=True)
    assert find_pupil(lived.data, "p-left") == "p-left"


def test_what_a_pupil_submitted_to_nbgraders_exchange_goes_too(lived, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_EXCHANGE", str(tmp_path / "exchange"))
    inbound = tmp_path / "exchange" / "small-school" / "inbound"
    for account in ("noor.dhont", "noor.dhont+2", "bram.claes"):
        (inbound / f"{account}+{NAME}+2026-11-23 08:00:00 UTC+abc").mkdir(parents=True)
    forget(lived.data, [NOOR])
    assert sorted(folder.name.partition(f"+{NAME}")[0] for folder in inbound.iterdir()) == [
        "bram.claes",
        "noor.dhont+2",
    ]


def test_the_log_says_that_somebody_was_forgotten_and_not_who(lived):
    forget(lived.data, [NOOR])
    with Inbox(lived.data.inbox_url) as inbox:
        (action,) = [each for each in inbox.actions() if each.action == "forget"]
        assert (action.pupil_id, action.detail) == (None, {})


def test_a_database_that_somebody_reads_is_named_and_the_rows_are_gone(lived, monkeypatch):
    monkeypatch.setattr("skill_grading.privacy.tables.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(lived.data.path / "inbox.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM hand_ins").fetchone()
        with pytest.raises(Refusal, match="give the same command again"):
            forget(lived.data, [NOOR])
    forget(lived.data, [NOOR])
    assert found_in(lived.data.path, NOOR, NOORS) == []


def test_what_others_wrote_about_the_pupil_stays_and_is_told(lived):
    note = lived.data.path / "notes.txt"
    note.write_text("Noor d'Hônt belde.")
    assert [path.name for path in forget(lived.data, [NOOR]).left] == ["notes.txt"]
    assert note.exists()


def test_the_marks_of_others_stay_settled(lived):
    before = {place: mark for place, mark in MarkStore(lived.data).marks(NAME).items() if place.pupil_id != NOOR}
    forget(lived.data, [NOOR])
    assert MarkStore(lived.data).marks(NAME) == before


def test_what_sqlite_leaves_in_free_pages_and_in_its_log_is_wiped(lived):
    """Some builds of SQLite write zeros over what is deleted by themselves; schools have the others too."""
    file = lived.data.path / "inbox.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE gone (what TEXT)")
        connection.executemany("INSERT INTO gone VALUES (?)", [(f"{NOORS} {number}",) for number in range(1000)])
        connection.execute("DROP TABLE gone")
        left = b"".join(each.read_bytes() for each in file.parent.glob("inbox.db*"))
        assert f"{NOORS} 999".encode() in left
    squeeze(lived.data.inbox_url)
    left = b"".join(each.read_bytes() for each in file.parent.glob("inbox.db*"))
    assert f"{NOORS} 999".encode() not in left
