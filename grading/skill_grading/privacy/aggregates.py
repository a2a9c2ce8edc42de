"""What stays when pupils go: how many chose what, for the whole school, with small groups hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from scenario_quiz.scoring import StepScore
from skill_grading.measures.mastery import Outcome, mastery_by_skill
from skill_grading.measures.paths import path_table
from skill_grading.measures.responses import Responses
from skill_grading.measures.small_cells import Told, hidden_of
from skill_grading.measures.statistics import decision_table

HIDDEN = "hidden"

Row = dict[str, str]
COLUMNS = ("what", "exercise", "scenario", "step", "skill", "result", "pupils")


def decision_rows(exercise: str, scores: Sequence[Sequence[StepScore]]) -> Iterator[Row]:
    """Rows of COLUMNS about the decisions in an exercise, those of one pupil per item: how many made which kind of
    choice. What is hidden is what the report of the school hides, for both can lie side by side.
    """
    responses = Responses.of(scores)
    told = Told.of(responses, path_table(responses))
    for row in decision_table(responses).itertuples():
        place = row.scenario, row.step
        counts = (
            ("good", row.reached - row.mistakes, told.results),
            ("harm", row.misses, told.errors),
            ("overcautious", row.false_alarms, told.errors),
        )
        for result, pupils, known in counts:
            yield _row("decision", result, pupils, place not in known, exercise, *place, row.skill)


def skill_rows(scores: Sequence[Sequence[StepScore]], cut: float) -> Iterator[Row]:
    """Rows of COLUMNS about the skills: how many have shown each over the whole course. Of nobody's class."""
    outcomes: dict[str, Counter[Outcome]] = {}
    for steps in scores:
        for skill, mastery in mastery_by_skill(steps, cut).items():
            outcomes.setdefault(skill, Counter())[mastery.outcome] += 1
    for skill, found in sorted(outcomes.items()):
        counts = [found[outcome] for outcome in Outcome]
        for outcome, pupils, hidden in zip(Outcome, counts, hidden_of(np.array(counts)), strict=True):
            yield _row("skill", outcome.value, pupils, hidden, skill=skill)


def _row(
    what: str,
    result: str,
    pupils: int,
    hidden: bool,
    exercise: str = "",
    scenario: str = "",
    step: str = "",
    skill: str = "",
) -> Row:
    told = HIDDEN if hidden else str(pupils)
    return dict(zip(COLUMNS, (what, exercise, scenario, step, skill, result, told), strict=True))
