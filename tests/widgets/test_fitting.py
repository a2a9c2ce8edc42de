"""A school that extends another: what it drops, leaves out and adds, in the small course."""

import copy

import pytest

from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError
from scenario_quiz.lint import lint
from tests.conftest import SmallCourse

OWN = "schools/other"
NEW_RULE = {"section": "7", "audience": ["pupils"], "graded": ["pupils"]}


@pytest.fixture
def other(small_course) -> SmallCourse:
    small_course.files[f"{OWN}/school.yml"] = {"extends": "small-school", "name": "Other School", "short_name": "Other"}
    return small_course


def load(course: SmallCourse) -> Course:
    course.write()
    return Course.load(course.root, "other")


def told(course: SmallCourse) -> str:
    with pytest.raises(CourseError) as refused:
        load(course)
    return str(refused.value)


def test_a_school_says_only_what_differs(other):
    other.files[f"{OWN}/school.yml"] |= {"cut": 0.8, "colours": {"light": {"accent": "#405060"}}}
    course = load(other)
    assert (course.school.id, course.school.name, course.school.settings.platform) == (
        "other",
        "Other School",
        "Platform",
    )
    assert (course.school.cut, course.school.colours.light.accent) == (0.8, "#405060")
    assert course.school.colours.light.ink == course.school.colours.dark.accent == "#102030"
    assert (course.left_out, course.assignments["placement"].order) == ({}, ["walk", "tell"])


def test_its_own_names_stand_in_the_texts_of_the_course(other):
    for language in ("nl", "en"):
        other.files[f"exercises/placement/walk/{language}.yml"]["situation"] = "Op {{ platform }} van {{ school }}."
    other.files[f"{OWN}/school.yml"]["platform"] = "Lesboot"
    situations = [
        course.scenario("placement/walk").words["nl"].situation
        for course in (Course.load(other.root), load(other), Course.load(other.root, "small-school"))
    ]
    assert situations == ["Een wandeling.", "Op Lesboot van Other.", "Op Platform van Small."]


def test_a_dropped_rule_goes_out_of_skills_words_and_steps(other):
    walk = other.files["exercises/placement/walk/scenario.yml"]["steps"]
    walk["first"]["rules"] = ["1.5", "7.9"]
    walk["right"]["rules"] = ["7.9", "1.5"]
    other.files[f"{OWN}/rules.yml"] = {"7.9": None, "1.6": NEW_RULE}
    other.files[f"{OWN}/skills.yml"] = {"speak-up": {"rules": ["1.6"]}}
    for language in ("nl", "en"):
        other.files[f"{OWN}/{language}.yml"] = {"rules": {"1.6": {"title": "Bril", "text": "Uit."}}}
    course = load(other)
    assert list(course.school.rules) == ["1.5", "1.6"]
    assert list(course.school.words["nl"].rules) == ["1.5", "1.6"]
    assert course.school.dropped == ["7.9"]
    assignment = course.assignments["placement"]
    assert {name: step.rules for name, step in assignment.scenarios["walk"].decisions.items()} == {
        "first": ["1.5"],
        "left": ["1.5"],
        "right": ["1.5"],
    }
    assert assignment.fitted.thinned == {"walk": ["7.9"]}
    assert list(course.left_out) == ["placement/tell"] and "'write' is about 7.9" in course.left_out["placement/tell"]
    assert assignment.order == ["walk"]
    assert lint(course) == []
    assert Course.load(other.root).assignments["placement"].order == ["walk", "tell"]


def test_a_dropped_skill_takes_its_scenarios_along(other):
    other.files["exercises/placement/walk/scenario.yml"]["steps"]["right"]["skill"] = "confidentiality"
    other.files[f"{OWN}/skills.yml"] = {"speak-up": None}
    assert list(load(other).left_out) == ["placement/tell"]


def test_a_skill_without_a_rule_left_is_told_where_to_mend_it(other):
    other.files[f"{OWN}/rules.yml"] = {"7.9": None}
    assert "skills.yml" in told(other) and "no rule of this skill is left" in told(other)


def test_an_own_slip_is_told_in_the_schools_own_file(other):
    other.files[f"{OWN}/skills.yml"] = {"speak-up": {"rules": ["9.9"]}}
    assert f'{other.root / OWN / "skills.yml"}:3: speak-up.rules.0: rule "9.9" is not in rules.yml' in told(other)
    del other.files[f"{OWN}/skills.yml"]
    (other.root / OWN / "skills.yml").unlink()
    other.files[f"{OWN}/nl.yml"] = {"rules": {"9.9": {"title": "Niets", "text": "Niets."}}}
    assert f"{other.root / OWN / 'nl.yml'}:2: rules.9.9: '9.9' is not used" in told(other)


def test_left_out_scenarios_are_known_and_a_slip_is_told(other):
    other.files[f"{OWN}/school.yml"]["leave_out"] = ["placement/tell", "placement/talk"]
    course = load(other)
    assert set(course.left_out) == {"placement/tell", "placement/talk"}
    assert [list(course.assignments["placement"].scenarios), course.assignments["placement"].order] == [["walk"]] * 2
    other.files[f"{OWN}/school.yml"]["leave_out"] = ["placement/tel"]
    assert "leave_out.0: there is no scenario 'placement/tel'" in told(other)


def test_an_exercise_of_which_nothing_is_left_is_told(other):
    other.files[f"{OWN}/school.yml"]["leave_out"] = ["placement/tell", "placement/walk"]
    assert "the school leaves nothing of this exercise" in told(other)


def test_a_chapter_that_is_left_out_takes_its_assignment_along(other):
    other.files[f"{OWN}/school.yml"]["leave_out"] = ["placement"]
    course = load(other)
    assert course.assignments == {}
    assert set(course.left_out) == {"placement/talk", "placement/walk", "placement/tell"}


def test_an_own_graded_scenario_comes_at_the_end_and_no_other_school_has_it(other):
    for name in ("scenario", "nl", "en"):
        text = copy.deepcopy(other.files[f"exercises/placement/walk/{name}.yml"])
        other.files[f"{OWN}/exercises/placement/extra/{name}.yml"] = text
    assert load(other).assignments["placement"].order == ["walk", "tell", "extra"]
    assert Course.load(other.root).assignments["placement"].order == ["walk", "tell"]


def test_an_own_scenario_stands_for_the_one_of_the_same_name(other):
    for name in ("scenario", "nl", "en"):
        text = copy.deepcopy(other.files[f"exercises/placement/walk/{name}.yml"])
        other.files[f"{OWN}/exercises/placement/walk/{name}.yml"] = text
    other.files[f"{OWN}/exercises/placement/walk/nl.yml"]["title"] = "Anders"
    course = load(other)
    assert course.assignments["placement"].order == ["walk", "tell"]
    assert course.scenario("placement/walk").words["nl"].title == "Anders"


def test_a_changed_rule_asks_for_a_review_but_another_name_in_it_does_not(other):
    for language in ("nl", "en"):
        other.files[f"schools/small-school/{language}.yml"]["rules"]["1.5"]["text"] = "Zwijg op {{ platform }}."
    other.files[f"{OWN}/school.yml"]["platform"] = "Lesboot"
    before = load(other).school
    assert before.words["nl"].rules["1.5"].text == "Zwijg op Lesboot."
    assert before.fingerprints == Course.load(other.root).school.fingerprints
    other.files[f"{OWN}/nl.yml"] = {"rules": {"1.5": {"text": "Zwijg altijd."}}}
    assert load(other).school.fingerprints["1.5"] != before.fingerprints["1.5"]
