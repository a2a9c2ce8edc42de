"""How far a pupil got, for the receipt."""

from __future__ import annotations

from scenario_quiz.answers import Answers, translate
from scenario_quiz.release import Release
from scenario_quiz.scenario import Scenario


def count_steps(release: Release, answers: Answers) -> tuple[int, int]:
    """How many steps are answered, and how many there are on the path that the answers take.

    A text that was left empty is not answered. Where nothing decides the path, its first way is counted.
    """
    answered = steps = 0
    for scenario in release.scenarios:
        given = {}
        for entry in answers.scenarios.get(scenario.id, []):
            given.setdefault(entry["step"], entry["answer"])
        for step in _path(release, scenario, given):
            steps += 1
            answered += step in given and not _skipped(given[step])
    return answered, steps


def _path(release: Release, scenario: Scenario, given: dict) -> list[str]:
    path: list[str] = []
    at: str | None = scenario.start
    while at in scenario.decisions and at not in path:
        path.append(at)
        step = scenario.decisions[at]
        if at in given:
            at = step.after(translate(step, given[at], release.option_ids[scenario.id].get(at, {})))
        else:
            at = step.next or min(step.targets() - {None}, default=None)
    return path


def _skipped(answer: str | list[str]) -> bool:
    return isinstance(answer, str) and not answer.strip()
