import itertools
import re
from hashlib import sha256

import pytest

from scenario_quiz.giveaways import MIN_STEPS, by_chance, giveaways
from scenario_quiz.views import shown_order

STORY = "exercises/placement/story"


def with_story(small_course, *, steps=MIN_STEPS, fine=0.4, good="Even lang", wrong="Even kort", names=None):
    """A graded scenario of `steps` decisions with three options each; the texts may depend on the step's number."""
    ids = names or [["aa", "bb", "cc"]] * steps
    structure = {"use": "graded", "goals": ["story"], "start": "step-0", "steps": {}}
    words = {"title": "Verhaal", "situation": "Er was eens.", "steps": {}}
    for number, (right, *others) in enumerate(ids):
        structure["steps"][f"step-{number}"] = {
            "kind": "choice", "skill": "confidentiality", "rules": ["1.5"], "points": 1, "fine": number < fine * steps,
            "choices": {right: {"verdict": "good"}, **{name: {"verdict": "harm"} for name in others}},
            "next": f"step-{number + 1}" if number + 1 < steps else None,
        }  # fmt: skip
        texts = {right: good} | {name: wrong for name in others}
        texts = {name: text(number) if callable(text) else text for name, text in texts.items()}
        words["steps"][f"step-{number}"] = {
            "prompt": "Wat doe je?", "choices": texts, "feedback": {name: "Omdat." for name in texts},
        }  # fmt: skip
    small_course.files["exercises/placement/assignment.yml"]["graded"] = ["walk", "tell", "story"]
    small_course.files[f"{STORY}/scenario.yml"] = structure
    small_course.files[f"{STORY}/nl.yml"] = words
    small_course.files[f"{STORY}/en.yml"] = words
    return small_course


def told(small_course):
    return [str(problem) for problem in giveaways(small_course.load())]


def balanced(steps, position=None):
    """Ids per step, the good one first, so that the good option stands at each place in turn, or at `position`."""
    rows = []
    for number in range(steps):
        ids = ["aa", "bb", "cc"]
        ids.sort(key=lambda name: sha256(f"placement/story/step-{number}/{name}".encode()).digest())
        at = number % 3 if position is None else position
        rows.append([ids[at], *(name for name in ids if name != ids[at])])
    return rows


def test_the_small_course_gives_nothing_away(small_course):
    assert told(small_course) == []


def test_balanced_steps_give_nothing_away(small_course):
    assert told(with_story(small_course, steps=12, names=balanced(12))) == []


@pytest.mark.parametrize(("good", "look"), [("Je vraagt het eerst aan iemand.", "longest"), ("Nee.", "shortest")])
def test_a_good_option_that_always_has_one_length_is_told_with_its_line(small_course, good, look):
    different = itertools.cycle(["Je doet iets.", "Je doet niets."])
    with_story(small_course, names=balanced(MIN_STEPS), good=good, wrong=lambda _: next(different))
    found = [line for line in told(small_course) if look in line]
    # One message for each language, at a step where it is so.
    assert [re.search(r"exercises/placement/\w+/(\w\w)\.yml:\d+: ", line)[1] for line in found] == ["nl", "en"]
    assert all("graded steps of placement" in line for line in found)


@pytest.mark.parametrize(("position", "look"), [(0, "first"), (-1, "last")])
def test_a_good_option_that_always_stands_at_one_end_is_told(small_course, position, look):
    with_story(small_course, steps=12, names=balanced(12, position))
    (found,) = told(small_course)
    assert f"the {look} option is a good one" in found and "scenario.yml:" in found


def test_the_place_meant_is_the_one_that_pupils_see(small_course):
    with_story(small_course, steps=3, names=balanced(3, 0))
    scenario = small_course.load().scenario("placement/story")
    assert all(scenario.decisions[name].verdict_of(shown_order(scenario, name)[0]) == "good" for name in scenario.steps)


def test_few_steps_are_no_habit(small_course):
    small = with_story(small_course, steps=3, names=balanced(3, 0), good="Je vraagt het.", wrong="Nee.")
    assert told(small) == []


def test_words_that_an_earlier_step_said_are_told(small_course):
    texts = {"good": lambda step: f"Ga {step} keer naar je stagementor!", "wrong": lambda step: f"Zwijg {step} dagen."}
    with_story(small_course, steps=2, names=balanced(2), **texts)
    for language in ("nl", "en"):
        small_course.files[f"{STORY}/{language}.yml"]["steps"]["step-0"]["situation"] = (
            "Iemand zegt: 'ga 1 keer naar je stagementor', en gaat weg."
        )
    found = told(small_course)
    assert len(found) == 2
    assert "story/nl.yml:" in found[0] and "steps.step-1.choices" in found[0] and "the step 'step-0' (line" in found[0]


def test_words_of_a_later_step_are_no_giveaway(small_course):
    with_story(small_course, steps=2, names=balanced(2), good=lambda number: f"Ga {number} keer naar je stagementor!")
    small_course.files[f"{STORY}/nl.yml"]["steps"]["step-1"]["situation"] = "Je ging 0 keer: ga 0 keer naar je stage."
    assert told(small_course) == []


def test_passages_of_one_post_to_choose_from_are_no_giveaway(small_course):
    passages = {"good": "Ze woont op kamer twaalf.", "wrong": "Het was een zware dag."}
    with_story(small_course, steps=1, names=balanced(1), **passages)
    for language in ("nl", "en"):
        small_course.files[f"{STORY}/{language}.yml"]["steps"]["step-0"]["situation"] = " ".join(passages.values())
    assert told(small_course) == []


@pytest.mark.parametrize(("fine", "says"), [(0.0, "refuses everything"), (1.0, "shares everything")])
def test_a_share_of_fine_decisions_outside_the_bounds_is_told(small_course, fine, says):
    with_story(small_course, steps=12, names=balanced(12), fine=fine)
    (found,) = told(small_course)
    assert says in found and "assignment.yml:" in found and "graded" in found


@pytest.mark.parametrize(
    ("chances", "hits", "expected"),
    [([0.5] * 4, 4, 1 / 16), ([0.5] * 4, 0, 1.0), ([0.25, 0.5], 1, 1 - 0.75 * 0.5), ([1.0, 0.0], 1, 1.0)],
)
def test_chance_is_exact(chances, hits, expected):
    assert by_chance(chances, hits) == pytest.approx(expected)


def test_chance_agrees_with_the_binomial_distribution():
    from scipy.stats import binom

    assert by_chance([1 / 3] * 20, 13) == pytest.approx(binom.sf(12, 20, 1 / 3))
