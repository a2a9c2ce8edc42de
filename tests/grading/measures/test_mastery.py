"""Mastery: the verdict per pupil and skill, checked against published values and against simulation."""

import random
from math import asin, cos, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import betabinom, binom

from scenario_quiz.scoring import StepScore
from skill_grading.measures.mastery import (
    RHO,
    Outcome,
    Tally,
    mastery,
    mastery_by_skill,
    misses_to_discuss,
    probability_of_mastery,
    worth,
)

CUT = 0.75


def decision(scenario="s1", verdict="good", *, fine=False, points=None, must_pass=False, skill="consent", step="a"):
    points = (1.0 if verdict == "good" else 0.0) if points is None else points
    return StepScore(scenario, step, "choice", skill, ["1.4"], points, 1.0, verdict, fine, must_pass, ["x"])


def decisions(good_restraint, restraint, good_openness, openness):
    """Decisions in scenarios of their own; what is not good is harm on one side and refusing on the other."""
    return [
        decision(f"r{i}", "good" if i < good_restraint else "harm") for i in range(restraint)
    ] + [
        decision(f"o{i}", "good" if i < good_openness else "overcautious", fine=True) for i in range(openness)
    ]  # fmt: skip


@pytest.mark.parametrize(("right", "n", "expected"), [(8, 10, 0.62), (10, 10, 0.98), (18, 20, 0.95)])
def test_posterior_gives_the_values_of_the_findings(right, n, expected):
    assert probability_of_mastery(right, n, CUT) == pytest.approx(expected, abs=0.006)


def test_posterior_is_that_of_r():
    # R 4.2.2: pbeta(.75, c(8.5, 10.5, 18.5, 5.9), c(2.5, .5, 2.5, 1.4), lower.tail = FALSE)
    found = [probability_of_mastery(right, n, CUT) for right, n in ((8, 10), (10, 10), (18, 20), (5.4, 6.3))]
    assert found == pytest.approx([0.6194143722, 0.9848820835, 0.9497751782, 0.7106379320], abs=1e-9)


@given(st.integers(1, 40), st.data(), st.floats(0.55, 0.95))
def test_posterior_is_the_area_under_likelihood_times_jeffreys_prior(n, data, cut):
    right = data.draw(st.integers(1, n))

    # theta = sin(t)^2 turns the Jeffreys prior into a constant, so that the integral has no poles.
    def likelihood(t):
        return sin(t) ** (2 * right) * cos(t) ** (2 * (n - right))

    above = quad(likelihood, asin(sqrt(cut)), pi / 2)[0]
    whole = above + quad(likelihood, 0, asin(sqrt(cut)))[0]
    assert probability_of_mastery(right, n, cut) == pytest.approx(above / whole, rel=1e-6)


@pytest.mark.parametrize(("n", "expected"), [(10, 0.35), (20, 0.68), (30, 0.82)])
def test_operating_characteristics_are_those_of_the_findings(n, expected):
    """At cut .75 a pupil who is right 90 % of the time is shown in 35, 68 and 82 % of cases."""
    shown = sum(binom.pmf(k, n, 0.9) for k in range(n + 1) if probability_of_mastery(k, n, CUT) >= 0.90)
    assert shown == pytest.approx(expected, abs=0.01)


def test_dependence_inside_a_scenario_widens_the_posterior_and_keeps_the_proportion():
    apart = mastery([decision(f"s{i}", fine=i % 2 == 0) for i in range(8)], CUT)
    together = mastery([decision(f"s{i // 4}", fine=i % 2 == 0) for i in range(8)], CUT)
    assert apart.effective_n == 8
    assert together.effective_n == pytest.approx(8 / 1.9)
    assert together.probability == pytest.approx(probability_of_mastery(8 / 1.9, 8 / 1.9, CUT))
    assert together.probability < apart.probability


STORIES = st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=5), min_size=1, max_size=20)


def judged(stories):
    """Mastery of a pupil with these results, by scenario."""
    return mastery(
        [decision(f"s{i}", points=points, fine=i % 2 == 0) for i, story in enumerate(stories) for points in story], CUT
    )


@given(st.lists(st.integers(1, 6), min_size=1, max_size=15), st.floats(0.05, 0.95))
def test_the_effective_number_gives_the_variance_of_correlated_decisions(sizes, ability):
    """That of the weighted mean of beta-binomial results, from SciPy, and no other weights give less."""
    shape = ability * (1 / RHO - 1), (1 - ability) * (1 / RHO - 1)
    found = judged([[1.0] * size for size in sizes])

    def variance(weights):
        return (
            sum(w * w * betabinom.var(size, *shape) for w, size in zip(weights, sizes, strict=True))
            / sum(w * size for w, size in zip(weights, sizes, strict=True)) ** 2
        )

    least = variance([worth(size) for size in sizes])
    assert found.effective_n <= sum(sizes)
    assert ability * (1 - ability) / found.effective_n == pytest.approx(least)
    for weights in ([1.0] * len(sizes), [1 / size for size in sizes]):
        assert least <= variance(weights) * (1 + 1e-9)


