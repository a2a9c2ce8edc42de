"""Codes and sessions of pupils."""

from __future__ import annotations

from skill_grading.inbox.access import MOST_SESSIONS


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


def test_a_code_that_is_used_without_end_leaves_a_bounded_number_of_sessions(inbox):
    other = inbox.access.open_session("p-2", 60)
    tokens = [inbox.access.open_session("p-1", 60 + number) for number in range(MOST_SESSIONS + 3)]
    open_ones = [token for token in tokens if inbox.access.pupil_of_session(token)]
    assert open_ones == tokens[3:]
    assert inbox.access.pupil_of_session(other) == "p-2"
