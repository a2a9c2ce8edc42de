"""What is committed stays, in an inbox of this version and of earlier ones."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

from scenario_quiz.answers import MAX_BYTES
from scenario_quiz.errors import Refusal
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.store import Store
from tests.grading.handing_in import accept


def test_it_is_found_again_as_it_was(url):
    with Inbox(url) as inbox:
        receipt = accept(inbox)
    with Inbox(url) as inbox:
        assert inbox.standing("p-1", "internship").receipt == receipt


def test_a_class_that_comes_after_the_start_waits_for_no_connection(url):
    made = []
    with Inbox(url) as inbox, ThreadPoolExecutor(30) as threads:
        inbox.warm()
        event.listen(inbox._store._engine, "connect", lambda *_: made.append(1))
        list(threads.map(lambda number: accept(inbox, pupil=f"p-{number}"), range(60)))
    assert made == []


def test_two_services_may_start_at_the_same_moment(url):
    def start(number: int) -> None:
        with Inbox(url) as inbox:
            accept(inbox, pupil=f"p-{number}")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(start, range(6)))
    with Inbox(url) as inbox:
        assert len(inbox.attempts("internship")) == 6


def test_a_new_inbox_that_another_program_is_making_is_waited_for(tmp_path):
    file = tmp_path / "inbox.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as threads:
            mine = threads.submit(lambda: Inbox(f"sqlite:///{file}").close())
            time.sleep(0.3)
            assert not mine.done()
            other.execute("ROLLBACK")
            mine.result(timeout=20)


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


@contextmanager
def everybody_waits(inbox: Inbox, threads: ThreadPoolExecutor) -> Iterator[None]:
    """Somebody has the turn to write, so that whoever comes now is written in one go afterwards."""
    begun, go_on = Event(), Event()
    threads.submit(inbox._store.write, lambda _connection: begun.set() or go_on.wait())
    begun.wait()
    try:
        yield
    finally:
        go_on.set()


def test_of_those_who_write_at_the_same_moment_one_failure_is_one_pupils_only(tmp_path):
    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox, ThreadPoolExecutor(6) as threads:
        with everybody_waits(inbox, threads):
            good = [threads.submit(accept, inbox, f"p-{number}") for number in range(4)]
            bad = threads.submit(
                inbox.accept, "p-bad", "internship", b"", version=None, attempt="a", answered=1, steps=1
            )
            while len(inbox._store._turns._waiting) < 5:
                time.sleep(0.01)
        assert all(future.result().counts for future in good)
        with pytest.raises(IntegrityError):
            bad.result()
        assert sorted(attempt.pupil_id for attempt in inbox.attempts()) == [f"p-{number}" for number in range(4)]


def test_on_a_slow_disk_those_who_wait_are_written_together(tmp_path):
    pupils, times = 24, 8
    commits = []

    def write_slowly(_connection) -> None:
        commits.append(1)
        time.sleep(0.05)

    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox, ThreadPoolExecutor(pupils) as threads:
        event.listen(inbox._store._engine, "commit", write_slowly)

        def hand_in_often(number: int) -> list[bool]:
            return [accept(inbox, f"p-{number}", attempt=f"a{each}").new for each in range(times)]

        assert all(map(all, threads.map(hand_in_often, range(pupils))))
        assert len(inbox.attempts()) == pupils * times
    # Who has just heard that all is on disk may miss one turn, not more.
    assert len(commits) < 4 * times


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


def test_when_a_class_fills_the_disk_nobody_gets_a_receipt_of_what_is_not_there(tmp_path):
    """SQLite lets go of all that a class wrote in one go, and its COMMIT says nothing about it."""
    answers = b"x" * MAX_BYTES
    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox, ThreadPoolExecutor(31) as threads:

        def hand_in(number: int):
            return inbox.accept(f"p-{number}", "internship", answers, version="v", attempt="a", answered=1, steps=1)

        with everybody_waits(inbox, threads):
            results = [threads.submit(hand_in, number) for number in range(30)]
            while len(inbox._store._turns._waiting) < len(results):
                time.sleep(0.01)
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, hard))
        try:
            given = [
                number for number, result in enumerate(results) if not isinstance(result.exception(), OperationalError)
            ]
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert [attempt.pupil_id for attempt in inbox.attempts()] == [f"p-{number}" for number in given]
        assert len(given) < len(results), "the disk was not full"
        assert all(hand_in(number).counts for number in range(30)), "with room again all is well"


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
