"""Counts of few pupils are left out, and what would give them away."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from skill_grading.measures.paths import path_table
from skill_grading.measures.responses import Responses
from skill_grading.measures.small_cells import LEAST, Told, hidden_of, hide_small, small_cells
from tests.grading.class_of_pupils import WALK, step


def told(good: int, harm: int, overcautious: int) -> tuple[bool, bool, bool]:
    """Whether results, errors and options are told of a decision."""
    scores = [[step(verdict="good")]] * good + [[step(verdict="harm")]] * harm
    scores += [[step(verdict="overcautious")]] * overcautious
    responses = Responses.of(scores)
    found, place = Told.of(responses, path_table(responses)), (WALK, "first")
    return place in found.results, place in found.errors, place in found.options


def test_how_many_did_well_is_told_without_telling_how_few_did_not():
    assert told(90, 0, 9) == told(90, 5, 5) == told(0, 20, 20) == (True, True, True)
    assert told(88, 4, 8) == told(88, 4, 4) == (True, False, False)
    assert told(97, 3, 0) == told(97, 2, 2) == told(3, 13, 14) == told(4, 0, 0) == (False, False, False)


def test_small_counts_take_another_with_them_until_together_they_are_not_small():
    def hidden(*counts):
        return hidden_of(np.array(counts)).tolist()

    assert hidden(1, 1, 60, 38) == hidden(4, 4, 60, 38) == hidden(1, 2, 60, 38) == [True, True, False, True]
    assert hidden(4, 2, 60, 38) == [True, True, False, False]
    assert hidden(3, 30, 30) == [True, True, False], "of equally large ones always the first"
    assert hidden(0, 60, 38) == [False, False, False]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_what_is_hidden_is_not_one_count_alone_nor_few_together(counts):
    counts = np.array(counts)
    hidden = hidden_of(counts)
    assert all(hidden[(counts > 0) & (counts < LEAST)])
    if hidden.any() and (counts[~hidden] > 0).any():
        assert hidden.sum() > 1 and counts[hidden].sum() >= LEAST


def test_outcomes_of_a_skill_take_the_interval_with_them():
    skills = pd.DataFrame([{
        "pupils": 100, "shown": 3, "not_yet": 37, "too_little_evidence": 60, "shown_low": 0.0, "shown_high": 0.1,
    }])  # fmt: skip
    assert hidden_in(skills, "skills") == [["shown", "not_yet", "shown_low", "shown_high"]]


def hidden_in(table, name):
    """Of each row the columns that are left out."""
    return [list(table.columns[row]) for row in hide_small(table, name).isna().to_numpy()]


def test_fewer_than_five_pupils_are_not_told_of():
    trust = pd.DataFrame({"assignment": ["a", "b"], "pupils": [4, 5], "alpha": [0.5, 0.6]})
    assert hidden_in(trust, "reliability") == [["pupils", "alpha"], []]
    assert hide_small(trust[:0], "reliability").empty


def test_shares_are_told_as_exactly_as_on_the_page():
    assert hide_small(pd.DataFrame({"family": ["a"], "understood": [0.123456]}), "rule_families").understood[0] == 0.12


def test_a_class_that_could_be_found_by_subtraction_is_hidden_with_another():
    assert small_cells({"1A": (12, 25), "1B": (10, 20)}) == set()
    assert small_cells({"1A": (2, 25), "1B": (12, 25), "1C": (8, 25)}) == {"1A", "1C"}
    assert small_cells({"1A": (22, 25), "1B": (3, 25), "1C": (12, 25)}) == {"1A", "1B"}
    # Of equally small ones always the same: two reports of one day would tell both else.
    even = {f"{number}A": (10, 20) for number in range(30)}
    assert small_cells({"0": (2, 25)} | even) == {"0", "0A"}
    assert small_cells({"1A": (2, 25)}) == {"1A"}
    assert small_cells({"1A": (1, 25), "1B": (2, 25), "1C": (8, 25), "1D": (9, 25)}) == {"1A", "1B", "1C"}
    assert small_cells({"1A": (0, 25), "1B": (0, 25), "1C": (8, 25), "1D": (9, 25)}) == {"1A", "1B", "1C"}
    assert small_cells({"1A": (25, 25), "1B": (20, 20), "1C": (8, 25), "1D": (9, 25)}) == {"1A", "1B", "1C"}
