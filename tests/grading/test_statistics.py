"""Figures per decision, checked against published values."""

from math import asin, cos, sin, sqrt

import pytest
from scipy.integrate import quad

from scenario_quiz.scoring import StepScore
from skill_grading.statistics import decision_table, jeffreys_interval, wilson_interval


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
    row = decision_table(scores).iloc[0]
    assert (row.reached, row.misses, row.false_alarms) == (4, 2, 1)


def test_difficulty_appears_from_ten_pupils_on():
    nine = decision_table([[answer()]] * 8 + [[answer(verdict="harm")]])
    assert nine[["difficulty", "low", "high"]].isna().all(axis=None)
    ten = decision_table([[answer()]] * 8 + [[answer(verdict="harm")], [answer(verdict="harm", points=1.0)]])
    assert ten.difficulty[0] == pytest.approx(0.85)
    assert ten.low[0] < 0.85 < ten.high[0]


def test_only_pupils_who_reached_a_step_count():
    table = decision_table([[answer(), answer("later")], [answer()]])
    assert dict(zip(table.step, table.reached, strict=True)) == {"ask": 2, "later": 1}


def test_decisions_keep_the_order_of_the_exercise():
    table = decision_table([[answer("z"), answer("a", scenario="b")], [answer("z"), answer("m")]])
    assert list(table.step) == ["z", "a", "m"]


def test_no_hand_ins_give_an_empty_table():
    assert decision_table([]).empty
