"""The inbox, on a real SQLite database, and on a real PostgreSQL where the machine has one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import IntegrityError

from scenario_quiz.errors import Refusal
from skill_grading.inbox import LARGEST_REFUSED, MOST_ATTEMPTS, MOST_REFUSED, Inbox, TooManyAttempts
from skill_grading.inbox_drafts import Draft, DraftConflict
from skill_grading.inbox_store import Store


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'inbox.db'}?timeout=60"
        return
    url = request.getfixturevalue("postgres")
    yield url
    from skill_grading.inbox_schema import metadata

    engine = create_engine(url)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def inbox(url) -> Iterator[Inbox]:
    with Inbox(url) as inbox:
        yield inbox


def accept(inbox, pupil="p-1", attempt="a", answers=b"{}", assignment="internship"):
    return inbox.accept(
        pupil, assignment, answers, version="v" * 64, attempt=(attempt * 32)[:32], answered=14, steps=16
    )


def test_a_receipt_says_what_was_kept_and_belongs_to_it(inbox):
    receipt = accept(inbox)
    assert receipt.new and receipt.counts
    assert (receipt.assignment, receipt.answered, receipt.steps) == ("internship", 14, 16)
    assert len(receipt.receipt) == 7 and receipt.receipt[4] == "-"
    (hand_in,) = inbox.counting("internship")
    assert (hand_in.pupil_id, hand_in.attempt, hand_in.version) == ("p-1", "a" * 32, "v" * 64)
    assert hand_in.answers == b"{}"
    assert hand_in.received.isoformat(timespec="seconds") == receipt.time
    assert hand_in.received.utcoffset() is not None
    assert receipt.public().keys() == {"receipt", "assignment", "time", "answered", "steps", "counts", "late"}


def test_the_first_hand_in_counts_and_every_attempt_is_kept(inbox):
    first, second = accept(inbox, attempt="a"), accept(inbox, attempt="b")
    assert (first.counts, second.counts) == (True, False)
    assert [hand_in.attempt[0] for hand_in in inbox.counting("internship")] == ["a"]
    assert [(attempt.attempt[0], attempt.counts) for attempt in inbox.attempts("internship")] == [
        ("a", True),
        ("b", False),
    ]


def test_the_same_attempt_again_gives_the_same_receipt(inbox):
    first, again = accept(inbox), accept(inbox)
    assert again == first
    assert (first.new, again.new) == (True, False)
    assert inbox.refused() == []


def test_other_answers_under_the_same_attempt_are_kept_with_the_refused(inbox):
    first = accept(inbox, answers=b"first")
    assert accept(inbox, answers=b"second") == first
    (refusal,) = inbox.refused("internship")
    assert (refusal.reason, refusal.body) == ("same_attempt", b"second")


def test_pupils_and_assignments_do_not_mix(inbox):
    accept(inbox, pupil="p-1")
    accept(inbox, pupil="p-2")
    accept(inbox, pupil="p-2", assignment="privacy")
    assert [hand_in.pupil_id for hand_in in inbox.counting("internship")] == ["p-1", "p-2"]
    assert inbox.standing("p-1", "privacy").receipt is None
    assert [attempt.assignment for attempt in inbox.attempts(pupil_id="p-2")] == ["internship", "privacy"]


def test_opened_again_the_next_hand_in_counts_and_until_then_the_earlier_one(inbox):
    accept(inbox, attempt="a")
    inbox.drafts.save("p-1", "internship", 0, b"{}")
    inbox.reopen("p-1", "internship")
    inbox.reopen("p-1", "internship")
    assert [hand_in.attempt[0] for hand_in in inbox.counting("internship")] == ["a"]
    assert inbox.standing("p-1", "internship").receipt is None
    assert inbox.drafts.get("p-1", "internship") == Draft(3, None)
    assert accept(inbox, attempt="b").counts
    assert not accept(inbox, attempt="c").counts
    assert [hand_in.attempt[0] for hand_in in inbox.counting("internship")] == ["b"]
    assert [attempt.counts for attempt in inbox.attempts("internship")] == [False, True, False]
    assert [(action.action, action.pupil_id) for action in inbox.actions()] == [("reopen", "p-1")] * 2


def test_opened_again_a_pupil_can_go_on_from_what_was_handed_in(inbox):
    accept(inbox, answers=b"first")
    inbox.reopen("p-1", "internship", keep=True)
    assert inbox.drafts.get("p-1", "internship") == Draft(1, b"first")
    assert inbox.standing("p-1", "internship").reopened
    accept(inbox, attempt="b", answers=b"second")
    inbox.reopen("p-1", "internship", keep=True)
    assert inbox.drafts.get("p-1", "internship") == Draft(2, b"second")


def counting(inbox):
    return {attempt.pupil_id: attempt.attempt[0] for attempt in inbox.attempts("internship") if attempt.counts}


def test_a_hand_in_under_the_wrong_code_counts_for_the_pupil_it_is_moved_to(inbox):
    receipt = accept(inbox, "p-1", "a")
    inbox.drafts.save("p-1", "internship", 0, b"{}")
    assert inbox.move("p-1", "internship", "a" * 32, to="p-2")
    assert counting(inbox) == {"p-2": "a"}
    assert inbox.standing("p-1", "internship").reopened
    assert inbox.drafts.get("p-1", "internship") == Draft(2, None)
    (found,) = inbox.find_receipts(receipt.receipt)
    assert (found.pupil_id, found.moved_from) == ("p-2", "p-1")
    accept(inbox, "p-1", "b")
    assert counting(inbox) == {"p-2": "a", "p-1": "b"}


def test_a_page_that_sends_a_moved_hand_in_again_gets_its_receipt_and_adds_nothing(inbox):
    receipt = accept(inbox, "p-1", "a")
    inbox.move("p-1", "internship", "a" * 32, to="p-2")
    again = accept(inbox, "p-1", "a")
    assert (again.receipt, again.new) == (receipt.receipt, False)
    assert len(inbox.attempts()) == 1


def test_after_a_move_the_pupils_own_later_hand_in_counts(inbox):
    for attempt in "abc":
        accept(inbox, "p-1", attempt)
    inbox.move("p-1", "internship", "a" * 32, to="p-2")
    assert counting(inbox) == {"p-1": "b", "p-2": "a"}
    assert not inbox.standing("p-1", "internship").reopened


def test_a_moved_hand_in_does_not_push_out_what_counts(inbox):
    accept(inbox, "p-1", "a")
    accept(inbox, "p-2", "b")
    assert not inbox.move("p-1", "internship", "a" * 32, to="p-2")
    assert counting(inbox) == {"p-2": "b"}
    assert len(inbox.attempts()) == 2


def test_a_move_can_be_taken_back(inbox):
    accept(inbox, "p-1", "a")
    inbox.move("p-1", "internship", "a" * 32, to="p-2")
    inbox.move("p-2", "internship", "a" * 32, to="p-1")
    (attempt,) = inbox.attempts()
    assert (attempt.pupil_id, attempt.moved_from, attempt.counts) == ("p-1", None, True)
    moves = [action for action in inbox.actions() if action.action == "move"]
    assert [action.pupil_id for action in moves] == ["p-1", "p-2"]


def test_what_is_not_there_can_not_be_moved(inbox):
    accept(inbox, "p-1", "a")
    for pupil, attempt, to in [("p-1", "b", "p-2"), ("p-3", "a", "p-2"), ("p-1", "a", "p-1")]:
        with pytest.raises(Refusal):
            inbox.move(pupil, "internship", attempt * 32, to)
    accept(inbox, "p-2", "a")
    with pytest.raises(Refusal, match="already"):
        inbox.move("p-1", "internship", "a" * 32, to="p-2")
    assert counting(inbox) == {"p-1": "a", "p-2": "a"}


def test_absence_is_noted_and_taken_back(inbox):
    inbox.mark_absent("p-1", "internship", absent=True)
    inbox.mark_absent("p-1", "internship", absent=True)
    inbox.mark_absent("p-2", "privacy", absent=True)
    assert inbox.absent("internship") == {"p-1"}
    inbox.mark_absent("p-1", "internship", absent=False)
    assert inbox.absent("internship") == set()


def test_when_many_hand_in_at_once_exactly_one_counts_for_each(inbox):
    with ThreadPoolExecutor(8) as threads:
        receipts = list(
            threads.map(lambda number: accept(inbox, f"p-{number % 4}", "abcdefgh"[number // 4]), range(32))
        )
    assert sum(receipt.counts for receipt in receipts) == 4
    assert len(inbox.attempts("internship")) == 32
    assert len(list(inbox.counting("internship"))) == 4


def test_a_pupil_can_not_fill_the_disk(inbox):
    for number in range(MOST_ATTEMPTS):
        accept(inbox, attempt=f"{number:032x}")
    with pytest.raises(TooManyAttempts):
        accept(inbox, attempt="f" * 32)
    accept(inbox, attempt=f"{0:032x}")
    for _ in range(MOST_REFUSED + 5):
        inbox.refuse("p-1", "internship", "invalid", b"x" * (LARGEST_REFUSED + 1))
    bodies = [refusal.body for refusal in inbox.refused("internship")]
    assert len(bodies) == MOST_REFUSED
    assert {len(body) for body in bodies} == {LARGEST_REFUSED}


def test_a_draft_is_saved_only_over_the_revision_it_was_made_from(inbox):
    drafts = inbox.drafts
    assert drafts.get("p-1", "internship") == Draft(0, None)
    assert drafts.save("p-1", "internship", 0, b"laptop") == 1
    for revision in (0, 2, 7):
        with pytest.raises(DraftConflict) as conflict:
            drafts.save("p-1", "internship", revision, b"phone")
        assert conflict.value.draft == Draft(1, b"laptop")
    assert drafts.save("p-1", "internship", 1, b"phone") == 2
    assert drafts.get("p-1", "internship") == Draft(2, b"phone")
    assert drafts.get("p-2", "internship") == Draft(0, None)


def test_of_devices_that_save_at_once_one_wins_and_the_others_hear_it(inbox):
    def save(number: int) -> int | None:
        try:
            return inbox.drafts.save("p-1", "internship", 0, str(number).encode())
        except DraftConflict as conflict:
            assert conflict.draft.revision == 1
            return None

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(save, range(8)), key=str) == [1, *[None] * 7]


def test_a_new_code_ends_the_old_one_and_every_session(inbox):
    access = inbox.access
    access.replace_codes({"p-1": "1" * 64, "p-2": "2" * 64})
    token, other = access.open_session("p-1", 60), access.open_session("p-2", 60)
    access.replace_codes({"p-1": "3" * 64})
    assert access.pupil_of_code("1" * 64) is None
    assert access.pupil_of_code("3" * 64) == "p-1"
    assert access.pupil_of_code("2" * 64) == "p-2"
    assert access.pupil_of_session(token) is None
    assert access.pupil_of_session(other) == "p-2"
    assert access.pupils_with_code() == {"p-1", "p-2"}
    assert [action.action for action in inbox.actions()] == ["first code", "first code", "new code"]


def test_a_session_ends_by_itself_or_when_it_is_closed(inbox):
    access = inbox.access
    assert access.pupil_of_session(access.open_session("p-1", 0)) is None
    token = access.open_session("p-1", 60)
    assert access.pupil_of_session(token) == "p-1"
    access.close_session(token)
    access.close_session("never opened")
    assert access.pupil_of_session(token) is None


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


def test_a_hand_in_keeps_the_way_and_the_time_that_it_came(inbox):
    received = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    inbox.accept(
        "p-1", "internship", b"{}", version="v", attempt="a", answered=1, steps=2, route="file", received=received
    )
    (kept,) = inbox.counting("internship")
    assert (kept.route, kept.received) == ("file", received)