@given(STORIES, st.data())
def test_a_success_more_never_makes_shown_less_likely_nor_a_failure_more(stories, data):
    before, place = judged(stories).probability, data.draw(st.integers(0, len(stories) - 1))

    def after(points):
        return judged([[*story, points] if i == place else story for i, story in enumerate(stories)]).probability

    assert after(0.0) <= before + 1e-12 and before <= after(1.0) + 1e-12
    assert 0 <= before <= 1


@given(STORIES, st.floats(0.5, 0.9), st.floats(0.01, 0.09))
def test_a_higher_cut_makes_shown_less_likely(stories, cut, more):
    steps = [decision(f"s{i}", points=points) for i, story in enumerate(stories) for points in story]
    assert mastery(steps, cut + more).probability <= mastery(steps, cut).probability


@pytest.mark.parametrize(("right", "of", "cut"), [(14, 25, 0.56), (21, 30, 0.7), (3, 4, 0.75)])
def test_a_side_that_is_just_at_the_cut_reaches_it(right, of, cut):
    assert Tally(of, right).reaches(cut)
    assert not Tally(of, right - 0.5).reaches(cut)


def test_all_right_on_both_sides_is_shown():
    assert mastery(decisions(7, 7, 5, 5), CUT).outcome is Outcome.SHOWN


@pytest.mark.parametrize("good", [0, 1])
def test_fewer_than_twelve_decisions_say_nothing_of_one_pupil(good):
    eleven = decisions(7 * good, 7, 4 * good, 4)
    assert not 0.10 < mastery(eleven, CUT).probability < 0.90
    assert mastery(eleven, CUT).outcome is Outcome.TOO_LITTLE
    assert not mastery(eleven, CUT).showable
    twelve = decisions(7 * good, 7, 5 * good, 5)
    assert mastery(twelve, CUT).outcome is (Outcome.SHOWN if good else Outcome.NOT_YET)


def test_mostly_wrong_is_not_yet():
    assert mastery(decisions(1, 7, 1, 5), CUT).outcome is Outcome.NOT_YET


@given(restraint=st.integers(0, 40), openness=st.integers(0, 40), refuses=st.booleans())
def test_refusing_everything_or_sharing_everything_is_never_shown(restraint, openness, refuses):
    if restraint + openness == 0:
        return
    answers = decisions(restraint, restraint, 0, openness) if refuses else decisions(0, restraint, openness, openness)
    assert mastery(answers, CUT).outcome is not Outcome.SHOWN


def test_shown_needs_evidence_on_each_side():
    only_restraint = mastery(decisions(20, 20, 0, 0), CUT)
    one_fine = mastery(decisions(20, 20, 1, 1), CUT)
    assert only_restraint.probability > 0.99
    assert only_restraint.outcome is one_fine.outcome is Outcome.TOO_LITTLE
    assert mastery(decisions(20, 20, 2, 2), CUT).outcome is Outcome.SHOWN


def test_partial_credit_counts_as_part_of_a_success():
    halves = [decision(f"s{i}", "harm", points=0.5, fine=i % 2 == 0) for i in range(10)]
    assert mastery(halves, CUT).all.successes == 5
    assert mastery(halves, CUT).probability == pytest.approx(probability_of_mastery(5, 10, CUT))


def test_points_of_a_decision_do_not_make_it_more_evidence():
    light, heavy = decision(), StepScore("s1", "a", "choice", "consent", ["1.4"], 5.0, 5.0, "good", False, False, ["x"])
    assert mastery([light], CUT) == mastery([heavy], CUT)


def test_misses_and_false_alarms_are_counted_apart():
    found = mastery(decisions(4, 6, 1, 4), CUT)
    assert (found.misses, found.false_alarms) == (2, 3)


def test_a_skill_without_decisions_is_missing_not_zero():
    assert set(mastery_by_skill([decision(), decision(skill="respect")], CUT)) == {"consent", "respect"}
    assert mastery_by_skill([], CUT) == {}


def test_two_must_pass_misses_in_different_scenarios_are_to_be_discussed():
    one, same, other = (
        decision("s1", "harm", must_pass=True, step="a"),
        decision("s1", "harm", must_pass=True, step="b"),
        decision("s2", "harm", must_pass=True),
    )
    assert misses_to_discuss([one, same]) == []
    assert misses_to_discuss([one, same, other]) == [one, other]
    assert misses_to_discuss([one, decision("s2", "harm"), decision("s3", "overcautious", must_pass=True)]) == []


def test_false_verdicts_are_rare_for_pupils_whose_skill_is_known():
    """Pupils clearly above or below the cut, 12 decisions in 6 stories: wrong verdicts stay under 1 in 10."""
    draw = random.Random(7)

    def pupil(theta):
        steps = []
        for i in range(12):
            fine = i % 5 < 2
            right = draw.random() < theta
            steps.append(decision(f"s{i // 2}", "good" if right else ("overcautious" if fine else "harm"), fine=fine))
        return mastery(steps, CUT).outcome

    weak = [pupil(0.6) for _ in range(400)]
    strong = [pupil(0.92) for _ in range(400)]
    assert weak.count(Outcome.SHOWN) / 400 < 0.1
    assert strong.count(Outcome.NOT_YET) / 400 < 0.1
