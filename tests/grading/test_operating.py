"""What a cut does to pupils of a known skill: against the published figures, and against drawn pupils."""

import random
from xml.etree import ElementTree

import pytest
from scipy.stats import binom

from skill_grading.cut_report import cut_sections, operating_tables
from skill_grading.mastery import SURE, Outcome, mastery, probability_of_mastery
from skill_grading.operating import Evidence, chances, least_evidence, operating_table
from tests.grading.class_of_pupils import words_of
from tests.grading.test_mastery import CUT, decisions


@pytest.mark.parametrize(("n", "published"), [(20, 0.68), (30, 0.82)])
def test_the_sides_make_shown_rarer_than_the_published_chances_without_them(n, published):
    shown = sum(binom.pmf(k, n, 0.9) for k in range(n + 1) if probability_of_mastery(k, n, CUT) >= SURE)
    assert shown == pytest.approx(published, abs=0.01)
    with_sides = chances(0.9, Evidence(n - n // 2, n // 2, n), CUT)[Outcome.SHOWN]
    assert shown - 0.15 < with_sides < shown


def test_it_agrees_with_drawn_pupils_who_are_judged_one_by_one():
    chance, evidence = random.Random(4), Evidence(12, 8, 20)
    drawn = []
    for _ in range(3000):
        held, shared = (sum(chance.random() < 0.85 for _ in range(n)) for n in (12, 8))
        drawn.append(mastery(decisions(held, 12, shared, 8), CUT).outcome)
    expected = chances(0.85, evidence, CUT)
    for outcome in Outcome:
        assert drawn.count(outcome) / 3000 == pytest.approx(expected[outcome], abs=0.03)


def test_a_better_pupil_is_shown_more_often_and_all_chances_add_up():
    table = operating_table(Evidence(12, 8, 10), CUT)
    assert table.shown.is_monotonic_increasing
    assert table["not-yet"].is_monotonic_decreasing
    assert table.drop(columns="ability").sum(axis=1).to_list() == pytest.approx([1.0] * len(table))


def test_few_decisions_say_too_little_whatever_the_pupil_can():
    assert chances(0.95, Evidence(5, 5, 5), CUT)[Outcome.TOO_LITTLE] == pytest.approx(1)


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
    evidence = {"confidentiality": Evidence(12, 8, 10)}
    found = operating_tables(evidence, CUT)
    section, table = cut_sections(evidence, found, CUT, words)
    assert section.title == "Zwijgen" and "Wie in 90 % van de keuzes goed kiest:" in section.pictures[0].alt
    assert ElementTree.fromstring(section.pictures[0].pen().svg(section.pictures[0].height)).tag.endswith("svg")
    assert table.table.rows == [["Zwijgen", "20", "12", "8", "10"]]
    assert operating_tables({"confidentiality": Evidence(5, 5, 5)}, CUT) == {}
