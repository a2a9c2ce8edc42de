"""What a cut score does: how often a pupil of a known skill would be called what. Pure, exact, no simulation.

A school that sets its cut sees here what it asks: how many decisions it takes before a pupil who really has the skill
is called 'shown', and how often one who has it not would be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.stats import binom

from scenario_quiz.scenario import Scenario
from skill_grading.mastery import Outcome, Tally, design_effect, outcome_of, probability_of_mastery

ABILITIES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""True skills, as the share of decisions that a pupil gets right, for which the table is shown."""


@dataclass(frozen=True)
class Evidence:
    """What a path through the course holds for one skill: decisions where holding back is right (`restraint`), those
    where sharing is (`openness`), and in how many `scenarios` they lie.
    """

    restraint: int
    openness: int
    scenarios: int

    @property
    def decisions(self) -> int:
        return self.restraint + self.openness


def least_evidence(scenarios: Iterable[Scenario]) -> dict[str, Evidence]:
    """What a pupil who does all these scenarios meets of each skill at least: in each the path that asks it least."""
    found: dict[str, Evidence] = {}
    for scenario in scenarios:
        skills = {step.skill for step in scenario.decisions.values()}
        for skill in skills:
            asked = min((_asked(scenario, path, skill) for path in scenario.paths()), key=len)
            before = found.get(skill, Evidence(0, 0, 0))
            openness = sum(asked)
            found[skill] = Evidence(
                before.restraint + len(asked) - openness, before.openness + openness, before.scenarios + bool(asked)
            )
    return {skill: each for skill, each in found.items() if each.decisions}


def _asked(scenario: Scenario, path: Iterable[str], skill: str) -> list[bool]:
    """Of each scored decision about the skill on a path whether sharing is right there."""
    steps = [scenario.decisions[name] for name in path if name in scenario.decisions]
    return [step.fine for step in steps if step.skill == skill and not step.marked_by_hand]


def chances(ability: float, evidence: Evidence, cut: float) -> dict[Outcome, float]:
    """How likely each verdict is for a pupil who gets each decision right with chance `ability`, whatever the side.

    Both sides are binomial and independent; every pair of results is judged as `mastery` judges it. The
    shrinking for dependence inside a scenario is applied, although results here are independent: what is told is what
    the report would say.
    """
    found: dict[Outcome, float] = defaultdict(float)
    effect = design_effect(evidence.decisions, evidence.scenarios)
    n = evidence.decisions / effect
    for held_back in range(evidence.restraint + 1):
        for shared in range(evidence.openness + 1):
            chance = binom.pmf(held_back, evidence.restraint, ability) * binom.pmf(shared, evidence.openness, ability)
            probability = probability_of_mastery((held_back + shared) / effect, n, cut)
            sides = Tally(evidence.restraint, held_back), Tally(evidence.openness, shared)
            found[outcome_of(probability, *sides, cut)] += float(chance)
    return {outcome: found[outcome] for outcome in Outcome}


def operating_table(evidence: Evidence, cut: float, abilities: Sequence[float] = ABILITIES) -> pd.DataFrame:
    """One row per true skill, with the chance of every verdict; columns `ability` and the values of Outcome."""
    return pd.DataFrame(
        [
            {
                "ability": ability,
                **{outcome.value: chance for outcome, chance in chances(ability, evidence, cut).items()},
            }
            for ability in abilities
        ]
    )
