"""The inbox, on a real SQLite database, and on a real PostgreSQL where the machine has one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from skill_grading.inbox.drafts import Draft
from skill_grading.inbox.inbox import LARGEST_REFUSED, MOST_ATTEMPTS, MOST_REFUSED, Inbox, TooManyAttempts
from tests.grading.handing_in import accept


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
    for number in range(MOST_REFUSED + 5):
        for _ in range(2):  # the same twice is kept once
            inbox.refuse("p-1", "internship", "invalid", b"%02d" % number + b"x" * LARGEST_REFUSED)
    bodies = [refusal.body for refusal in inbox.refused("internship")]
    assert len(bodies) == MOST_REFUSED
    assert {len(body) for body in bodies} == {LARGEST_REFUSED}


def test_a_hand_in_keeps_the_way_and_the_time_that_it_came(inbox):
    received = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    inbox.accept(
        "p-1", "internship", b"{}", version="v", attempt="a", answered=1, steps=2, route="file", received=received
    )
    (kept,) = inbox.counting("internship")
    assert (kept.route, kept.received) == ("file", received)


def test_a_hand_in_reads_no_row_of_another_pupil(tmp_path):
    with Inbox(f"sqlite:///{tmp_path / 'inbox.db'}") as inbox:
        asked = []
        event.listen(inbox._store._engine, "before_cursor_execute", lambda *of: asked.append(of[2:4]))
        accept(inbox)
        selects = [(query, values) for query, values in asked if query.startswith("SELECT")]
        with inbox._store.reading() as connection:
            plans = [
                connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all() for query, values in selects
            ]
    steps = [row[3] for plan in plans for row in plan if row[3].startswith(("SCAN", "SEARCH"))]
    assert len(steps) >= 3
    assert all("pupil_id=?" in step or "moved_from=?" in step for step in steps)
