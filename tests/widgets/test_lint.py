import pytest

from scenario_quiz.lint import lint

WALK, TALK = "exercises/placement/walk/scenario.yml", "exercises/placement/talk/scenario.yml"
DECISION = {
    "kind": "choice", "skill": "confidentiality", "rules": ["1.5"], "points": 2,
    "choices": {"yes": {"verdict": "good"}, "nope": {"verdict": "harm"}},
}  # fmt: skip


def told(small_course):
    return [str(problem) for problem in lint(small_course.load())]


def test_a_sound_course_has_nothing_to_mend(small_course):
    assert told(small_course) == []


def test_the_schools_own_course_has_nothing_to_mend(course):
    assert [str(problem) for problem in lint(course)] == []


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        (WALK, lambda steps: steps["left"].update(next="first"), "circle"),
        (WALK, lambda steps: steps["left"].update(points=4), "paths give 5, 6 points"),
        (WALK, lambda steps: steps["first"]["choices"]["ask"].update(next="right"), "tells what was right"),
        (TALK, lambda steps: steps["seen"].pop("back_to"), "needs back_to"),
    ],
)
def test_a_graph_that_misleads_is_named(small_course, file, change, says):
    change(small_course.files[file]["steps"])
    assert any(says in problem for problem in told(small_course))


def with_words(small_course, scenario, step):
    for language in ("nl", "en"):
        small_course.files[f"exercises/placement/{scenario}/{language}.yml"]["steps"][step] = {
            "prompt": "Wat?", "choices": {"yes": "Ja.", "nope": "Neen."}, "feedback": {"yes": "Goed.", "nope": "Fout."},
        }  # fmt: skip


def test_a_step_that_nothing_reaches_is_named(small_course):
    small_course.files[WALK]["steps"]["lost"] = DECISION
    with_words(small_course, "walk", "lost")
    assert any("lost" in problem and "no path leads here" in problem for problem in told(small_course))


def test_a_wrong_ending_leads_back_to_a_step_that_the_pupil_came_by(small_course):
    small_course.files[TALK]["steps"]["draft"]["choices"]["wait"]["next"] = "later"
    small_course.files[TALK]["steps"]["later"] = DECISION | {"next": "calm"}
    small_course.files[TALK]["steps"]["seen"]["back_to"] = "later"
    with_words(small_course, "talk", "later")
    assert any("talk/scenario.yml" in problem and "past 'later'" in problem for problem in told(small_course))


def test_a_wrong_ending_shows_how_to_mend_it(small_course):
    small_course.files["exercises/placement/talk/en.yml"]["endings"]["seen"].pop("repair")
    assert any("talk/en.yml" in problem and "repair" in problem for problem in told(small_course))


def test_a_graded_scenario_has_no_endings(small_course):
    small_course.files[WALK]["steps"]["left"]["next"] = "over"
    small_course.files[WALK]["steps"]["over"] = {"ending": "good"}
    for language in ("nl", "en"):
        small_course.files[f"exercises/placement/walk/{language}.yml"]["endings"] = {"over": {"text": "Voorbij."}}
    assert any("has no endings" in problem for problem in told(small_course))


def test_an_exercise_without_a_fine_decision_is_named(small_course):
    small_course.files[WALK]["steps"]["right"].pop("fine")
    assert any("refuses everything" in problem for problem in told(small_course))
