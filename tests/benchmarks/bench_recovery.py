"""Whether the skill report finds back what is true of pupils and classes whose true skills are known.

    python tests/benchmarks/bench_recovery.py [--pupils 1000]

The pupils (`invented_pupils`) know nothing of what the report assumes. They come in schools with situations of their
own difficulty: with decisions in one story that don't hang together, that hang together less than the report assumes
and as much, and in weak schools. Beside each rate stands what it should be.

Of pupils whose skill is at the cut the report calls about one in ten 'shown', and one in ten 'not yet', in any school.
What share of those that it calls 'shown' is below the cut depends on the school too, for it judges a pupil by that
pupil's choices alone: where few are above the cut, more of those called 'shown' are just below it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from invented_pupils import AVERAGE, Pupil, School, TrueSkill

from scenario_quiz.course import Course, find_root
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore
from skill_grading.measures.growth import Both, class_growth
from skill_grading.measures.item_analysis import whole_results
from skill_grading.measures.mastery import DECISIONS, RHO, Mastery, Outcome, mastery_by_skill
from skill_grading.measures.reliability import reliability
from skill_grading.measures.responses import Responses
from skill_grading.measures.rule_families import mean_interval
from skill_grading.measures.statistics import decision_table, jeffreys_interval, wilson_interval

SCHOOLS, CLASS, CLASSES, EVERYBODY = 20, 25, 400, 1000
GROWN = 0.8
WEAK = 1.4
SETTINGS = ((0.0, AVERAGE), (1.4, AVERAGE), (2.4, AVERAGE), (2.4, WEAK))
"""How much stories differ for a pupil, and the average ability."""

EDGES = (0.0, 0.55, 0.65, 0.72, 0.78, 0.85, 0.92, 1.0)


DIFFICULTY = "difficulty of a decision (Jeffreys)"
SHOULD_BE = {DIFFICULTY: "95 % or more"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=1000)
    number = options.parse_args().pupils // SCHOOLS
    course = Course.load(find_root(Path(__file__).parent))
    forms = {each.form: each.graded for each in course.collected.values() if each.form}
    between = [scenario for each in course.collected.values() if not each.form for scenario in each.graded]
    for alike, average in SETTINGS:
        verdicts(course, [*between, *forms["b"]], number, alike, average)
    classes(course, between, forms)


def rate(what: str, share: float, should_be: str) -> None:
    print(f"  {what:<58} {share:6.1%}   ({should_be})")


def verdicts(course: Course, scenarios: Sequence[Scenario], number: int, alike: float, average: float) -> None:
    """How often the report is wrong about pupils whose true skill is known."""
    cut, truth = course.school.cut, TrueSkill(scenarios, alike)
    told: dict[str, list[tuple[float, Mastery]]] = defaultdict(list)
    together = np.zeros(2)
    for seed in range(SCHOOLS):
        school = School(course, seed, alike, average)
        for pupil in school.pupils(number):
            steps = school.walk(pupil, scenarios)
            for skill, found in mastery_by_skill(steps, cut).items():
                if found.all.n >= DECISIONS:
                    told[skill].append((truth.of(pupil, skill), found))
                    together += alike_in_stories(steps, skill, told[skill][-1][0])
    every = [one for of in told.values() for one in of]
    able, rho = np.mean([true >= cut for true, _ in every]), together[0] / together[1]
    print(f"Verdicts on {number * SCHOOLS} invented pupils, {able:.0%} at or above the cut")
    print(f"  decisions in one story are alike by {rho:.2f}, the report assumes {RHO:g}")
    rates(every, cut)
    print("  by skill: inside the interval, false 'shown', false 'not yet'")
    for skill, of in told.items():
        print(f"    {skill:<18} {inside(of):6.1%} {false_shown(of, cut):6.1%} {false_not_yet(of, cut):6.1%}")
    print("  by true skill: shown, too little evidence, not yet")
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        outcomes = [found.outcome for true, found in every if low <= true < high]
        shares = [f"{outcomes.count(outcome) / max(1, len(outcomes)):6.1%}"
                  for outcome in (Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET)]  # fmt: skip
        print(f"    {low:4.0%} to {high:4.0%} ({len(outcomes):>5})", *shares)


def rates(of: Sequence[tuple[float, Mastery]], cut: float) -> None:
    rate("true skill inside the pupil's 95 % interval", inside(of), "95 % or more")
    near, far = 0.02, 0.1
    edge = [found.outcome for true, found in of if abs(true - cut) < near]
    rate("shown, of pupils within 0.02 of the cut", edge.count(Outcome.SHOWN) / len(edge), "about 10 %")
    rate("not yet, of pupils within 0.02 of the cut", edge.count(Outcome.NOT_YET) / len(edge), "about 10 %")
    rate("false 'shown': of those shown, below the cut", false_shown(of, cut), "10 %, more in a weak school")
    rate("false 'not yet': of those not yet, at or above it", false_not_yet(of, cut), "10 %, more in a strong school")
    weak = [found.outcome is Outcome.SHOWN for true, found in of if true < cut - far]
    strong = [found.outcome is Outcome.NOT_YET for true, found in of if true > cut + far]
    rate("shown, of pupils more than 0.1 below the cut", np.mean(weak), "almost never")
    rate("not yet, of pupils more than 0.1 above it", np.mean(strong), "almost never")
    rate("too little evidence", np.mean([found.outcome is Outcome.TOO_LITTLE for _, found in of]), "said, not guessed")


def inside(of: Iterable[tuple[float, Mastery]]) -> float:
    held = []
    for true, found in of:
        low, high = jeffreys_interval(found.effective_successes, found.effective_n)
        held.append(low <= true <= high)
    return float(np.mean(held))


def false_shown(of: Iterable[tuple[float, Mastery]], cut: float) -> float:
    return float(np.mean([true < cut for true, found in of if found.outcome is Outcome.SHOWN]))


def false_not_yet(of: Iterable[tuple[float, Mastery]], cut: float) -> float:
    return float(np.mean([true >= cut for true, found in of if found.outcome is Outcome.NOT_YET]))


def alike_in_stories(steps: Iterable[StepScore], skill: str, true: float) -> np.ndarray:
    """The covariance within stories beyond what the true skill explains, and the variance: sums over pairs."""
    stories: dict[str, list[float]] = defaultdict(list)
    for step in steps:
        if step.skill == skill:
            stories[step.scenario].append(step.points / step.max - true)
    pairs = np.array([pair for of in stories.values() for pair in combinations(of, 2)]).reshape(-1, 2)
    return np.array([(pairs[:, 0] * pairs[:, 1]).sum(), (pairs**2).sum() / 2])


def classes(course: Course, between: Sequence[Scenario], forms: dict[str, Sequence[Scenario]]) -> None:
    """How often what is told of a class, with its interval, holds what is true of all who could be in it."""
    school, chance = School(course, 1, SETTINGS[1][0]), np.random.default_rng(7)
    everybody = school.pupils(EVERYBODY)
    entry_forms = ["ab"[number % 2] for number in range(EVERYBODY)]
    both = [did_both(school, pupil, form, forms) for pupil, form in zip(everybody, entry_forms, strict=True)]
    work = [school.walk(pupil.grown(GROWN), between) for pupil in everybody]
    judged = [mastery_by_skill(steps, course.school.cut) for steps in work]
    skills = [skill for skill, found in judged[0].items() if found.all.n >= DECISIONS]
    shown = {skill: np.array([found[skill].outcome is Outcome.SHOWN for found in judged]) for skill in skills}
    decisions = decision_table(Responses.of(work)).set_index(["scenario", "step"]).difficulty
    means = np.array([np.mean([step.points / step.max for step in steps]) for steps in work])
    growth = class_growth(both, 0, skills)
    longest = [each for each in course.collected["privacy"].graded if each.most]
    whole = whole_results(Responses.of(work), {f"{each.assignment}/{each.id}": each.most for each in longest})
    alpha = reliability(whole, whole.shape[1], course.school.cut).alpha
    held: dict[str, list[bool]] = defaultdict(list)
    for _ in range(CLASSES):
        a, b = (chance.choice(np.flatnonzero(np.array(entry_forms) == form), size, replace=False)
                for form, size in (("a", 13), ("b", 12)))  # fmt: skip
        here = np.concatenate([a, b])
        for each in shown.values():
            held["share shown (Wilson)"].append(holds(wilson_interval(int(each[here].sum()), CLASS), each.mean()))
        of_class = decision_table(Responses.of([work[number] for number in here]))
        for row in of_class.dropna(subset="difficulty").itertuples():
            held[DIFFICULTY].append(holds((row.low, row.high), decisions[row.scenario, row.step]))
        answered = sum(len(work[number]) for number in here)
        held["mean result (Korn & Graubard)"].append(holds(mean_interval(means[here].tolist(), answered), means.mean()))
        found = class_growth([both[number] for number in here], 0, skills)
        held["growth, over all"].append(holds(found.all.interval, growth.all.difference))
        for skill, each in found.skills.items():
            held["growth, by skill"].append(holds(each.interval, growth.skills[skill].difference))
        many = chance.choice(EVERYBODY, 40, replace=False)
        if of_many := reliability(whole.iloc[many], whole.shape[1], course.school.cut):
            held["alpha of 40 pupils on one exercise (jackknife)"].append(holds((of_many.low, of_many.high), alpha))
    print(f"Intervals of {CLASSES} classes of {CLASS} out of {EVERYBODY} invented pupils who grew by "
          f"{growth.all.difference:.2f}")  # fmt: skip
    for what, of in held.items():
        rate(what, np.mean(of), SHOULD_BE.get(what, "about 95 %"))


def did_both(school: School, pupil: Pupil, entry: str, forms: dict[str, Sequence[Scenario]]) -> Both:
    exam = {"a": "b", "b": "a"}[entry]
    return Both(entry, school.walk(pupil, forms[entry]), school.walk(pupil.grown(GROWN), forms[exam]))


def holds(interval: Sequence[float], true: float) -> bool:
    return interval[0] <= true <= interval[1]


if __name__ == "__main__":
    main()
