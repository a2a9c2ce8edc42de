from __future__ import annotations

import pytest

from scenario_quiz.coverage import coverage
from scenario_quiz.errors import CourseError
from scenario_quiz.lint import lint
from tests.widgets.pair_of_forms import add_forms


@pytest.fixture
def course(small_course):
    add_forms(small_course)
    return small_course


def problems(course) -> list[str]:
    return [str(problem) for problem in lint(course.load())]


def test_two_forms_of_equal_make_up_are_a_pair(course):
    assert course.load().forms == {"a": "form-a", "b": "form-b"}
    assert problems(course) == []


@pytest.mark.parametrize(
    "change, told",
    [
        ({"skill": "speak-up"}, "decisions for speak-up where holding back is right: form-a has 0, form-b has 1"),
        ({"fine": True}, "decisions for confidentiality where sharing is right: form-a has 2, form-b has 3"),
        ({"must_pass": True}, "must-pass decisions: form-a has 0, form-b has 1"),
        ({"points": 6}, "points at most: form-a has 12, form-b has 15"),
    ],
)
def test_a_difference_between_the_forms_is_told_in_words(course, change, told):
    course.files["exercises/form-b/b-0/scenario.yml"]["steps"]["right"] |= change
    assert any(told in problem and "form-b/assignment.yml" in problem for problem in problems(course))


def test_a_form_alone_is_no_pair(course):
    course.files["exercises/form-b/assignment.yml"]["form"] = "a"
    assert any("found form-a (form: a), form-b (form: a)" in problem for problem in problems(course))


def test_a_story_stands_in_one_form_only(course):
    for file in ("scenario", "nl", "en"):
        course.files[f"exercises/form-b/a-0/{file}.yml"] = course.files.pop(f"exercises/form-b/b-0/{file}.yml")
        (course.root / f"exercises/form-b/b-0/{file}.yml").unlink()
    (course.root / "exercises/form-b/b-0").rmdir()
    course.files["exercises/form-b/assignment.yml"]["graded"][0] = "a-0"
    assert any("form-a has a scenario 'a-0' too" in problem for problem in problems(course))


def test_an_assignment_has_a_chapter_or_is_a_form(course):
    course.files["exercises/form-b/assignment.yml"]["chapter"] = "placement"
    with pytest.raises(CourseError, match="one of the two"):
        course.load()


def test_a_form_is_handed_in(course):
    settings = course.files["exercises/placement/assignment.yml"]
    course.files["exercises/placement/assignment.yml"] = {"form": "a", "minutes": 1, "self_check": ["talk"]}
    assert settings["chapter"]
    with pytest.raises(CourseError, match="put its scenarios under graded"):
        course.load()


def test_no_assignment_takes_the_name_of_a_moment(course):
    for name in [name for name in course.files if name.startswith("exercises/placement/")]:
        course.files[name.replace("/placement/", "/entry/")] = course.files[name]
    assert any("'entry' is what teachers call a moment" in problem for problem in problems(course))


def test_forms_do_not_stand_in_for_a_chapters_graded_stories(course):
    rule = next(each for each in coverage(course.load(), {}) if each.rule == "7.9")
    assert rule.graded == ["placement/tell", "placement/walk"]
