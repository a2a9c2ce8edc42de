"""What a cut score does: how often a pupil of a known skill would be called what. Pure, exact, no simulation.

A school that sets its cut sees here what it asks: how many decisions it takes before a pupil who really has the skill
is called 'shown', and how often one who has it not would be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.stats import binom

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
