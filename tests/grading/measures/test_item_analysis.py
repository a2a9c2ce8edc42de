"""How questions tell pupils apart: checked against R's psych and against classes made for it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from scenario_quiz.scoring import StepScore
from skill_grading.measures.item_analysis import (
    ANALYSED_PUPILS,
    Discrimination,
    discrimination_table,
    option_flags,
    rest_results,
    results,
    whole_results,
)
from skill_grading.measures.responses import Responses
from tests.grading.published import ATTITUDE, ITEM_REST, LSAT6, LSAT6_ITEM_REST


def answer(scenario, good, option=None, step="a"):
    chosen = option or ("right" if good else "wrong")
    verdict = "good" if good else "harm"
    return StepScore(scenario, step, "choice", "consent", ["1.4"], float(good), 1.0, verdict, False, False, [chosen])


@pytest.mark.parametrize(("table", "expected"), [(ATTITUDE, ITEM_REST), (LSAT6, LSAT6_ITEM_REST)])
def test_discrimination_is_the_item_rest_correlation_of_r(table, expected):
    found = discrimination_table(table.rename_axis(columns="scenario")).discrimination
    assert found.to_dict() == pytest.approx(expected, abs=1e-6)


def test_with_answers_missing_it_is_the_correlation_with_the_mean_of_what_was_met():
    table = LSAT6.mask(np.random.default_rng(2).random(LSAT6.shape) < 0.3).rename_axis(columns="scenario")
    found = discrimination_table(table).discrimination
    assert found.to_dict() == pytest.approx({name: table[name].corr(table.drop(columns=name).mean(axis=1))
                                             for name in table})  # fmt: skip


def test_a_story_is_an_item_for_who_did_it_to_its_end():
    long = [answer("s1", True), answer("s1", False, step="b")]
    table = whole_results(Responses.of([long, long[:1], [answer("s2", True)], []]), {"s1": 2.0, "s2": 1.0})
    assert table.fillna(-1).to_dict("list") == {"s1": [0.5, -1, -1, -1], "s2": [-1, -1, 1, -1]}
    assert whole_results(Responses.of([]), {"s1": 2.0}).empty


def test_an_item_is_compared_with_what_the_pupil_reached():
    table = results(Responses.of([[answer("s1", True), answer("s2", False)], [answer("s1", False)], []]))
    rest = rest_results(table)
    assert rest[("s1", "a")].tolist()[:1] == [0.0]
    assert rest[("s2", "a")].tolist()[:1] == [1.0]
    assert np.isnan(rest[("s1", "a")].tolist()[1])


BANDS = [(0.4, "excellent"), (0.39, "good"), (0.3, "good"), (0.2, "fair"), (0.19, "revise"), (0.0, "revise")]


@pytest.mark.parametrize(("correlation", "band"), [*BANDS, (-0.19, "revise"), (-0.2, "check-key"), (-1, "check-key")])
def test_bands(correlation, band):
    assert Discrimination.of(correlation, 100).value == band


@given(st.integers(0, 2**32 - 1), st.integers(ANALYSED_PUPILS, 300), st.floats(-0.5, 0.2))
def test_a_key_is_to_be_looked_at_where_the_interval_of_scipy_lies_below_zero(seed, pupils, slope):
    one, noise = np.random.default_rng(seed).normal(size=(2, pupils))
    found = pearsonr(one, slope * one + noise)
    band = Discrimination.of(found.statistic, pupils)
    assert (band is Discrimination.CHECK_KEY) == (found.confidence_interval(0.95).high < 0)


def test_of_many_good_questions_chance_sends_nobody_to_the_key():
    """A class of 30 at 160 questions that each tell pupils apart a little; a good many lie below zero."""
    chance, below, flagged = np.random.default_rng(5), 0, 0
    for _ in range(10):
        right = chance.random((30, 160)) < chance.normal(0.8, 0.06, (30, 1))
        scores = [[answer(f"s{place}", good) for place, good in enumerate(row)] for row in right]
        table = discrimination_table(results(Responses.of(scores)))
        below, flagged = below + (table.discrimination < 0).sum(), flagged + (table.band == "check-key").sum()
    assert below > 100 and flagged <= 10


def test_a_small_class_and_a_decision_without_spread_have_no_figure():
    few = [[answer("s1", i % 2), answer("s2", i % 2)] for i in range(ANALYSED_PUPILS - 1)]
    assert set(discrimination_table(results(Responses.of(few))).band) == {"too-few"}
    same = [[answer("s1", True), answer("s2", i % 2)] for i in range(ANALYSED_PUPILS)]
    assert discrimination_table(results(Responses.of(same))).band["s1", "a"] == "no-spread"
    assert discrimination_table(results(Responses.of([]))).empty


def test_a_dead_and_a_suspicious_option_are_named():
    # Able pupils are right elsewhere; on the second question it is they who fall for 'clever'.
    scores = []
    for pupil in range(60):
        able = pupil < 30
        option = "clever" if able and pupil % 2 else "clumsy" if not able and pupil % 2 else "right"
        scores.append(
            [answer(f"s{i}", able or i == 0) for i in range(4)] + [answer("asked", option == "right", option)]
        )
    taken = [("right", "good", 30), ("clever", "harm", 15), ("clumsy", "harm", 15), ("odd", "overcautious", 0)]
    options = pd.DataFrame(
        [("asked", "a", *option, 60, option[2] / 60) for option in taken],
        columns=["scenario", "step", "option", "verdict", "chosen", "reached", "share"],
    )
    flagged = option_flags(options, Responses.of(scores), results(Responses.of(scores))).set_index("option")
    assert flagged.index[flagged.suspicious].tolist() == ["clever"]
    assert flagged.index[flagged.dead].tolist() == ["odd"]
    # One of 60 may well be one of 20: surely fewer than one in twenty it is not.
    one = options.assign(chosen=[29, 15, 15, 1], share=lambda table: table.chosen / 60)
    assert not option_flags(one, Responses.of(scores), results(Responses.of(scores))).dead.any()
    few = option_flags(options.assign(reached=20), Responses.of(scores), results(Responses.of(scores)))
    assert not few.dead.any() and not few.suspicious.any()


def takers_and_others(better: float, seed: int) -> pd.DataFrame:
    """The flags of a wrong option that 15 of 60 pupils take, whose chance on ten other questions is so much better."""
    chance, scores = np.random.default_rng(seed), []
    for pupil in range(60):
        took = pupil < 15
        rest = [answer(f"s{i}", chance.random() < 0.6 + better * took) for i in range(10)]
        scores.append([*rest, answer("asked", not took, "clever" if took else "right")])
    options = pd.DataFrame(
        [("asked", "a", "right", "good", 45, 60, 0.75), ("asked", "a", "clever", "harm", 15, 60, 0.25)],
        columns=["scenario", "step", "option", "verdict", "chosen", "reached", "share"],
    )
    return option_flags(options, Responses.of(scores), results(Responses.of(scores))).set_index("option")


def test_an_option_is_suspicious_by_more_than_chance():
    assert sum(takers_and_others(0.0, seed).suspicious["clever"] for seed in range(200)) <= 12
    assert sum(takers_and_others(0.25, seed).suspicious["clever"] for seed in range(50)) >= 45
