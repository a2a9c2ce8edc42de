"""What stays of a school year can't be led back to anybody."""

from __future__ import annotations

from skill_grading.privacy.aggregates import HIDDEN, decision_rows, skill_rows
from tests.grading.class_of_pupils import decisions, step


def test_counts_choices_of_nobody_in_particular():
    pupils = [[step(verdict="good")]] * 9 + [[step(verdict="harm")]] * 6
    assert [(row["result"], row["pupils"]) for row in decision_rows("placement", pupils)] == [
        ("good", "9"), ("harm", "6"), ("overcautious", "0"),
    ]  # fmt: skip


def test_hides_few_and_what_would_tell_of_them():
    pupils = [[step(verdict="good")]] * 9 + [[step(verdict="harm")]] * 6 + [[step(verdict="overcautious")]] * 2
    found = {row["result"]: row["pupils"] for row in decision_rows("placement", pupils)}
    assert found == {"good": "9", "harm": HIDDEN, "overcautious": HIDDEN}, "else 17 pupils in all tell of the two"


def test_counts_who_has_shown_a_skill():
    shown, not_yet = decisions(12, 12), decisions(2, 12)
    found = {row["result"]: row["pupils"] for row in skill_rows([shown] * 20 + [not_yet] * 6, 0.75)}
    assert found == {"shown": "20", "not-yet": "6", "too-little-evidence": "0"}
    found = {row["result"]: row["pupils"] for row in skill_rows([shown] * 20 + [not_yet] * 2, 0.75)}
    assert found == {"shown": HIDDEN, "not-yet": HIDDEN, "too-little-evidence": "0"}
