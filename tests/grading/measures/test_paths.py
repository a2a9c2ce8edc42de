"""The ways through a branching situation."""

from scenario_quiz.scoring import StepScore
from skill_grading.measures.paths import path_table
from skill_grading.measures.responses import Responses


def step(name, verdict="good", scenario="walk"):
    return StepScore(scenario, name, "choice", "consent", ["1.4"], 1.0, 1.0, verdict, False, False, ["x"])


def test_each_way_is_counted_and_the_most_taken_comes_first():
    scores = [[step("ask"), step("left", "harm")], [step("ask"), step("right")], [step("ask"), step("right")], []]
    table = path_table(Responses.of(scores))
    assert table.path.tolist() == [("ask", "right"), ("ask", "left")]
    assert table.verdicts.tolist() == [("good", "good"), ("good", "harm")]
    assert table.pupils.tolist() == [2, 1]
    assert table.share.tolist() == [2 / 3, 1 / 3]


def test_scenarios_are_kept_apart():
    table = path_table(Responses.of([[step("ask"), step("ask", scenario="other")]]))
    assert sorted(table.scenario) == ["other", "walk"] and set(table.share) == {1.0}
