"""What a cut score does: how often a pupil of a known skill would be called what. Pure, exact, no simulation.

A school that sets its cut sees here what it asks: how many decisions it takes before a pupil who really has the skill
is called 'shown', and how often one who has it not would be.

Decisions inside a scenario hang together here as `mastery` assumes: in every scenario a pupil has a chance of their
own, from a beta distribution around the true skill with intraclass correlation RHO, so that results are beta-binomial
(J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948), 257-261).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

import numpy as np
import pandas as pd
from scipy.signal import convolve2d
from scipy.stats import betabinom, hypergeom

from scenario_quiz.scenario import Scenario
from skill_grading.measures.mastery import RHO, Outcome, Tally, outcome_of, probability_of_mastery, worth

ABILITIES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""True skills, as the share of decisions that a pupil gets right, for which the table is shown."""


@dataclass(frozen=True)
class Evidence:
    """What a path through the course holds for one skill: of each scenario that asks it, how many decisions where
    holding back is right, and how many where sharing is.
    """

    stories: tuple[tuple[int, int], ...]

    @property
    def restraint(self) -> int:
        return sum(held_back for held_back, _ in self.stories)

    @property
    def openness(self) -> int:
        return sum(shared for _, shared in self.stories)

    @property
    def decisions(self) -> int:
        return self.restraint + self.openness

    @property
    def scenarios(self) -> int:
        return len(self.stories)

    def by_size(self) -> dict[int, list[tuple[int, int]]]:
        """The stories with the same number of decisions, whose decisions weigh the same."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for story in self.stories:
            found[sum(story)].append(story)
        return found


def least_evidence(scenarios: Iterable[Scenario]) -> dict[str, Evidence]:
    """What a pupil who does all these scenarios meets of each skill at least: in each the path that asks it least."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for scenario in scenarios:
        for skill in {step.skill for step in scenario.decisions.values()}:
            asked = min((_asked(scenario, path, skill) for path in scenario.paths()), key=len)
            if asked:
                found[skill].append((asked.count(False), asked.count(True)))
    return {skill: Evidence(tuple(stories)) for skill, stories in found.items()}


def must_pass_stories(scenarios: Iterable[Scenario]) -> list[int]:
    """Of each scenario in which every path holds must-pass decisions, how many of them at least."""
    found = (
        min(sum(name in each.decisions and each.decisions[name].must_pass for name in path) for path in each.paths())
        for each in scenarios
    )
    return [held for held in found if held]


def discuss_chance(ability: float, stories: Iterable[int]) -> float:
    """How likely it is at most that a pupil of this true skill is to be discussed (`mastery.misses_to_discuss`).

    That is harm in two stories or more, of `stories` with so many must-pass decisions each. At most, for what is not
    right can also be too cautious.
    """
    spread, wrong = 1 / RHO - 1, np.ones(1)
    for decisions in stories:
        right = betabinom.pmf(decisions, decisions, ability * spread, (1 - ability) * spread)
        wrong = np.convolve(wrong, [right, 1 - right])
    return float(wrong[2:].sum())


def _asked(scenario: Scenario, path: Iterable[str], skill: str) -> list[bool]:
    """Of each scored decision about the skill on a path whether sharing is right there."""
    steps = [scenario.decisions[name] for name in path if name in scenario.decisions]
    return [step.fine for step in steps if step.skill == skill and not step.marked_by_hand]


def chances(ability: float, evidence: Evidence, cut: float) -> dict[Outcome, float]:
    """How likely each verdict is for a pupil who in the long run gets a share `ability` of the decisions right, on
    either side; every result that can be is judged as `mastery` judges it.
    """
    joint = np.ones(())
    for stories in evidence.by_size().values():
        joint = np.multiply.outer(joint, _results(ability, stories))
    found = np.bincount(_verdicts(evidence, cut), weights=joint.ravel(), minlength=len(Outcome))
    return dict(zip(Outcome, found.tolist(), strict=True))


def _results(ability: float, stories: Iterable[tuple[int, int]]) -> np.ndarray:
    """The chance of each number right where holding back is right (rows) and where sharing is (columns)."""
    total = np.ones((1, 1))
    for story, times in Counter(stories).items():
        within = _in_story(ability, *story)
        for _ in range(times):
            total = convolve2d(total, within)
    return total


def _in_story(ability: float, restraint: int, openness: int) -> np.ndarray:
    """`_results` of a single scenario: how many right is beta-binomial, on which side is hypergeometric."""
    decisions, spread = restraint + openness, 1 / RHO - 1
    held_back, shared = np.ogrid[: restraint + 1, : openness + 1]
    right = held_back + shared
    return betabinom.pmf(right, decisions, ability * spread, (1 - ability) * spread) * hypergeom.pmf(
        held_back, decisions, restraint, right
    )


@lru_cache
def _verdicts(evidence: Evidence, cut: float) -> np.ndarray:
    """The place in Outcome of the verdict on each result, in the order in which `chances` has them."""
    classes = evidence.by_size()
    n = fsum(size * len(stories) * worth(size) for size, stories in classes.items())
    shape = [1 + sum(side) for stories in classes.values() for side in zip(*stories, strict=True)]
    verdicts, order = np.empty(shape, dtype=int), list(Outcome)
    for right in np.ndindex(*shape):
        held_back, shared = right[::2], right[1::2]
        successes = fsum((h + s) * worth(size) for size, h, s in zip(classes, held_back, shared, strict=True))
        sides = Tally(evidence.restraint, sum(held_back)), Tally(evidence.openness, sum(shared))
        verdicts[right] = order.index(outcome_of(probability_of_mastery(successes, n, cut), *sides, cut))
    return verdicts.ravel()


def operating_table(evidence: Evidence, cut: float) -> pd.DataFrame:
    """One row per true skill (ABILITIES), with the chance of every verdict: `ability`, and the values of Outcome."""
    rows = []
    for ability in ABILITIES:
        found = chances(ability, evidence, cut)
        rows.append({"ability": ability, **{outcome.value: chance for outcome, chance in found.items()}})
    return pd.DataFrame(rows)
