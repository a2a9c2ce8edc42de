"""The school's own course can tell every skill: three pupils do all of it, and the real scoring judges them.

One does everything right, one always refuses, one always shares. The first must be called 'shown' on every skill of
pupils, the other two 'not yet' on each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

from scenario_quiz.answers import Entry
from scenario_quiz.course import Course
from scenario_quiz.kinds.base import Step
from scenario_quiz.scenario import Scenario
from scenario_quiz.scoring import StepScore, score_scenario
from skill_grading.measures.mastery import DECISIONS, SIDE_DECISIONS, Outcome, mastery_by_skill
from skill_grading.measures.operating import least_evidence

NEVER, SURELY = -200.0, 200.0
Habit = Callable[[Step, str], float]  # the odds of an option, from its verdict


def right(step: Step, verdict: str) -> float:
    """Chooses what is good."""
    return SURELY if verdict == "good" else NEVER


def refusing(step: Step, verdict: str) -> float:
    """Chooses what is too cautious; where nothing is, holds back if that is right. Does no harm."""
    if verdict == "good":
        return NEVER / 2 if step.fine and step.kind != "sort" else 0
    return SURELY if verdict == "overcautious" else NEVER


def sharing(step: Step, verdict: str) -> float:
    """Chooses what does harm. Where sharing is right, shares, and of several things every one."""
    if step.fine and step.kind == "choice":
        return right(step, verdict)
    return {"harm": SURELY, "good": 0 if step.fine else NEVER / 2, "overcautious": NEVER}[verdict]


def walked(scenario: Scenario, habit: Habit) -> Iterator[Entry]:
    at = scenario.start
    while at in scenario.decisions:
        step = scenario.decisions[at]
        odds = {option: habit(step, step.verdict_of(option)) for option in step.options()}
        answer = step.likely(odds, Random(1)) if odds else ""
        yield Entry(step=at, answer=answer, time="2026-11-23T07:00:00Z")
        at = step.after(answer)


def scenarios(course: Course, exam: str | None = None) -> list[Scenario]:
    """All graded ones; of the two forms only that which the pupil does as the final exam."""
    done = [each for name, each in course.collected.items() if not each.form or name == exam]
    return [scenario for each in done for scenario in each.graded]


# Before the exam, and after it with either form.
@pytest.mark.parametrize("exam", [None, "form-a", "form-b"])
@pytest.mark.parametrize(
    ("habit", "outcome"), [(right, Outcome.SHOWN), (refusing, Outcome.NOT_YET), (sharing, Outcome.NOT_YET)]
)
def test_a_pupil_of_one_habit_is_told_the_same_on_every_skill(course, habit, outcome, exam):
    steps: list[StepScore] = [
        step for each in scenarios(course, exam) for step in score_scenario(each, walked(each, habit)).steps
    ]
    told = {skill: each.outcome for skill, each in mastery_by_skill(steps, course.school.cut).items()}
    assert told == {name: outcome for name, skill in course.school.skills.items() if "pupils" in skill.audience}


def test_every_skill_can_be_told_of_one_pupil_whatever_path_is_taken(course):
    lacking = {
        skill: (found.restraint, found.openness)
        for skill, found in least_evidence(scenarios(course)).items()
        if found.decisions < DECISIONS or min(found.restraint, found.openness) < 2 * SIDE_DECISIONS
    }
    assert lacking == {}


def test_speaking_up_is_also_knowing_in_more_than_one_exercise_that_nothing_needs_reporting(course):
    where = [
        (scenario.assignment, scenario.id)
        for scenario in scenarios(course)
        for step in scenario.decisions.values()
        if step.skill == "speak-up" and step.fine
    ]
    assert len(where) >= 4
    assert len(set(where)) >= 3
    assert len({exercise for exercise, _ in where}) >= 2
