"""What is hidden in one file follows from no other: the school's summary and what stays of a year, taken as equations.

Whoever has every file knows how many pupils gave each answer only as far as the numbers in them say. So each way to
answer is an unknown whole number, each number that is told an equation, and no count of one to four pupils may have but
one solution. Integer programming (SciPy's HiGHS) looks for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from scenario_quiz.answers import Entry
from scenario_quiz.labels import load_labels
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import Known, StepScore, score_scenario
from skill_grading.measures.mastery import Outcome, Tally
from skill_grading.measures.pooled import Pooled, pool
from skill_grading.measures.small_cells import LEAST, hide_small
from skill_grading.privacy.aggregates import HIDDEN, decision_rows
from skill_grading.report.findings import ClassReport, SkillSummary, together
from skill_grading.report.school import NOTHING, class_table
from skill_grading.report.words import ReportWords

EXERCISE = "placement"
ROUNDED = 0.0051
"""How far a share with two decimals can be off."""


def choice(skill: str, **choices: tuple) -> dict:
    """A step with options: (verdict, points or None, what follows or None)."""
    keys = ("verdict", "points", "next")
    options = {name: {key: value for key, value in zip(keys, each) if value is not None}  # noqa: B905
               for name, each in choices.items()}  # fmt: skip
    return {"kind": "choice", "skill": skill, "rules": ["1.5"], "points": 2, "choices": options}


SELECT = {
    "kind": "select", "skill": "speak-up", "rules": ["1.5"], "points": 2,
    "choices": {"name": {"verdict": "good"}, "room": {"verdict": "good"}, "sun": {"verdict": "harm"}},
}  # fmt: skip
STEPS = {
    "branches": {
        "a": choice("respect", ask=("good", None, "b"), wait=("good", None, "c"), post=("harm", None, "b"),
                    hide=("overcautious", None, "c"), run=("harm", None, "c")),
        "b": choice("respect", yes=("good",), no=("harm",), off=("overcautious",)),
        "c": SELECT,
    },
    "goes-on": {
        "a": choice("respect", ask=("good", None, "b"), post=("harm", None, "b"), show=("harm", None, "b"),
                    hide=("overcautious", None, "b"), flee=("overcautious", None, "b")),
        "b": choice("speak-up", yes=("good",), no=("harm",), off=("overcautious",)),
    },
    "half-points": {
        "a": choice("respect", ask=("good",), post=("harm",), send=("harm",), half=("harm", 1),
                    hide=("overcautious", 1), flee=("overcautious",)),
    },
    "ticks": {"a": SELECT},
}  # fmt: skip
SCENARIOS = {
    name: Scenario(assignment=EXERCISE, id=name, words={}, use="graded", goals=["x"], start="a", steps=steps)
    for name, steps in STEPS.items()
}
NAMED = {f"{EXERCISE}/{name}": scenario for name, scenario in SCENARIOS.items()}
KNOWN: dict[str, Known] = {name: {} for name in SCENARIOS}


def ways(scenario: Scenario) -> list[tuple[StepScore, ...]]:
    """Every way to answer a scenario, also those that stop half-way."""
    found: dict[tuple[int, ...], tuple[StepScore, ...]] = {}

    def walk(entries: list[Entry]) -> None:
        done = score_scenario(scenario, entries, known=KNOWN[scenario.id])
        if done.steps:
            found.setdefault(tuple(map(id, done.steps)), tuple(done.steps))
        if len(done.path) > len(done.steps):
            step = scenario.decisions[done.path[-1]]
            options = step.options()
            several = [list(some) for n in range(1, len(options) + 1) for some in combinations(options, n)]
            for answer in several if step.kind == "select" else options:
                walk([*entries, Entry(step=done.path[-1], answer=answer, time="2026-11-23T08:00:00Z")])

    walk([])
    named: dict[int, StepScore] = {}
    for step in chain.from_iterable(found.values()):
        # One object for one answer, as in a report.
        named.setdefault(id(step), replace(step, scenario=f"{EXERCISE}/{step.scenario}"))
    return [tuple(named[id(step)] for step in each) for each in found.values()]


WAYS = {name: ways(scenario) for name, scenario in SCENARIOS.items()}
WORDS = ReportWords(load_labels("skill_grading", "nl"), None, {}, {}, "nl", LEAST)
FEW = st.integers(0, 7) | st.integers(0, 40)


@st.composite
def schools(draw) -> dict[str, dict[int, int]]:
    """By scenario how many pupils went which way; most ways nobody went."""
    return {
        name: draw(st.dictionaries(st.integers(0, len(of) - 1), FEW, min_size=1, max_size=7))
        for name, of in WAYS.items()
    }


class Equation(NamedTuple):
    """How often each way is in a number, and between which ends the number lies."""

    weights: list[float]
    low: float
    high: float


class Attacker:
    """Who puts together what is told of how many there are of each of some kinds."""

    def __init__(self, kinds: Sequence) -> None:
        self._kinds, self._told = kinds, []

    def learns(self, of: Callable[..., float], number: float, give: float = 1e-6) -> None:
        """A number that is told, `of` says how often each kind is in it, and by how much it may be off."""
        self._told.append(Equation([float(of(kind)) for kind in self._kinds], number - give, number + give))

    def knows(self, of: Callable[..., float], count: int) -> bool:
        """Whether only `count` fits with all that is told."""
        weights, told = np.array([float(of(kind)) for kind in self._kinds]), [each.weights for each in self._told]
        fits = LinearConstraint(np.array(told), [each.low for each in self._told], [each.high for each in self._told])
        whole = {"integrality": np.ones(len(weights)), "bounds": Bounds(0)}
        others = (LinearConstraint(side * weights, side * count + 1, np.inf) for side in (1, -1))
        return not any(milp(np.zeros(len(weights)), constraints=[fits, other], **whole).success for other in others)


def at(step: str, is_so: Callable[[StepScore], float]) -> Callable[[tuple[StepScore, ...]], float]:
    """Of a way: what holds for its answer to a step, 0 where it does not come there."""
    return lambda way: sum(is_so(one) for one in way if one.step == step)


def verdict(step: str, *verdicts: str):
    return at(step, lambda one: one.verdict in verdicts)


def chose(step: str, option: str, yes: bool = True):
    return at(step, lambda one: (option in one.chosen) is yes)


def path_of(way: Sequence[StepScore]) -> tuple[str, ...]:
    return tuple(step.step for step in way)


def scores_of(school: dict[str, dict[int, int]]) -> list[list[StepScore]]:
    """The decisions of every pupil: the first of each scenario's are the same pupils."""
    columns = [[WAYS[name][way] for way, n in sorted(of.items()) for _ in range(n)] for name, of in school.items()]
    return [
        [step for column in columns for step in (column[pupil] if pupil < len(column) else ())]
        for pupil in range(max(map(len, columns)))
    ]


