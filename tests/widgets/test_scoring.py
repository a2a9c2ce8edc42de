import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from scenario_quiz.answers import Answers, Entry
from scenario_quiz.release import freeze
from scenario_quiz.scenario import AnyStep, Scenario
from scenario_quiz.scoring import score, score_scenario

TIME = "2026-11-23T07:00:00.000Z"
VECTORS = [
    pytest.param(vector, id=vector["name"])
    for path in sorted((Path(__file__).parent / "vectors").glob("*.json"))
    for vector in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("vector", VECTORS)
def test_scores_the_vectors_that_the_front_end_scores_too(vector):
    steps = TypeAdapter(dict[str, AnyStep]).validate_python(vector["steps"])
    scenario = Scenario.model_construct(assignment="a", id="s", start=vector["start"], steps=steps)
    entries = [Entry(time=TIME, **{k: v for k, v in entry.items() if k != "time"}) for entry in vector["entries"]]
    result = score_scenario(scenario, entries)
    assert (result.points, result.max) == (vector["expect"]["points"], vector["expect"]["max"])
    assert [{"step": step.step, "points": step.points, "verdict": step.verdict} for step in result.steps] == vector[
        "expect"
    ]["steps"]


@pytest.fixture
def release(small_course):
    course = small_course.load()
    return freeze(course.assignments["placement"], course.school)


def scored(release, **scenarios):
    log = {
        name: [Entry(step=step, answer=answer, time=TIME) for step, answer in entries]
        for name, entries in scenarios.items()
    }
    return score(
        release,
        Answers(
            format="scenario-answers",
            version=1,
            course=release.course,
            assignment=release.assignment,
            content=release.version,
            language="nl",
            attempt="0" * 32,
            scenarios=log,
        ),  # fmt: skip
    )


def letter(release, step, option):
    return next(shown for shown, real in release.option_ids["walk"][step].items() if real == option)


def test_published_letters_are_read_as_the_scenarios_own_options(release):
    result = scored(release, walk=[("first", letter(release, "first", "ask"))])
    [step] = result.steps
    assert (step.chosen, step.points, step.verdict, step.must_pass) == (["ask"], 2, "good", True)


def test_an_answer_off_the_path_is_no_evidence(release):
    left = [letter(release, "left", "name"), letter(release, "left", "room")]
    result = scored(release, walk=[("left", left), ("first", letter(release, "first", "keep"))])
    assert [step.step for step in result.steps] == ["first"]


def test_the_first_answer_to_a_step_counts(release):
    post, ask = letter(release, "first", "post"), letter(release, "first", "ask")
    assert scored(release, walk=[("first", post), ("first", ask)]).steps[0].verdict == "harm"


def test_skills_add_up_over_decisions_and_nothing_is_held_against_a_step_not_reached(release):
    right = [letter(release, "right", "call")]
    result = scored(release, walk=[("first", letter(release, "first", "keep")), ("right", right)])
    skills = result.skills()
    assert (skills["confidentiality"].points, skills["confidentiality"].decisions) == (2, 1)
    assert (skills["speak-up"].points, skills["speak-up"].max, skills["speak-up"].decisions) == (1.5, 3, 1)


def test_an_open_answer_waits_for_the_teacher_and_is_no_evidence(release):
    result = scored(release, tell=[("write", "Ik bel.")])
    assert result.as_json()["scenarios"]["tell"]["points"] is None
    assert result.as_json()["scenarios"]["tell"]["max"] == 3
    assert result.skills() == {}


def test_a_skipped_open_answer_does_not_wait(release):
    assert scored(release, tell=[("write", "  ")]).as_json()["scenarios"]["tell"]["points"] == 0


def test_no_answers_at_all_give_no_points_and_no_evidence(release):
    result = scored(release)
    assert [scenario.points for scenario in result.scenarios.values()] == [0, 0]
    assert result.skills() == {}
