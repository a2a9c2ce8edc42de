import shutil

import pytest

from scenario_quiz.course import Course, find_root
from scenario_quiz.errors import CourseError
from scenario_quiz.lint import lint


def problems_of(small_course):
    with pytest.raises(CourseError) as caught:
        small_course.load()
    return [str(problem) for problem in caught.value.problems]


def test_loads_school_assignments_and_scenarios(small_course):
    course = small_course.load()
    assert course.school.id == "small-school"
    assert [scenario.id for scenario in course.assignments["placement"].graded] == ["walk", "tell"]
    assert [scenario.id for scenario in course.assignments["placement"].practice] == ["talk"]


def test_finds_the_root_from_a_folder_inside_and_says_when_there_is_none(small_course, tmp_path):
    assert find_root(small_course.root / "exercises") == small_course.root.resolve()
    with pytest.raises(CourseError, match="not inside a course folder"):
        find_root(tmp_path)


def test_an_unknown_school_is_named_with_those_there_are(small_course):
    with pytest.raises(CourseError, match="there is: small-school"):
        Course.load(small_course.root, "other")


def test_a_scenario_that_does_not_exist_is_named_with_those_there_are(small_course):
    course = small_course.load()
    with pytest.raises(KeyError, match="talk"):
        course.scenario("placement/nothing")
    with pytest.raises(KeyError, match="placement"):
        course.scenario("nothing/talk")


def test_problems_of_several_files_are_told_at_once(small_course):
    small_course.files["exercises/placement/walk/scenario.yml"]["steps"]["left"]["skill"] = "flying"
    small_course.files["exercises/placement/tell/scenario.yml"]["steps"]["write"]["rules"] = ["9.9"]
    told = problems_of(small_course)
    assert any("flying" in problem and "scenario.yml:" in problem for problem in told)
    assert any("9.9" in problem for problem in told)


@pytest.mark.parametrize(
    ("graded", "says"),
    [
        (["walk"], "'tell' has no place"),
        (["walk", "tell", "talk"], "'talk' is no graded"),
        (["walk", "walk", "tell"], "walk"),
    ],
)
def test_the_order_names_each_graded_scenario_once(small_course, graded, says):
    small_course.files["exercises/placement/assignment.yml"]["graded"] = graded
    assert any(says in problem for problem in problems_of(small_course))


def test_a_self_check_is_practice_that_nobody_collects(small_course):
    for name in ("walk", "tell"):
        shutil.rmtree(small_course.root / "exercises/placement" / name)
        for file in ("scenario", "nl", "en"):
            del small_course.files[f"exercises/placement/{name}/{file}.yml"]
    settings = small_course.files["exercises/placement/assignment.yml"]
    settings |= {"graded": [], "self_check": ["talk"]}
    course = small_course.load()
    check = course.assignments["placement"]
    assert [scenario.id for scenario in check.exercise] == ["talk"]
    assert (check.graded, check.practice, course.collected) == ([], [], {})


def test_an_assignment_may_have_practice_alone_and_then_has_no_exercise(small_course):
    for name in ("walk", "tell"):
        shutil.rmtree(small_course.root / "exercises/placement" / name)
        for file in ("scenario", "nl", "en"):
            del small_course.files[f"exercises/placement/{name}/{file}.yml"]
    small_course.files["exercises/placement/assignment.yml"]["graded"] = []
    course = small_course.load()
    practice = course.assignments["placement"]
    assert (practice.exercise, practice.graded, course.collected) == ([], [], {})
    assert [scenario.id for scenario in practice.practice] == ["talk"]
    assert lint(course) == []


@pytest.mark.parametrize("graded", [[], ["walk", "tell"]])
def test_an_exercise_is_graded_or_a_self_check_and_never_both_or_neither(small_course, graded):
    settings = small_course.files["exercises/placement/assignment.yml"]
    settings |= {"graded": graded, "self_check": ["talk"] if graded else []}
    assert any("one of the two" in problem for problem in problems_of(small_course))


def test_a_self_check_has_no_graded_scenarios(small_course):
    settings = small_course.files["exercises/placement/assignment.yml"]
    settings |= {"graded": [], "self_check": ["talk", "walk"]}
    told = problems_of(small_course)
    assert any("'walk' is no practice scenario" in problem for problem in told)
    assert any("'tell' has no place" in problem for problem in told)


def test_words_of_the_protocol_must_match_its_rules(small_course):
    words = small_course.files["schools/small-school/en.yml"]
    words["rules"]["8.8"] = words["rules"].pop("7.9")
    told = problems_of(small_course)
    assert any("en.yml" in problem and "'7.9'" in problem for problem in told)
    assert any("en.yml" in problem and "'8.8'" in problem for problem in told)
