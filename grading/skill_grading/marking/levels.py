"""The three levels of a rubric and the points that they stand for."""

from __future__ import annotations

from scenario_quiz.kinds.open import Level

SHARES: dict[Level, float] = {"good": 1.0, "partly": 0.5, "not-yet": 0.0}


def points_of(level: Level, most: float) -> float:
    """The points that a level is worth where a good answer is worth `most`."""
    return SHARES[level] * most