def read_summary(who: Attacker, name: str, pooled: Pooled) -> None:
    """Every number about a scenario in the tables of the school's summary."""
    tables = {each: hide_small(getattr(pooled, each), each) for each in ("decisions", "options", "paths", "stories")}
    mine = {each: table[table.scenario == f"{EXERCISE}/{name}"] for each, table in tables.items()}
    for row in mine["decisions"].itertuples():
        points, anybody = at(row.step, lambda one: one.points / one.max), at(row.step, lambda one: 1)
        who.learns(anybody, row.reached)
        who.learns(verdict(row.step, "harm", "overcautious"), row.mistakes)
        for number, of in (
            (row.successes, points), (row.misses, verdict(row.step, "harm")),
            (row.false_alarms, verdict(row.step, "overcautious")),
        ):  # fmt: skip
            if pd.notna(number):
                who.learns(of, number)
        if pd.notna(row.difficulty):
            who.learns(points, row.difficulty * row.reached, ROUNDED * row.reached)
    for row in mine["options"].itertuples():
        if pd.notna(row.chosen):
            who.learns(chose(row.step, row.option), row.chosen)
            who.learns(chose(row.step, row.option), row.share * row.reached)
    for row in mine["paths"].itertuples():
        taken = row.path, row.verdicts
        who.learns(lambda way, taken=taken: (path_of(way), tuple(one.verdict for one in way)) == taken, row.pupils)
    if len(mine["paths"]):
        seen = {(row.path, row.verdicts) for row in mine["paths"].itertuples()}
        who.learns(lambda way: (path_of(way), tuple(one.verdict for one in way)) not in seen, 0)
    for row in mine["stories"].itertuples():
        who.learns(lambda way: ends(name, way), row.reached)
        if pd.notna(row.difficulty):
            most = row.reached * SCENARIOS[name].most
            points = row.difficulty * most
            who.learns(lambda way: ends(name, way) * sum(one.points for one in way), points, ROUNDED * most)


