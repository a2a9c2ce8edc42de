import pytest

from scenario_quiz.errors import CourseError

WALK = "exercises/placement/walk"


def problems_of(small_course):
    with pytest.raises(CourseError) as caught:
        small_course.load()
    return [str(problem) for problem in caught.value.problems]


def test_paths_and_most_points_follow_the_branches(small_course):
    walk = small_course.load().scenario("placement/walk")
    assert walk.paths() == [["first", "left"], ["first", "right"]]
    assert walk.most == 5


def test_an_open_step_gives_no_machine_scored_points(small_course):
    assert small_course.load().scenario("placement/tell").most == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: s.update(start="nowhere"), "'nowhere' does not exist"),
        (lambda s: s["steps"]["first"].update(next="nowhere"), None),
        (lambda s: s["steps"]["left"].update(next="nowhere"), "leads to 'nowhere'"),
        (lambda s: s["steps"]["left"].update(kind="guess"), "give it a kind"),
        (lambda s: s["steps"]["left"].update(points=0), "greater than 0"),
        (lambda s: s["steps"]["left"].update(rules=[]), "at least 1"),
        (lambda s: s.update(use="exam"), "practice"),
    ],
)
def test_a_slip_in_the_structure_is_named(small_course, change, says):
    change(small_course.files[f"{WALK}/scenario.yml"])
    if says is None:  # every choice of `first` has a next of its own, so its default is never used
        small_course.load()
        return
    assert any(says in problem and "walk/scenario.yml:" in problem for problem in problems_of(small_course))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda w: w["steps"].pop("left"), "no words for the step 'left'"),
        (lambda w: w["steps"]["left"]["feedback"].pop("sun"), "no text for the option 'sun'"),
        (lambda w: w["steps"]["left"]["choices"].update(moon="Maan."), "'moon' is no option"),
        (lambda w: w["steps"].update(other=dict(w["steps"]["left"])), "'other' is not in scenario.yml"),
        (lambda w: w.update(endings={"seen": {"text": "x"}}), "'seen' is not in scenario.yml"),
        (lambda w: w["steps"]["left"].update(prompt=""), "at least 1 character"),
        (lambda w: w.pop("title"), "title: is missing"),
    ],
)
def test_words_that_do_not_match_the_structure_are_named(small_course, change, says):
    change(small_course.files[f"{WALK}/en.yml"])
    told = problems_of(small_course)
    assert any(says in problem and "walk/en.yml:" in problem for problem in told), told


def test_an_ending_needs_words_and_a_step_to_go_back_to(small_course):
    small_course.files["exercises/placement/talk/nl.yml"]["endings"].pop("calm")
    small_course.files["exercises/placement/talk/scenario.yml"]["steps"]["seen"]["back_to"] = "calm"
    told = problems_of(small_course)
    assert any("no words for the ending 'calm'" in problem for problem in told)
    assert any("'calm' is no step that asks something" in problem for problem in told)
