"""What a pupil's page may hold of a graded scenario: nothing that depends on its key."""

import itertools

import pytest

from scenario_quiz.release import freeze
from scenario_quiz.views import opaque_ids, practice_view, public_view

WALK = "exercises/placement/walk/scenario.yml"


def published(course):
    release = freeze(course.assignments["placement"], course.school)
    return [view.model_dump_json() for language in release.languages for view in release.public(language)]


@pytest.mark.parametrize("step", ["first", "left", "right"])
def test_swapping_the_verdicts_of_any_two_options_changes_no_published_byte(small_course, step):
    before = published(small_course.load())
    options = small_course.files[WALK]["steps"][step]["choices"]
    for one, other in itertools.combinations(options, 2):
        for field in ("verdict", "points"):
            first, second = options[one].pop(field, None), options[other].pop(field, None)
            for option, value in ((one, second), (other, first)):
                if value is not None:
                    options[option][field] = value
        assert published(small_course.load()) == before


def test_the_public_view_holds_no_word_of_the_key(small_course):
    text = "".join(published(small_course.load()))
    for word in ("CANARY", "verdict", "feedback", "rubric", "anchor", "must_pass", "fine", "skill", "rules"):
        assert word not in text


def test_the_order_of_the_options_does_not_follow_the_file(small_course, course):
    orders = {tuple(ids.values()) for ids in opaque_ids(small_course.load().scenario("placement/walk")).values()}
    assert orders != {("ask", "post", "keep", "hide"), ("name", "room", "sun"), ("call", "mail", "sue")}
    graded = [s for a in course.assignments.values() for s in a.graded]
    firsts = [
        scenario.decisions[step].judge(ids["a"]).verdict == "good"
        for scenario in graded
        for step, ids in opaque_ids(scenario).items()
        if scenario.decisions[step].kind == "choice"
    ]
    assert not all(firsts) and any(firsts)


def test_a_view_is_made_of_the_right_kind_of_scenario_only(small_course):
    course = small_course.load()
    with pytest.raises(ValueError, match="must not be published"):
        practice_view(course.scenario("placement/walk"), course.school, "nl")
    with pytest.raises(ValueError, match="for practice"):
        public_view(course.scenario("placement/talk"), "nl")


def test_the_practice_view_explains_every_option_and_cites_its_rules(small_course):
    course = small_course.load()
    view = practice_view(course.scenario("placement/talk"), course.school, "nl")
    draft = view.steps["draft"]
    feedback = {option.id: option.feedback for option in draft.options}
    assert feedback == {
        "post": "FEEDBACK-POST",
        "wait": "FEEDBACK-WAIT",
    }
    assert draft.rules[0].href == "protocol.html#rule-1-5"
    assert view.endings["seen"].back_to == "draft"