def ends(name: str, way: Sequence[StepScore]) -> bool:
    """Whether a way goes to the end of a scenario: all of them are worth the same."""
    return sum(one.max for one in way) == SCENARIOS[name].most


def read_what_stays(who: Attacker, name: str, scores: list[list[StepScore]]) -> None:
    """Every number about a scenario in the file that `course retire` leaves."""
    for row in decision_rows(EXERCISE, scores):
        if row["scenario"] == f"{EXERCISE}/{name}" and row["pupils"] != HIDDEN:
            who.learns(verdict(row["step"], row["result"]), int(row["pupils"]))


def small_counts(name: str, taken: dict[int, int]) -> Iterable[tuple[str, Callable, int]]:
    """Each count of few pupils: what it is about, and which ways are in it."""
    about = [
        (f"{step}: {result}", verdict(step, result))
        for step in SCENARIOS[name].decisions
        for result in ("good", "harm", "overcautious")
    ]
    about += [
        (f"{step}: {option} {yes}", chose(step, option, yes))
        for step, each in SCENARIOS[name].decisions.items()
        for option in each.options()
        for yes in ((True, False) if each.kind == "select" else (True,))
    ]
    ended = {path_of(way) for way in WAYS[name] if ends(name, way)}
    about += [(f"way {path}", lambda way, path=path: path_of(way) == path) for path in ended if len(ended) > 1]
    for what, of in about:
        count = sum(int(of(WAYS[name][way])) * n for way, n in taken.items())
        if 0 < count < LEAST:
            yield what, of, count


def check(school: dict[str, dict[int, int]]) -> int:
    """No count of few can be worked out; gives how many there were."""
    scores, found = scores_of(school), 0
    pooled = pool(scores, NAMED, {}, set(), 0.75, outside=True)
    for name, taken in school.items():
        who = Attacker(WAYS[name])
        # How many did it, everybody at school can know.
        who.learns(lambda way: 1, sum(taken.values()))
        read_summary(who, name, pooled)
        read_what_stays(who, name, scores)
        for what, of, count in small_counts(name, taken):
            found += 1
            assert not who.knows(of, count), f"{name}, {what}: only {count} fits"
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools())
def test_no_count_of_few_pupils_follows_from_everything_that_is_told(school):
    check(school)


@pytest.mark.exhaustive
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools())
def test_no_count_of_few_pupils_follows_in_any_of_many_schools(school):
    check(school)


def of(name: str, **counts: int) -> dict[str, dict[int, int]]:
    """A school of which one scenario was answered, by what was chosen at its first step."""
    first = {way[0].chosen[0]: place for place, way in reversed(list(enumerate(WAYS[name]))) if len(way) == 1}
    return {name: {first[option]: n for option, n in counts.items()}}


