"""Families of rules, for a class as a whole."""

import pytest
from scipy.stats import bootstrap

from scenario_quiz.scoring import StepScore
from skill_grading.rule_families import FAMILY_DECISIONS, family_table, mean_interval

FAMILIES = {"1.3": "manners", "7.3": "manners", "1.4": "images"}


def step(number, rules, good=True):
    return StepScore("s", f"d{number}", "choice", "respect", rules, float(good), 1.0, "good", False, False, ["x"])


def test_a_family_needs_three_decisions_and_counts_each_once():
    scores = [[step(i, ["1.3", "7.3"], good=i > 0) for i in range(3)] + [step(9, ["1.4"])] for _ in range(12)]
    table = family_table(scores, FAMILIES)
    assert table.family.tolist() == ["manners"]
    assert table.decisions.tolist() == [FAMILY_DECISIONS]
    assert table.understood.tolist() == pytest.approx([2 / 3])


def test_the_least_understood_comes_first_and_a_small_class_has_no_interval():
    def pupil(good):
        return [step(i, ["1.3"], good) for i in range(3)] + [step(i + 5, ["1.4"], True) for i in range(3)]

    table = family_table([pupil(i % 2) for i in range(8)], FAMILIES)
    assert table.family.tolist() == ["manners", "images"]
    assert table.low.isna().all()
    assert family_table([pupil(i % 2) for i in range(12)], FAMILIES).low.notna().all()
    assert family_table([], FAMILIES).empty


def test_the_interval_is_close_to_one_that_knows_no_formula():
    import numpy as np
    import pandas as pd

    values = pd.Series(np.random.default_rng(5).beta(5, 2, 40))
    drawn = bootstrap((values.to_numpy(),), np.mean, rng=np.random.default_rng(6)).confidence_interval
    assert mean_interval(values) == pytest.approx((drawn.low, drawn.high), abs=0.012)
