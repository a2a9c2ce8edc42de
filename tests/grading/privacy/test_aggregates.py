"""What stays of a school year can't be led back to anybody."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from skill_grading.privacy.aggregates import HIDDEN, SMALLEST, count, hide_small
from tests.grading.class_of_pupils import step


def test_counts_choices_and_skills_of_nobody_in_particular():
    pupils = [[step(verdict="good")]] * 9 + [[step(verdict="harm")]] * 6 + [[step(verdict="overcautious")]] * 2
    rows = count("placement", pupils, 0.75)
    found = {(row["what"], row["result"]): row["pupils"] for row in rows}
    assert found["decision", "good"] == "9"
    assert found["decision", "overcautious"] == HIDDEN
    assert found["decision", "harm"] == "hidden", "else 17 pupils in all tell how many the two were"
    assert found["skill", "too-little-evidence"] == "17"


@given(st.dictionaries(st.sampled_from(["good", "harm", "overcautious"]), st.integers(1, 40)))
def test_no_small_count_is_shown_nor_follows_from_the_total(counts):
    shown = hide_small(counts)
    plain = {name: int(text) for name, text in shown.items() if text.isdecimal()}
    assert all(number == counts[name] and number >= SMALLEST for name, number in plain.items())
    hidden = Counter(counts)
    hidden.subtract(plain)
    left = [number for number in hidden.values() if number]
    assert not left or sum(left) >= SMALLEST or not plain
