"""Growth, against SciPy's Welch interval and against invented classes whose growth is known."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.stats import ttest_ind

from skill_grading.measures.growth import MIN_ORDER, Both, class_growth, growth
from skill_grading.measures.statistics import MIN_PUPILS
from tests.grading.class_of_pupils import decisions
from tests.grading.published import SLEEP, SLEEP_WELCH


def invented(seed: int, growth: float, easier_b: float, a: int = 12, b: int = 12) -> list[tuple[str, float, float]]:
    """Shares of pupils with an ability of their own, who grow, on forms of which b is easier."""
    chance = random.Random(seed)
    shares = []
    for form in ["a"] * a + ["b"] * b:
        ability = chance.gauss(0.5, 0.1)
        easy = {"a": 0.0, "b": easier_b}
        other = "b" if form == "a" else "a"
        entry = ability + easy[form] + chance.gauss(0, 0.05)
        shares.append((form, entry, ability + growth + easy[other] + chance.gauss(0, 0.05)))
    return shares


@pytest.mark.parametrize("a, b", [(12, 12), (5, 20), (3, 9)])
def test_the_estimate_is_that_of_an_independent_computation(a, b):
    """Growth is half a difference of two independent means, one of them with its sign turned."""
    shares = invented(1, 0.15, 0.1, a, b)
    first = np.array([exam - entry for form, entry, exam in shares if form == "a"])
    second = np.array([exam - entry for form, entry, exam in shares if form == "b"])
    low, high = (end / 2 for end in ttest_ind(first, -second, equal_var=False).confidence_interval(0.95))
    found = growth(shares)
    assert found.interval == pytest.approx((low, high))
    assert found.difference == pytest.approx((first.mean() + second.mean()) / 2)
    assert found.exam - found.entry == pytest.approx(found.difference)


def test_the_interval_is_half_that_of_welch_in_r():
    """Growth a of one order and -b of the other, in tenths of Student's hours of sleep."""
    first, second = SLEEP
    shares = [("a", 0.4, 0.4 + each / 10) for each in first] + [("b", 0.4, 0.4 - each / 10) for each in second]
    assert growth(shares).interval == pytest.approx([end / 20 for end in SLEEP_WELCH], abs=1e-9)


@pytest.mark.parametrize("easier_b", [-0.2, 0.0, 0.2])
def test_a_difference_between_the_forms_is_no_growth(easier_b):
    found = growth(invented(2, 0.1, easier_b, a=6, b=18))
    assert found.interval.low < 0.1 < found.interval.high
    assert found.easier_b == pytest.approx(easier_b, abs=0.05)


def test_the_interval_holds_the_true_growth_as_often_as_it_says():
    held = sum(low <= 0.12 <= high for low, high in (growth(invented(seed, 0.12, 0.15, 7, 5)).interval
                                                    for seed in range(600)))  # fmt: skip
    assert 0.925 <= held / 600 <= 0.975


@pytest.mark.parametrize("a, b", [(MIN_PUPILS - 1 - MIN_ORDER, MIN_ORDER), (20, MIN_ORDER - 1), (0, 0)])
def test_too_few_pupils_give_no_figure(a, b):
    assert growth(invented(3, 0.1, 0, a, b)) is None


def test_pupils_who_all_grow_equally_leave_no_doubt():
    found = growth([("a", 0.25, 0.5)] * 6 + [("b", 0.25, 0.5)] * 6)
    assert (found.difference, found.interval) == (0.25, (0.25, 0.25)) and found.sure


def test_a_class_is_told_over_all_and_by_skill_where_each_form_has_enough_decisions():
    pupils = [Both("ab"[i % 2], decisions(5 + i % 3, 12), decisions(8 + i % 4, 12)) for i in range(12)]
    found = class_growth(pupils, 2, ["confidentiality", "speak-up"])
    assert (found.both, found.one, list(found.skills)) == (12, 2, ["confidentiality"])
    assert found.all.sure and found.skills["confidentiality"] == found.all
    few = [Both(each.entry_form, each.entry[:2], each.exam) for each in pupils]
    assert class_growth(few, 0, ["confidentiality"]).skills == {}


def test_a_skill_in_which_nobody_can_grow_has_no_figure():
    """Everything right twice: an interval from 0 to 0 would say that nothing was left to chance."""
    pupils = [Both("ab"[i % 2], decisions(12, 12), decisions(12, 12)) for i in range(12)]
    assert class_growth(pupils, 0, ["confidentiality"]).skills == {}
