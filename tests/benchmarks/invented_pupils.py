"""Pupils who answer by a model that the report knows nothing of: what its verdicts and intervals are tried on.

A pupil has an ability for each skill, in log odds, and a habit: to refuse what is fine, or to share too fast. In each
story they are better or worse than usual, so that decisions in one story hang together. Situations differ in how hard
they are, options in how much they tempt, and some answers are guesses. They walk the real situations and are scored by
the real judge: what a pupil meets depends on what they chose, and marking or sorting half right gives half the points.

The true skill is the share of the points that a pupil gets in the long run in such situations: over stories, over how
hard a situation happens to be, and over every decision about the skill, met or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from random import Random

import numpy as np

from scenario_quiz.course import Course
from scenario_quiz.kinds.base import Step
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore

AVERAGE, GENERAL, SPECIFIC = 2.6, 0.9, 0.6
"""The log odds of the good option against another, and the spread between pupils, in all skills and in one."""

LOGISTIC = 0.346
"""A spread of s in log odds flattens a logistic curve by sqrt(1 + 0.346 s^2): S. L. Zeger, K.-Y. Liang & P. S. Albert,
Biometrics 44 (1988), 1049-1060.
"""

STEPS, OPTIONS = 0.7, 0.6
"""The spread of how hard situations are, and of how much options tempt."""

GUESSES = 0.05
HABITS = {"": {}, "careful": {"overcautious": 1.0, "harm": -0.5}, "sharing": {"harm": 1.0, "overcautious": -0.5}}
SHARES = (0.6, 0.2, 0.2)

GRID = np.linspace(-2, 7, 19)
DRAWS = 100


@dataclass(frozen=True)
class Pupil:
    abilities: Mapping[str, float]
    habit: str

    def grown(self, by: float) -> Pupil:
        return Pupil({skill: ability + by for skill, ability in self.abilities.items()}, self.habit)


class School:
    """A school of pupils of this `average`, with its own luck in how hard each situation is.

    `alike` is the spread between stories; abilities count for as much more as it flattens, so that true skills stay.
    """

    def __init__(self, course: Course, seed: int, alike: float, average: float = AVERAGE) -> None:
        self._skills, self._chance, self._average = list(course.school.skills), Random(seed), average
        self._alike, self._sharp = alike, sharpened(alike)
        self._pulls: dict[tuple[str, str, str], dict[str, float]] = {}

    def pupils(self, number: int) -> list[Pupil]:
        return [self._pupil() for _ in range(number)]

    def _pupil(self) -> Pupil:
        gauss, general = self._chance.gauss, self._chance.gauss(self._average, GENERAL)
        habit = self._chance.choices(list(HABITS), SHARES)[0]
        return Pupil({skill: general + gauss(0, SPECIFIC) for skill in self._skills}, habit)

    def walk(self, pupil: Pupil, scenarios: Iterable[Scenario]) -> list[StepScore]:
        """The decisions of a pupil; scenarios are named assignment/scenario."""
        return [score for scenario in scenarios for score in self._story(pupil, scenario)]

    def _story(self, pupil: Pupil, scenario: Scenario) -> Iterable[StepScore]:
        name, here = f"{scenario.assignment}/{scenario.id}", self._chance.gauss(0, self._alike)
        at: str | None = scenario.start
        while at in scenario.decisions:
            step = scenario.decisions[at]
            if step.marked_by_hand:
                at = step.after("")
                continue
            key = (scenario.assignment, scenario.id, at)
            if key not in self._pulls:
                self._pulls[key] = drawn_pulls(step, self._chance)
            ability = pupil.abilities[step.skill] * self._sharp + here
            answer = answered(step, self._pulls[key], ability, pupil.habit, self._chance)
            points, verdict = step.judge(answer)
            yield StepScore(
                name, at, step.kind, step.skill, step.rules, points, step.points, verdict, step.fine, step.must_pass,
                step.chosen(answer),
            )  # fmt: skip
            at = step.after(answer)


def sharpened(alike: float) -> float:
    return sqrt(1 + LOGISTIC * alike**2)


def drawn_pulls(step: Step, chance: Random) -> dict[str, float]:
    """How much each option of a situation tempts whom has no ability; what is good is easier or harder to see."""
    easy = chance.gauss(0, STEPS)
    return {
        option: chance.gauss(0, OPTIONS) + (easy if step.verdict_of(option) == "good" else 0)
        for option in step.options()
    }


def answered(step: Step, pulls: Mapping[str, float], ability: float, habit: str, chance: Random) -> object:
    if chance.random() < GUESSES:
        return step.likely(dict.fromkeys(pulls, 0.0), chance)
    lean = HABITS[habit]
    odds = {
        option: pull + (ability if (verdict := step.verdict_of(option)) == "good" else lean.get(verdict, 0.0))
        for option, pull in pulls.items()
    }
    return step.likely(odds, chance)


class TrueSkill:
    """The true skill of any pupil, by simulating every decision of the course on a grid of abilities."""

    def __init__(self, scenarios: Iterable[Scenario], alike: float) -> None:
        self._steps: dict[str, list[Step]] = {}
        for scenario in scenarios:
            for step in scenario.decisions.values():
                if not step.marked_by_hand:
                    self._steps.setdefault(step.skill, []).append(step)
        self._alike, self._chance = alike, Random(1)
        self._curve = lru_cache(self._drawn_curve)

    def of(self, pupil: Pupil, skill: str) -> float:
        return float(np.interp(pupil.abilities[skill], GRID, self._curve(skill, pupil.habit)))

    def _drawn_curve(self, skill: str, habit: str) -> np.ndarray:
        chance, sharp, found = self._chance, sharpened(self._alike), []
        for ability in GRID:
            drawn = [
                step.judge(
                    answered(step, drawn_pulls(step, chance), chance.gauss(ability * sharp, self._alike), habit, chance)
                ).points / step.points
                for step in self._steps[skill]
                for _ in range(DRAWS)
            ]  # fmt: skip
            found.append(sum(drawn) / len(drawn))
        # It can only rise; what falls is chance.
        return np.maximum.accumulate(found)
