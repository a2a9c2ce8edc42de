"""Reliability: checked against R's psych, against KR-20 by hand, and against classes that take two exercises."""

import numpy as np
import pandas as pd
import pytest

from skill_grading.reliability import (
    Standing,
    alpha_interval,
    cronbach_alpha,
    decision_consistency,
    reliability,
)
from tests.grading.psych_attitude import ALPHA, ATTITUDE, FELDT


def test_alpha_and_its_interval_are_those_of_r():
    assert cronbach_alpha(ATTITUDE) == pytest.approx(ALPHA, abs=1e-8)
    assert alpha_interval(ALPHA, 30, 7) == pytest.approx(FELDT, abs=1e-8)


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
