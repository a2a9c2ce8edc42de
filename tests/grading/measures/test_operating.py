"""What a cut does to pupils of a known skill: against the published figures, and against drawn pupils."""

import random
from xml.etree import ElementTree

import pytest
from scipy.stats import binom

from skill_grading.measures.mastery import RHO, SURE, Outcome, mastery, misses_to_discuss, probability_of_mastery
from skill_grading.measures.operating import (
    Evidence,
    chances,
    discuss_chance,
    least_evidence,
    must_pass_stories,
    operating_table,
)
from skill_grading.report.cut import cut_sections, operating_tables
from tests.grading.class_of_pupils import words_of
from tests.grading.measures.test_mastery import CUT, decision


def stories(restraint, openness, size=1):
    """Evidence in stories of `size` decisions on one side."""
    sides = [(size, 0)] * (restraint // size) + [(0, size)] * (openness // size)
    return Evidence(tuple(sides))


@pytest.mark.parametrize(("n", "published"), [(20, 0.68), (30, 0.82)])
def test_the_sides_make_shown_rarer_than_the_published_chances_without_them(n, published):
    shown = sum(binom.pmf(k, n, 0.9) for k in range(n + 1) if probability_of_mastery(k, n, CUT) >= SURE)
    assert shown == pytest.approx(published, abs=0.01)
    with_sides = chances(0.9, stories(n - n // 2, n // 2), CUT)[Outcome.SHOWN]
    assert shown - 0.15 < with_sides <= shown + 1e-9


def test_it_agrees_with_drawn_pupils_who_are_judged_one_by_one():
    """Pupils with a chance of their own in every story, in stories of unlike sizes with both sides in them."""
    chance, evidence = random.Random(4), Evidence(((1, 0),) * 4 + ((0, 1),) * 3 + ((1, 1),) * 4 + ((2, 1),) * 2)
    drawn = []
    for _ in range(3000):
        steps = []
        for place, story in enumerate(evidence.stories):
            here = chance.betavariate(0.85 * (1 / RHO - 1), 0.15 * (1 / RHO - 1))
            for fine, decisions in enumerate(story):
                for _ in range(decisions):
                    right = chance.random() < here
                    steps.append(decision(f"s{place}", "good" if right else "harm", fine=bool(fine)))
        drawn.append(mastery(steps, CUT).outcome)
    expected = chances(0.85, evidence, CUT)
    for outcome in Outcome:
        assert drawn.count(outcome) / 3000 == pytest.approx(expected[outcome], abs=0.03)


def test_a_better_pupil_is_shown_more_often_and_all_chances_add_up():
    table = operating_table(stories(12, 8, 2), CUT)
    assert table.shown.is_monotonic_increasing
    assert table["not-yet"].is_monotonic_decreasing
    assert table.drop(columns="ability").sum(axis=1).to_list() == pytest.approx([1.0] * len(table))


def test_the_chance_that_all_is_right_is_a_moment_of_the_beta_distribution():
    """In four stories of three only 12 of 12 is enough; E(p^3) of a beta distribution is known."""
    evidence, total = Evidence(((2, 1),) * 4), 1 / RHO - 1
    a = 0.9 * total
    all_of_a_story = a * (a + 1) * (a + 2) / (total * (total + 1) * (total + 2))
    assert probability_of_mastery(11 / 1.6, 12 / 1.6, CUT) < SURE < probability_of_mastery(12 / 1.6, 12 / 1.6, CUT)
    assert chances(0.9, evidence, CUT)[Outcome.SHOWN] == pytest.approx(all_of_a_story**4)


def test_at_the_cut_itself_neither_verdict_is_common():
    for evidence in (stories(12, 8), stories(12, 8, 2), stories(15, 9, 3)):
        found = chances(CUT, evidence, CUT)
        assert found[Outcome.SHOWN] < 0.15 and found[Outcome.NOT_YET] < 0.15


def test_few_decisions_say_too_little_whatever_the_pupil_can():
    assert chances(0.95, stories(5, 5), CUT)[Outcome.TOO_LITTLE] == pytest.approx(1)


def test_the_evidence_of_a_course_is_what_every_path_holds_at_least(small_course):
    scenarios = small_course.load().assignments["placement"].graded
    found = least_evidence(scenarios)
    for skill, evidence in found.items():
        asked = [
            min(
                sum(step.skill == skill and not step.marked_by_hand for name in path
                    if (step := each.decisions.get(name)))
                for path in each.paths()
            )
            for each in scenarios
        ]  # fmt: skip
        assert (evidence.decisions, evidence.scenarios) == (sum(asked), sum(map(bool, asked)))
    assert found


def test_the_page_of_a_cut_draws_every_skill_that_can_be_shown(small_course):
    words = words_of(small_course.load())
    evidence = {"confidentiality": stories(12, 8, 2)}
    found = operating_tables(evidence, CUT)
    section, table = cut_sections(evidence, found, [1], CUT, words)
    assert section.title == "Zwijgen" and "Wie in 90\u00a0% van de keuzes goed kiest:" in section.pictures[0].alt
    assert ElementTree.fromstring(section.pictures[0].svg()).tag.endswith("svg")
    assert table.table.rows == [["Zwijgen", "20", "12", "8", "10"]]
    assert operating_tables({"confidentiality": stories(5, 5)}, CUT) == {}


@pytest.mark.parametrize("ability", [0.5, 0.75, 0.9])
def test_of_one_important_choice_a_story_to_be_discussed_is_binomial(ability):
    assert discuss_chance(ability, [1] * 12) == pytest.approx(binom.sf(1, 12, 1 - ability))
    assert discuss_chance(ability, [1]) == 0


def test_how_often_is_to_be_discussed_agrees_with_drawn_pupils():
    chance, stories, drawn = random.Random(8), [1, 1, 2, 3], 0
    for _ in range(3000):
        steps = []
        for place, number in enumerate(stories):
            here = chance.betavariate(0.8 * (1 / RHO - 1), 0.2 * (1 / RHO - 1))
            for _ in range(number):
                verdict = "good" if chance.random() < here else "harm"
                steps.append(decision(f"s{place}", verdict, must_pass=True))
        drawn += bool(misses_to_discuss(steps))
    assert drawn / 3000 == pytest.approx(discuss_chance(0.8, stories), abs=0.03)


def test_the_page_of_a_cut_says_how_often_a_good_pupil_is_to_be_discussed(small_course):
    course = small_course.load()
    assert must_pass_stories(course.assignments["placement"].graded) == [1]
    section, _ = cut_sections({}, {}, [1] * 12, CUT, words_of(course))
    assert ["90\u00a0%", "34\u00a0%"] in section.table.rows
