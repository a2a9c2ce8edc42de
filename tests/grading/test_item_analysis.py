"""How questions tell pupils apart: checked against R's psych and against classes made for it."""

import numpy as np
import pandas as pd
import pytest

from scenario_quiz.scoring import StepScore
from skill_grading.item_analysis import (
    ANALYSED_PUPILS,
    Discrimination,
    discrimination_table,
    option_flags,
    rest_results,
    results,
)
from tests.grading.psych_attitude import ATTITUDE, ITEM_REST


def answer(scenario, good, option=None, step="a"):
    chosen = option or ("right" if good else "wrong")
    verdict = "good" if good else "harm"
    return StepScore(scenario, step, "choice", "consent", ["1.4"], float(good), 1.0, verdict, False, False, [chosen])


def test_discrimination_is_the_item_rest_correlation_of_r():
    table = ATTITUDE.copy()
    table.columns = pd.MultiIndex.from_tuples([(name, "a") for name in table.columns])
    found = discrimination_table(table).set_index("scenario").discrimination
    assert found.to_dict() == pytest.approx(ITEM_REST, abs=1e-6)


def test_an_item_is_compared_with_what_the_pupil_reached():
    table = results([[answer("s1", True), answer("s2", False)], [answer("s1", False)], []])
    rest = rest_results(table)
    assert rest[("s1", "a")].tolist()[:1] == [0.0]
    assert rest[("s2", "a")].tolist()[:1] == [1.0]
    assert np.isnan(rest[("s1", "a")].tolist()[1])


BANDS = [(0.4, "excellent"), (0.39, "good"), (0.3, "good"), (0.2, "fair"), (0.19, "revise"), (0.0, "revise")]


@pytest.mark.parametrize(("correlation", "band"), [*BANDS, (-0.01, "check-key")])
def test_bands(correlation, band):
    assert Discrimination.of(correlation).value == band


def test_a_small_class_and_a_decision_without_spread_have_no_figure():
    few = [[answer("s1", i % 2), answer("s2", i % 2)] for i in range(ANALYSED_PUPILS - 1)]
    assert set(discrimination_table(results(few)).band) == {"too-few"}
    same = [[answer("s1", True), answer("s2", i % 2)] for i in range(ANALYSED_PUPILS)]
    assert discrimination_table(results(same)).set_index("scenario").band["s1"] == "no-spread"
    assert discrimination_table(results([])).empty


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
    flagged = option_flags(options, scores).set_index("option")
    assert flagged.index[flagged.suspicious].tolist() == ["clever"]
    assert flagged.index[flagged.dead].tolist() == ["odd"]
    few = option_flags(options.assign(reached=20), scores)
    assert not few.dead.any() and not few.suspicious.any()
