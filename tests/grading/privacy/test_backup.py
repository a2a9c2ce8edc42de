"""A backup comes back whole, is closed to others, and brings nobody back who was forgotten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from scenario_quiz.errors import Refusal
from skill_grading.collecting.keys import PUBLIC, WrongPassphrase, create_keys
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.privacy import backup
from skill_grading.privacy.backup import FORGOTTEN, back_up
from skill_grading.privacy.envelope import SealedWriter, lock_with_passphrase
from skill_grading.privacy.forgetting import forget
from skill_grading.privacy.restoring import restore
from tests.grading.placement import Placement
from tests.grading.privacy.lived_in import BRAM, NOOR, NOORS, found_in, live_in
from tests.postgres import needed

WORDS = "een lange wachtzin"


def words() -> str:
    return WORDS


@pytest.fixture
def school(tmp_path):
    folder = tmp_path / "small-school"
    folder.mkdir()
    return folder


def rows(data: DataFolder) -> dict[str, list]:
    found = {}
    for name in ("inbox.db", "course/gradebook.db"):
        with closing(sqlite3.connect(data.path / name)) as connection:
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                found[table] = sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))
    return found


def restored(file, to, **options):
    done = restore(file, DataFolder(to), "small-school", words, **options)
    return done, DataFolder(to)


def test_what_is_put_back_is_what_was_there(lived, school, tmp_path):
    made = back_up(lived.data, school, tmp_path / "kept" / "one.backup", words)
    before = rows(lived.data)
    done, data = restored(made.file, tmp_path / "new")
    assert rows(data) == before and before["hand_ins"] and before["grade"]
    assert Placement(data, lived.release).tables() == lived.tables()
    assert data.roster.read_bytes() == lived.data.roster.read_bytes()
    assert data.marks.read_bytes() == lived.data.marks.read_bytes()
    assert (data.submitted / BRAM).is_dir() and done.files == made.files
    assert not [path for path in data.path.rglob("*") if path.stat().st_mode & 0o022]
    assert not list((tmp_path / "kept").glob(".*")), "nothing half-written stays beside it"


def test_a_backup_tells_nothing_without_the_passphrase(lived, school, tmp_path):
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    assert found_in(tmp_path / "one.backup", NOOR) == [] and NOORS.encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Refusal, match="does not open it"):
        restore(file, DataFolder(tmp_path / "new"), "small-school", lambda: "een andere zin")
    assert not (tmp_path / "new").exists()


def test_with_the_schools_keys_nothing_is_asked_and_the_passphrase_alone_opens_it(lived, school, tmp_path):
    create_keys(school, lived.data.keys, WORDS)
    file = back_up(lived.data, school, tmp_path / "one.backup", lambda: pytest.fail("asked")).file
    with pytest.raises(WrongPassphrase):
        restore(file, DataFolder(tmp_path / "new"), "small-school", lambda: "een andere zin")
    shutil.rmtree(lived.data.path)
    assert restored(file, tmp_path / "new")[1].roster.exists()
    assert (school / PUBLIC).exists()


def test_a_backup_whose_lock_is_spoilt_is_refused(lived, school, tmp_path):
    create_keys(school, lived.data.keys, WORDS)
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    file.write_bytes(file.read_bytes().replace(b'"ephemeral": "', b'"ephemeral": "AAAA', 1))
    with pytest.raises(Refusal, match="damaged"):
        restored(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("damage", ["cut", "changed", "swapped", "empty", "header", "salt", "no school"])
def test_a_spoilt_backup_is_refused_whole(lived, school, tmp_path, monkeypatch, damage):
    monkeypatch.setattr("skill_grading.privacy.envelope.FRAME", 4096)
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    content = bytearray(file.read_bytes())
    header = content.index(b"\n") + 1
    frame = 4 + 4096 + 16
    if damage == "cut":
        del content[header + 3 * frame :]
    elif damage == "changed":
        content[-50] ^= 1
    elif damage == "swapped":
        first, second = content[header : header + frame], content[header + frame : header + 2 * frame]
        content[header : header + 2 * frame] = second + first
    elif damage == "header":
        content[:header] = content[:header].replace(b"small-school", b"small-school ")
    elif damage == "salt":
        content[:header] = content[:header].replace(b'"salt"', b'"s4lt"')
    elif damage == "no school":
        content[:header] = content[:header].replace(b'"school"', b'"sch00l"')
    else:
        content = bytearray()
    file.write_bytes(content)
    with pytest.raises(Refusal):
        restored(file, tmp_path / "new")
    assert not (tmp_path / "new").exists() and not list(tmp_path.glob("*restoring*"))


def test_data_that_are_there_are_not_touched_unless_told(lived, school, tmp_path):
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    (lived.data.path / "new-since.txt").write_text("x")
    with pytest.raises(Refusal, match="--replace"):
        restored(file, lived.data.path)
    done, data = restored(file, lived.data.path, replace=True)
    assert not (data.path / "new-since.txt").exists() and (done.replaced / "new-since.txt").exists()


def test_who_was_forgotten_since_is_forgotten_again(lived, school, tmp_path):
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    forget(lived.data, [NOOR])
    done, data = restored(file, lived.data.path, replace=True)
    assert done.forgotten_again == 1
    assert found_in(data.path, NOOR, NOORS) == []
    with Inbox(data.inbox_url) as inbox:
        assert inbox.attempts(pupil_id=BRAM)


def test_the_list_of_who_was_forgotten_lies_beside_the_backups_for_when_all_else_is_lost(lived, school, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    old = back_up(lived.data, school, folder / "old.backup", words).file
    forget(lived.data, [NOOR])
    back_up(lived.data, school, folder / "new.backup", words)
    assert NOOR not in (folder / FORGOTTEN).read_text() and "Hônt" not in (folder / FORGOTTEN).read_text()
    done, data = restored(old, tmp_path / "new")
    assert done.forgotten_again == 1 and found_in(data.path, NOOR) == []


def test_old_backups_in_a_folder_go_and_other_files_stay(lived, school, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "course-small-school-notes.backup").write_text("not ours")

    class Earlier(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(UTC) - timedelta(days=31)

    with monkeypatch.context() as earlier:
        earlier.setattr(backup, "datetime", Earlier)
        old = back_up(lived.data, school, folder, words).file
    made = back_up(lived.data, school, folder, words)
    assert made.removed == [old] and made.file.exists()
    assert (folder / "course-small-school-notes.backup").exists()


def test_a_backup_of_another_school_or_of_nothing_is_refused(lived, school, tmp_path):
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    with pytest.raises(Refusal, match="another school"):
        restore(file, DataFolder(tmp_path / "new"), "other", words)
    with pytest.raises(Refusal, match="no data"):
        back_up(DataFolder(tmp_path / "nothing"), school, tmp_path / "x.backup", words)
    with pytest.raises(Refusal, match="data folder itself"):
        back_up(lived.data, school, lived.data.path / "x.backup", words)
    with pytest.raises(Refusal, match="at least 12"):
        back_up(lived.data, school, tmp_path / "x.backup", lambda: "kort")


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside.txt", "a/../../b", "a\\b"])
def test_no_name_in_a_backup_leads_out_of_its_folder(tmp_path, name):
    file = tmp_path / "hostile.backup"
    said, key = lock_with_passphrase(WORDS)
    header = {"school": "small-school", "made": "2026-01-01", **said}
    with file.open("wb") as out, SealedWriter(out, header, key) as sealed:
        with tarfile.open(fileobj=sealed, mode="w|gz") as archive:
            archive.addfile(tarfile.TarInfo(name))
        sealed.finish()
    with pytest.raises(Refusal, match="none of ours"):
        restored(file, tmp_path / "deep" / "new")
    assert {path.name for path in tmp_path.rglob("*")} == {"hostile.backup", "deep"}


def test_hand_ins_go_on_while_a_backup_is_made(lived, school, tmp_path, monkeypatch):
    copy = backup._copy_database

    def meanwhile(file, folder):
        lived.hand_in("p-during", attempt=file.name)
        return copy(file, folder)

    monkeypatch.setattr(backup, "_copy_database", meanwhile)
    file = back_up(lived.data, school, tmp_path / "one.backup", words).file
    with Inbox(restored(file, tmp_path / "new")[1].inbox_url) as inbox:
        assert len(inbox.attempts(pupil_id="p-during")) == 2


def test_databases_at_a_server_come_along(released, small, school, postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{needed()}{os.pathsep}{os.environ['PATH']}")
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in ("inbox", "gradebook"):
            connection.execute(text(f"CREATE DATABASE backup_{name}"))
            monkeypatch.setenv(f"COURSE_{name.upper()}_URL", postgres.rsplit("/", 1)[0] + f"/backup_{name}")
        lived = released.copy(tmp_path / "data")
        live_in(lived, small)
        with Inbox(lived.data.inbox_url) as inbox:
            before = inbox.attempts()
        file = back_up(lived.data, school, tmp_path / "one.backup", words).file
        forget(lived.data, [NOOR])
        lived.hand_in("p-since")
        with pytest.raises(Refusal, match="the inbox database"):
            restored(file, tmp_path / "new")
        done, data = restored(file, lived.data.path, replace=True)
        assert done.forgotten_again == 1
        with Inbox(data.inbox_url) as inbox:
            assert inbox.attempts() == [each for each in before if each.pupil_id != NOOR]
        lived.hand_in("p-later")
        with monkeypatch.context() as without:
            without.setenv("PATH", os.devnull)
            with pytest.raises(Refusal, match="postgresql-client"):
                back_up(data, school, tmp_path / "two.backup", words)
        for name in ("inbox", "gradebook"):
            connection.execute(text(f"DROP DATABASE backup_{name} WITH (FORCE)"))
    engine.dispose()