@pytest.mark.parametrize(
    "counts",
    [
        {"ask": 50, "send": 40, "post": 3, "flee": 7},
        {"ask": 20, "send": 40, "post": 3},
        {"ask": 7, "post": 3, "flee": 90},
        {"ask": 80, "post": 3, "half": 12},
        {"ask": 80, "post": 3, "half": 9, "send": 8},
    ],
)
def test_what_one_table_hides_another_does_not_tell(counts):
    assert check(of("half-points", **counts)) > 0


def test_how_many_came_to_a_step_does_not_tell_what_few_chose_before_it():
    by_first = {}
    for place, way in enumerate(WAYS["branches"]):
        if len(way) == 2 and way[1].verdict == "good":
            by_first.setdefault(way[0].chosen[0], place)
    assert check({"branches": {by_first["ask"]: 60, by_first["run"]: 3}}) > 0
    assert (
        check({"branches": {by_first["ask"]: 60, by_first["post"]: 20, by_first["wait"]: 20, by_first["run"]: 3}}) > 0
    )


def test_what_many_chose_is_told_to_the_last_number():
    scores = scores_of(of("half-points", ask=50, send=10, half=9, flee=8))
    told = pool(scores, NAMED, {}, set(), 0.75, outside=True)
    [decision] = told.decisions.itertuples()
    assert (decision.reached, decision.misses, decision.false_alarms, decision.successes) == (77, 19, 8, 54.5)
    assert dict(zip(told.options.option, told.options.chosen, strict=True)) == {
        "ask": 50, "post": 0, "send": 10, "half": 9, "hide": 0, "flee": 8,
    }  # fmt: skip


def test_sums_over_decisions_are_of_those_that_are_told():
    scores = scores_of(of("half-points", ask=60, send=10, flee=9) | of("goes-on", ask=60, post=3))
    pooled, outcomes = pool(scores, NAMED, {}, set(), 0.75, outside=True), dict.fromkeys(Outcome, 20)
    of_class = ClassReport("1A", [], [], [SkillSummary("respect", outcomes, Tally(999, 998.0), 3, 0, True)], NOTHING)
    [found] = together("school", [of_class, of_class], pooled, None, ["respect"]).skills
    assert (found.together, found.misses, found.false_alarms) == (Tally(79, 60.0), 10, 9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(FEW, FEW, FEW).filter(any), min_size=1, max_size=5).filter(
        lambda classes: sum(map(sum, classes)) >= LEAST
    )
)
def test_no_outcome_of_few_follows_from_the_classes_and_the_school(classes):
    reports = [judged(f"{number}A", counts) for number, counts in enumerate(classes)]
    whole = judged("school", tuple(map(sum, zip(*classes, strict=True))))
    who = Attacker([(report.class_name, outcome) for report in reports for outcome in Outcome])
    for report, counts in zip(reports, classes, strict=True):
        who.learns(lambda kind, name=report.class_name: kind[0] == name, sum(counts))
    for outcome, told in WORDS.outcome_counts(whole.skills[0]).items():
        if told.isdecimal():
            who.learns(lambda kind, outcome=outcome: kind[1] is outcome, int(told))
    for name, cell in class_table(reports, whole, WORDS):
        if cell != "–":
            who.learns(lambda kind, name=name: kind == (name, Outcome.SHOWN), int(cell.partition("/")[0]))
    for outcome, count in whole.skills[0].outcomes.items():
        if 0 < count < LEAST:
            assert not who.knows(lambda kind, outcome=outcome: kind[1] is outcome, count), f"{outcome} of the school"
    for report in reports:
        shown, others = report.skills[0].shown, report.skills[0].pupils - report.skills[0].shown
        if 0 < min(shown, others) < LEAST:
            assert not who.knows(lambda kind, name=report.class_name: kind == (name, Outcome.SHOWN), shown), report


def judged(name: str, counts: tuple[int, int, int]) -> ClassReport:
    skill = SkillSummary("respect", dict(zip(Outcome, counts, strict=True)), Tally(0, 0.0), 0, 0, True)
    return ClassReport(name, [], [], [skill], NOTHING)
