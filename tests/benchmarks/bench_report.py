"""The skill report of a whole school: how long it takes, and whether it finds back what is known to be true.

    python tests/benchmarks/bench_report.py [--pupils 1000]

Time and memory are those of `course report`, from start to end, after `course collect all` and `course grade all`: a
page and tables for every class of 25, and the school's summary with its PDF. The peer is a quarter of the school in
the same run: time per pupil should be no more.

Recovery is of simulated pupils whose true skills are known, who meet the decisions that the course holds: once as the
report assumes (decisions in one story are alike, intraclass correlation RHO), once independent. Beside each rate stands
what it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from bench_school import command, hand_in

from scenario_quiz.course import Course, find_root
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.data import DataFolder
from skill_grading.growth import growth
from skill_grading.mastery import DECISIONS, RHO, Outcome, mastery
from skill_grading.roster import Pupil, Roster
from skill_grading.statistics import jeffreys_interval, wilson_interval

GOAL_SECONDS, GOAL_PUPILS, CLASS = 5, 1000, 25


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=GOAL_PUPILS)
    pupils = options.parse_args().pupils
    course = Course.load(find_root(Path(__file__).parent))
    print(f"{len(course.collected)} exercises, the report of every class and of the school")
    for number in (pupils // 4, pupils):
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(Path(folder))
            hand_in(data, course, number)
            Roster(tuple(Pupil(f"P{i:04}", f"{1 + i // CLASS}A", "Noor", f"{i:04}") for i in range(number))).save(
                data.roster
            )
            for what in ("collect", "grade"):
                command(course, data, what)
            seconds, memory = command(course, data, "report")
        print(f"  {number:>5} pupils: {seconds:.2f} s, {1000 * seconds / number:.1f} ms a pupil, {memory:.0f} MB")
    print(f"  goal: {GOAL_SECONDS} s for {GOAL_PUPILS} pupils")
    chance = np.random.default_rng(7)
    for rho in (RHO, 0.0):
        print(f"Recovery of {pupils} simulated pupils, decisions of one story alike by {rho:g}")
        verdicts(course, chance, pupils, rho)
    intervals(chance)


def verdicts(course: Course, chance: np.random.Generator, pupils: int, rho: float) -> None:
    """How often the report is wrong about pupils whose true skill is known."""
    cut, told = course.school.cut, []
    for skill in course.school.skills:
        stories = list(met(course, skill))
        if sum(map(len, stories)) < DECISIONS:
            continue
        for ability in chance.beta(6, 2, pupils):
            found = mastery(list(answers(chance, stories, ability, rho)), cut)
            n, successes = found.effective_n, found.effective_n * found.all.successes / found.all.n
            low, high = jeffreys_interval(successes, n)
            told.append((ability, found.outcome, low <= ability <= high))
    true, outcomes = np.array([each[0] for each in told]), np.array([each[1].value for each in told])
    shown, not_yet = outcomes == Outcome.SHOWN, outcomes == Outcome.NOT_YET
    rate = "  {:<52} {:6.1%}   (should be {})".format
    print(rate("true skill inside the pupil's 95 % interval", np.mean([each[2] for each in told]), "95 % or more"))
    print(rate("false 'shown': of those shown, below the cut", np.mean(true[shown] < cut), "10 % at most"))
    print(rate("false 'not yet': of those not yet, at or above it", np.mean(true[not_yet] >= cut), "10 % at most"))
    far = 0.1
    print(rate("shown, of pupils more than 0.1 below the cut", np.mean(shown[true < cut - far]), "almost never"))
    print(rate("not yet, of pupils more than 0.1 above it", np.mean(not_yet[true > cut + far]), "almost never"))
    print(rate("too little evidence", np.mean(~shown & ~not_yet), "said rather than guessed"))


def intervals(chance: np.random.Generator, classes: int = 2000) -> None:
    """How often the intervals about a class hold what is true."""
    print(f"Intervals of {classes} simulated classes of {CLASS}")
    truth = chance.uniform(0.05, 0.95, classes)
    right = chance.binomial(CLASS, truth)
    rate = "  {:<52} {:6.1%}   (should be {})".format
    for name, interval in (("share of pupils (Wilson)", wilson_interval), ("difficulty (Jeffreys)", jeffreys_interval)):
        ends = [interval(int(k), CLASS) for k in right]
        inside = np.mean([low <= p <= high for (low, high), p in zip(ends, truth, strict=True)])
        print(rate(name, inside, "about 95 %"))
    inside = []
    for _ in range(classes):
        grown, easier = chance.uniform(-0.1, 0.2), chance.uniform(-0.1, 0.1)
        ability = chance.normal(0.6, 0.1, CLASS)
        first = np.arange(CLASS) % 2 == 0
        entry = ability + np.where(first, 0, easier) + chance.normal(0, 0.08, CLASS)
        exam = ability + grown + np.where(first, easier, 0) + chance.normal(0, 0.08, CLASS)
        shares = [("a" if a else "b", x, y) for a, x, y in zip(first, entry, exam, strict=True)]
        low, high = growth(shares).interval
        inside.append(low <= grown <= high)
    print(rate("growth from entry check to final exam", np.mean(inside), "about 95 %"))


def met(course: Course, skill: str) -> Iterator[list[bool]]:
    """By graded scenario whether sharing is right at each decision about the skill that is met on its first path."""
    done = [each for each in course.collected.values() if each.form != "b"]
    for scenario in (scenario for each in done for scenario in each.graded):
        if sides := asked(scenario, skill):
            yield sides


def asked(scenario: Scenario, skill: str) -> list[bool]:
    steps = [scenario.decisions[name] for name in scenario.paths()[0] if name in scenario.decisions]
    return [step.fine for step in steps if step.skill == skill and not step.marked_by_hand]


def answers(chance: np.random.Generator, stories: list[list[bool]], ability: float, rho: float) -> Iterator[StepScore]:
    """Results with a chance of its own in every story: beta with mean `ability`, correlation `rho`."""
    for number, sides in enumerate(stories):
        here = chance.beta(ability * (1 / rho - 1), (1 - ability) * (1 / rho - 1)) if rho else ability
        for place, fine in enumerate(sides):
            right = chance.random() < here
            verdict = "good" if right else "overcautious" if fine else "harm"
            yield StepScore(
                f"s{number}", f"{place}", "choice", "skill", [], float(right), 1.0, verdict, fine, False, []
            )


if __name__ == "__main__":
    main()
