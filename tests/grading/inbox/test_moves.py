"""Work that came under a wrong code, and the pupil whose it is."""

from __future__ import annotations

import pytest

from scenario_quiz.errors import Refusal
from skill_grading.inbox.drafts import Draft
from tests.grading.handing_in import accept, counting


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
