"""Figures per decision, checked against published values."""

from math import asin, cos, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binomtest

from scenario_quiz.scoring import StepScore
from skill_grading.measures.responses import Responses
from skill_grading.measures.statistics import (
    decision_table,
    jeffreys_interval,
    story_table,
    welch_reach,
    wilson_interval,
)
from tests.grading.published import LSAT6, LSAT6_RIGHT, SLEEP, SLEEP_WELCH


def answer(step="ask", verdict="good", chosen="a", *, points=None, scenario="photo", fine=False):
    points = (2.0 if verdict == "good" else 0.0) if points is None else points
    return StepScore(scenario, step, "choice", "consent", ["1.4"], points, 2.0, verdict, fine, False, [chosen])


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_matches_newcombe(successes, n, low, high):
    assert wilson_interval(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 2000), st.data())
def test_wilson_interval_is_that_of_scipy_and_holds_the_share(n, data):
    successes = data.draw(st.integers(0, n))
    found = wilson_interval(successes, n)
    assert found == pytest.approx(binomtest(successes, n).proportion_ci(0.95, "wilson"), abs=1e-9)
    assert 0 <= found.low <= successes / n + 1e-12 and successes / n - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # R 4.2.2: qbeta(c(.025, .975), successes + .5, n - successes + .5)
        (1, 7, 0.01587652421, 0.5007974616),
        (6.5, 12, 0.27666968568, 0.7890553618),
        (924, 1000, 0.90634351136, 0.9392072588),
    ],
)
def test_jeffreys_interval_is_that_of_r(successes, n, low, high):
    assert jeffreys_interval(successes, n) == pytest.approx((low, high), abs=1e-9)


def test_the_interval_of_a_difference_is_that_of_welch_in_r():
    one, other = SLEEP
    difference, reach = (sum(one) - sum(other)) / 10, welch_reach(one, other)
    assert (difference - reach, difference + reach) == pytest.approx(SLEEP_WELCH, abs=1e-9)
    assert welch_reach([1, 1], [2, 2]) == 0


def test_the_difficulty_of_a_decision_and_of_a_story_is_that_of_r():
    scores = [[answer(name, "good" if right else "harm") for name, right in row.items()]
              for row in LSAT6.to_dict("records")]  # fmt: skip
    decisions = decision_table(Responses.of(scores)).set_index("step")
    stories = story_table(LSAT6).set_index("scenario")
    assert decisions.difficulty.to_dict() == stories.difficulty.to_dict() == pytest.approx(LSAT6_RIGHT)


@pytest.mark.parametrize(("successes", "n"), [(1, 10), (5, 10), (10, 20), (6.5, 12)])
def test_jeffreys_interval_leaves_a_fortieth_of_the_posterior_on_each_side(successes, n):
    """Integrated directly: theta = sin(t)^2 turns the Jeffreys prior into a constant."""

    def mass(low, high):
        def density(t):
            return sin(t) ** (2 * successes) * cos(t) ** (2 * (n - successes))

        return quad(density, asin(sqrt(low)), asin(sqrt(high)))[0]

    interval = jeffreys_interval(successes, n)
    assert mass(0, interval.low) / mass(0, 1) == pytest.approx(0.025, abs=1e-6)
    assert mass(interval.high, 1) / mass(0, 1) == pytest.approx(0.025, abs=1e-6)


def test_jeffreys_interval_reaches_the_ends_at_no_and_full_success():
    assert jeffreys_interval(0, 12).low == 0
    assert jeffreys_interval(12, 12).high == 1


def test_the_interval_of_partial_credit_lies_between_its_neighbours():
    below, between, above = (jeffreys_interval(k, 12) for k in (6, 6.5, 7))
    assert below.low < between.low < above.low
    assert below.high < between.high < above.high


def test_misses_and_false_alarms_are_counted_apart():
    scores = [[answer()], [answer(verdict="harm")], [answer(verdict="overcautious")], [answer(verdict="harm")]]
    row = decision_table(Responses.of(scores)).iloc[0]
    assert (row.reached, row.misses, row.false_alarms) == (4, 2, 1)


def test_difficulty_appears_from_ten_pupils_on():
    nine = decision_table(Responses.of([[answer()]] * 8 + [[answer(verdict="harm")]]))
    assert nine[["difficulty", "low", "high"]].isna().all(axis=None)
    others = [[answer(verdict="harm")], [answer(verdict="harm", points=1.0)]]
    ten = decision_table(Responses.of([[answer()]] * 8 + others))
    assert ten.difficulty[0] == pytest.approx(0.85)
    assert ten.low[0] < 0.85 < ten.high[0]


def test_only_pupils_who_reached_a_step_count():
    table = decision_table(Responses.of([[answer(), answer("later")], [answer()]]))
    assert dict(zip(table.step, table.reached, strict=True)) == {"ask": 2, "later": 1}


def test_decisions_keep_the_order_of_the_exercise():
    table = decision_table(Responses.of([[answer("z"), answer("a", scenario="b")], [answer("z"), answer("m")]]))
    assert list(table.step) == ["z", "a", "m"]


def test_no_hand_ins_give_an_empty_table():
    assert decision_table(Responses.of([])).empty
