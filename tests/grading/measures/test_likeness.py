"""How much alike decisions in one story are: against pupils whose likeness is known, and pair by pair."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from skill_grading.measures.likeness import likeness
from skill_grading.measures.reliability import RELIABLE_PUPILS

STORIES, SIZE = 8, 3
PLACES = [(f"s{story}", f"d{number}") for story in range(STORIES) for number in range(SIZE)]
SKILLS = {place: "consent" if int(place[0][1:]) < 5 else "respect" for place in PLACES}


def pupils(number: int, rho: float, seed: int = 1) -> pd.DataFrame:
    """Right and wrong of pupils of unlike skill, in each story with a chance of their own around it; some missing."""
    chance = np.random.default_rng(seed)
    skill = chance.beta(6, 2, (number, 1))
    here = chance.beta(skill * (1 / rho - 1), (1 - skill) * (1 / rho - 1), (number, STORIES)) if rho else skill
    right = chance.random((number, STORIES, SIZE)) < np.broadcast_to(here, (number, STORIES))[:, :, None]
    right = np.where(chance.random(right.shape) < 0.1, np.nan, right).reshape(number, -1)
    return pd.DataFrame(right, columns=pd.MultiIndex.from_tuples(PLACES, names=["scenario", "step"]))


@pytest.mark.parametrize("rho", [0.0, 0.15, 0.3, 0.5])
def test_it_is_that_of_the_pupils_however_unlike_their_skills(rho):
    assert likeness(pupils(4000, rho), SKILLS) == pytest.approx(rho, abs=0.02)


def test_it_is_that_of_a_count_pair_by_pair():
    table = pupils(40, 0.3)
    around = table - table.mean()
    inside, between = [], []
    for one, other in combinations(PLACES, 2):
        if SKILLS[one] == SKILLS[other]:
            (inside if one[0] == other[0] else between).extend((around[one] * around[other]).dropna())
    by_skill, variance = np.mean(between), np.nanmean(around.to_numpy() ** 2)
    assert likeness(table, SKILLS) == pytest.approx((np.mean(inside) - by_skill) / (variance - by_skill))


def test_few_pupils_and_pupils_who_are_all_the_same_say_nothing():
    assert likeness(pupils(RELIABLE_PUPILS - 1, 0.3), SKILLS) is None
    everybody = pupils(RELIABLE_PUPILS, 0.3)
    assert likeness(everybody.where(everybody.isna(), 1.0), SKILLS) is None
    assert likeness(everybody[PLACES[::SIZE]], SKILLS) is None
