"""What is committed stays, in an inbox of this version and of earlier ones."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from scenario_quiz.errors import Refusal
from skill_grading.inbox import Inbox
from skill_grading.inbox_store import Store
from tests.grading.handing_in import accept


def test_it_is_found_again_as_it_was(url):
    with Inbox(url) as inbox:
        receipt = accept(inbox)
    with Inbox(url) as inbox:
        assert inbox.standing("p-1", "internship").receipt == receipt


def test_two_services_may_start_at_the_same_moment(url):
    def start(number: int) -> None:
        with Inbox(url) as inbox:
            accept(inbox, pupil=f"p-{number}")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(start, range(6)))
    with Inbox(url) as inbox:
        assert len(inbox.attempts("internship")) == 6


def test_an_inbox_of_another_version_is_refused_with_the_way_out(tmp_path):
    file = tmp_path / "inbox.db"
    Inbox(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE schema_version SET version = 99")
    with pytest.raises(Refusal, match=r"inbox\.db.*version 99.*reads version 2\. Use"):
        Inbox(f"sqlite:///{file}")


def test_sqlite_writes_through_to_the_disk(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'inbox.db'}")
    pragmas = store.write(
        lambda connection: {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    )
    store.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 60_000}


def test_of_those_who_write_at_the_same_moment_one_failure_is_one_pupils_only(tmp_path):
    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox, ThreadPoolExecutor(6) as threads:
        with inbox._store._turn:  # everybody waits, and is written in one go
            good = [threads.submit(accept, inbox, f"p-{number}") for number in range(4)]
            bad = threads.submit(
                inbox.accept, "p-bad", "internship", b"", version=None, attempt="a", answered=1, steps=1
            )
            while len(inbox._store._waiting) < 5:
                time.sleep(0.01)
        assert all(future.result().counts for future in good)
        with pytest.raises(IntegrityError):
            bad.result()
        assert [attempt.pupil_id for attempt in inbox.attempts()] == [f"p-{number}" for number in range(4)]


def test_nobody_gets_a_receipt_for_what_the_disk_refused(tmp_path):
    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox:
        accept(inbox, "p-1")
        event.listen(inbox._store._engine, "commit", _refuse_to_commit)
        with pytest.raises(OSError, match="no space left"):
            accept(inbox, "p-2")
        event.remove(inbox._store._engine, "commit", _refuse_to_commit)
        assert [attempt.pupil_id for attempt in inbox.attempts()] == ["p-1"]
        assert accept(inbox, "p-2").counts


def _refuse_to_commit(_connection) -> None:
    raise OSError("no space left on the disk")


def test_an_error_message_holds_no_answers(inbox):
    with pytest.raises(Exception) as error:
        inbox.accept("p-1", "internship", b"SECRET", version=None, attempt="a", answered=1, steps=1)
    assert "SECRET" not in str(error.value)


VERSION_1 = """
CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
INSERT INTO schema_version VALUES (1);
CREATE TABLE hand_ins (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pupil_id VARCHAR(64) NOT NULL, assignment VARCHAR(40) NOT NULL,
    attempt VARCHAR(32) NOT NULL, round INTEGER, version VARCHAR(64) NOT NULL, received VARCHAR(32) NOT NULL,
    receipt VARCHAR(16) NOT NULL, answered INTEGER NOT NULL, steps INTEGER NOT NULL, answers BLOB NOT NULL,
    UNIQUE (assignment, pupil_id, attempt), UNIQUE (assignment, pupil_id, round)
);
INSERT INTO hand_ins VALUES (1, 'p-1', 'internship', 'a1', 0, 'v', '2026-11-23T08:01:02+01:00', '7F3K-Q2', 1, 2, x'78');
CREATE TABLE actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time VARCHAR(32) NOT NULL, action VARCHAR(40) NOT NULL,
    pupil_id VARCHAR(64), assignment VARCHAR(40), detail TEXT NOT NULL
);
"""


def test_an_inbox_of_the_first_version_is_taken_along_with_all_that_is_in_it(tmp_path):
    with sqlite3.connect(tmp_path / "inbox.db") as database:
        database.executescript(VERSION_1)
    for _ in range(2):
        with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox:
            (kept,) = inbox.counting("internship")
    assert (kept.pupil_id, kept.receipt, kept.answers, kept.route) == ("p-1", "7F3K-Q2", b"x", "service")
