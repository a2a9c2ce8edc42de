"""Reliability: checked against R's psych, against KR-20 by hand, and against classes that take two exercises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill_grading.measures.reliability import (
    Standing,
    alpha_interval,
    alphas_without_one,
    cronbach_alpha,
    decision_consistency,
    reliability,
)
from tests.grading.published import (
    ALPHA,
    ALPHA_INTERVAL,
    ATTITUDE,
    LSAT6,
    LSAT6_ALPHA,
    LSAT6_HUYNH,
    LSAT6_INTERVAL,
    LSAT6_KR21,
    LSAT6_SEM,
    SEM,
)


def test_alpha_is_that_of_r_and_its_interval_that_of_astropy():
    assert cronbach_alpha(ATTITUDE) == pytest.approx(ALPHA, abs=1e-8)
    assert alpha_interval(ALPHA, alphas_without_one(ATTITUDE)) == pytest.approx(ALPHA_INTERVAL, abs=1e-8)


def test_leaving_out_a_pupil_is_reckoning_alpha_without_them():
    again = [cronbach_alpha(ATTITUDE.drop(index=pupil)) for pupil in ATTITUDE.index]
    assert alphas_without_one(ATTITUDE) == pytest.approx(again)


def test_the_interval_holds_alpha_as_often_as_it_says_where_points_crowd_at_the_top():
    """The one that takes points for normal does so in 88 % here."""
    chance = np.random.default_rng(2)
    easy = chance.beta(4, 0.7, (4000, 1)) * np.linspace(0.8, 1, 12)
    everybody = pd.DataFrame(chance.binomial(2, easy).astype(float))
    classes = [everybody.iloc[chance.choice(4000, 40, replace=False)] for _ in range(400)]
    held = [low <= cronbach_alpha(everybody) <= high for low, high in
            (alpha_interval(cronbach_alpha(each), alphas_without_one(each)) for each in classes)]  # fmt: skip
    assert 0.925 <= np.mean(held) <= 0.975


def test_kr_20_its_interval_and_the_error_of_measurement_are_those_of_r():
    found = reliability(LSAT6, most=5, cut=0.75)
    assert found.alpha == pytest.approx(LSAT6_ALPHA, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(LSAT6_INTERVAL, abs=1e-9)
    assert found.sem == pytest.approx(LSAT6_SEM, abs=1e-7)
    assert reliability(ATTITUDE, most=700, cut=0.5).sem == pytest.approx(SEM, abs=1e-8)


@pytest.mark.parametrize(("needed", "expected"), LSAT6_HUYNH.items())
def test_consistency_is_that_of_huynh_where_reliability_is_kr_21(needed, expected):
    shares = LSAT6.mean(axis=1)
    assert decision_consistency(shares, LSAT6_KR21, needed / 5) == pytest.approx(expected, abs=1e-4)


def test_a_class_split_in_all_and_nothing_stays_on_its_side():
    points = pd.DataFrame([[1.0] * 4] * 15 + [[0.0] * 4] * 15)
    found = reliability(points, most=4, cut=0.75)
    assert (found.alpha, found.sem, found.consistency) == pytest.approx((1, 0, 1), abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.floats(0.51, 0.99), st.floats(0.2, 5))
def test_whatever_the_class_the_figures_keep_within_their_bounds(seed, cut, spread):
    chance = np.random.default_rng(seed)
    points = pd.DataFrame(chance.binomial(2, chance.beta(spread, spread, (30, 1)), (30, 5)).astype(float))
    if found := reliability(points, 10, cut):
        assert found.low <= found.alpha <= found.high <= 1
        assert 0.5 - 1e-9 <= found.consistency <= 1 + 1e-9 and 0 <= found.sem <= 10


def test_of_right_and_wrong_it_is_kr_20():
    answers = pd.DataFrame(np.random.default_rng(7).random((60, 8)) < np.linspace(0.4, 0.9, 8), dtype=float)
    answers[1] = answers[0]  # two that hang together
    p, totals = answers.mean(), answers.sum(axis=1)
    # With n below the line everywhere, as in the original; the convention drops out of the quotient.
    kr20 = 8 / 7 * (1 - (p * (1 - p)).sum() / totals.var(ddof=0))
    assert cronbach_alpha(answers) == pytest.approx(kr20, abs=1e-12)


@pytest.mark.parametrize("cut", [0.6, 0.75])
def test_consistency_foretells_who_stays_on_the_same_side(cut):
    chance, pupils, decisions = np.random.default_rng(11), 4000, 20
    true = chance.beta(6, 2, pupils)
    first, second = (chance.random((pupils, decisions)) < true[:, None] for _ in range(2))
    sides = [(exercise.mean(axis=1) >= cut) for exercise in (first, second)]
    points = pd.DataFrame(first.astype(float))
    found = decision_consistency(points.mean(axis=1), cronbach_alpha(points), cut)
    assert found == pytest.approx((sides[0] == sides[1]).mean(), abs=0.02)


def test_the_error_of_measurement_is_the_spread_around_the_true_points():
    chance, pupils, scenarios = np.random.default_rng(3), 3000, 12
    true = chance.beta(8, 3, pupils)
    points = pd.DataFrame(chance.binomial(2, np.repeat(true[:, None], scenarios, axis=1)).astype(float))
    found = reliability(points, most=2.0 * scenarios, cut=0.75)
    error = (points.sum(axis=1) - 2 * scenarios * true).std()
    assert found.standing is Standing.SETTLED
    assert found.sem == pytest.approx(error, rel=0.05)
    assert found.low < found.alpha < found.high


@pytest.mark.parametrize(
    ("pupils", "standing"), [(29, Standing.TOO_FEW), (30, Standing.PROVISIONAL), (100, Standing.SETTLED)]
)
def test_too_few_pupils_say_nothing(pupils, standing):
    points = pd.DataFrame(np.random.default_rng(1).integers(0, 3, (pupils, 4)).astype(float))
    assert Standing.of(pupils) is standing
    assert (reliability(points, 8, 0.75) is None) == (standing is Standing.TOO_FEW)


def test_a_class_in_which_all_have_the_same_says_nothing():
    assert reliability(pd.DataFrame(np.ones((40, 4))), 4, 0.75) is None
    assert reliability(pd.DataFrame({"one": range(40)}), 40, 0.75) is None


def test_a_class_in_which_one_pupil_differs_says_nothing():
    """Without that pupil there is no alpha at all."""
    points = pd.DataFrame(np.ones((40, 4)))
    points.iloc[7] = [0.0, 1.0, 1.0, 0.0]
    assert np.isnan(alphas_without_one(points)).tolist() == [pupil == 7 for pupil in range(40)]
    assert reliability(points, 4, 0.75) is None
