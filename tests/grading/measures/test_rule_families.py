"""Families of rules, for a class as a whole."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from scenario_quiz.scoring import StepScore
from skill_grading.measures.responses import Responses
from skill_grading.measures.rule_families import FAMILY_DECISIONS, family_table, lessons, mean_interval
from skill_grading.measures.statistics import MIN_PUPILS, jeffreys_interval
from tests.grading.published import ATTITUDE, LSAT6

FAMILIES = {"1.3": "manners", "7.3": "manners", "1.4": "images"}


def step(number, rules, good=True):
    return StepScore("s", f"d{number}", "choice", "respect", rules, float(good), 1.0, "good", False, False, ["x"])


def test_a_family_needs_three_decisions_and_counts_each_once():
    scores = [[step(i, ["1.3", "7.3"], good=i > 0) for i in range(3)] + [step(9, ["1.4"])] for _ in range(12)]
    table = family_table(Responses.of(scores), FAMILIES)
    assert table.family.tolist() == ["manners"]
    assert table.decisions.tolist() == [FAMILY_DECISIONS]
    assert table.understood.tolist() == pytest.approx([2 / 3])


def test_the_least_understood_comes_first_and_a_small_class_has_no_interval():
    def pupil(good):
        return [step(i, ["1.3"], good) for i in range(3)] + [step(i + 5, ["1.4"], True) for i in range(3)]

    table = family_table(Responses.of([pupil(i % 2) for i in range(8)]), FAMILIES)
    assert table.family.tolist() == ["manners", "images"]
    assert table.low.isna().all()
    assert family_table(Responses.of([pupil(i % 2) for i in range(12)]), FAMILIES).low.notna().all()
    assert family_table(Responses.of([]), FAMILIES).empty


def test_of_one_decision_each_the_interval_is_that_of_jeffreys():
    right = LSAT6.Q1.head(200).to_list()
    assert mean_interval(right, 200) == pytest.approx(jeffreys_interval(sum(right), 200))


def test_of_many_decisions_the_interval_is_close_to_that_of_r():
    # R 4.2.2: t.test(attitude$rating / 100)$conf.int
    assert mean_interval(list(ATTITUDE.rating / 100), 3000) == pytest.approx((0.6008802400, 0.6917864266), abs=0.002)


@pytest.mark.parametrize("skill", [0.8, 0.95, 0.98])
def test_the_interval_holds_what_is_true_also_where_nearly_all_is_right(skill):
    """Classes of ten at three decisions; Student's interval of the mean does in 93, 75 and 42 %."""
    chance, held = np.random.default_rng(4), []
    for _ in range(600):
        pupils = chance.beta(10 * skill, 10 * (1 - skill), 10)
        low, high = mean_interval((chance.binomial(3, pupils) / 3).tolist(), 30)
        held.append(low <= skill <= high)
    assert np.mean(held) >= 0.92


@pytest.mark.parametrize(("result", "low", "high"), [(1.0, 0.78, 1.0), (0.0, 0.0, 0.22)])
def test_a_class_that_has_all_right_or_all_wrong_is_still_a_few_pupils(result, low, high):
    assert mean_interval([result] * 10, 50) == pytest.approx((low, high), abs=0.01)


def test_the_lesson_to_revisit_is_where_the_class_did_worst_on_enough_results():
    def pupil(scenario, good):
        return [StepScore(scenario, "d", "choice", "respect", ["1.3"], good, 1.0, "good", False, False, ["x"])]

    scores = [pupil("images/s", i % 2) for i in range(MIN_PUPILS)] + [pupil("manners/s", 1.0)] * MIN_PUPILS
    few = [pupil("rare/s", 0.0)] * (MIN_PUPILS - 1)
    taught = ["images/s", "manners/s", "rare/s"]
    assert lessons(Responses.of(scores + few), FAMILIES, taught) == {"manners": "images"}
    assert lessons(Responses.of(few), FAMILIES, taught) == {}


def test_the_interval_is_close_to_one_that_knows_no_formula():
    values = np.random.default_rng(5).beta(5, 2, 40)
    drawn = bootstrap((values,), np.mean, rng=np.random.default_rng(6)).confidence_interval
    assert mean_interval(values.tolist(), 1000) == pytest.approx((drawn.low, drawn.high), abs=0.012)
