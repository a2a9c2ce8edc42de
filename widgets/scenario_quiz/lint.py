"""Checks scenarios as graphs: every path ends, every option explains itself, nothing gives the key away."""

from __future__ import annotations

from collections.abc import Iterator

from scenario_quiz.assignments import Assignment
from scenario_quiz.course import Course
from scenario_quiz.errors import Problem
from scenario_quiz.forms import form_problems
from scenario_quiz.kinds.base import Step
from scenario_quiz.scenario import Scenario, ScenarioFiles
from scenario_quiz.views import shown_order


def lint(course: Course) -> list[Problem]:
    """Everything to mend in the course's scenarios, in the order of the files."""
    return [
        *(
            problem
            for assignment in course.assignments.values()
            for name, scenario in assignment.scenarios.items()
            for problem in lint_scenario(scenario, assignment.files[name])
        ),
        *(problem for assignment in course.assignments.values() for problem in _assignment(assignment)),
        *form_problems(course),
    ]


def _assignment(assignment: Assignment) -> Iterator[Problem]:
    if not assignment.exercise:
        return
    file = assignment.settings_file.path
    decisions = [
        step for scenario in assignment.exercise for step in scenario.decisions.values() if not step.marked_by_hand
    ]
    if not any(step.fine for step in decisions):
        yield Problem(file, "no decision of the exercise is fine: true; who refuses everything would look perfect")
    if all(step.fine for step in decisions):
        yield Problem(file, "every decision of the exercise is fine: true; who shares everything would look perfect")


def lint_scenario(scenario: Scenario, files: ScenarioFiles) -> Iterator[Problem]:
    """What to mend in one scenario."""
    file = files["scenario"]
    if not scenario.paths():
        yield file.problem("the steps go round in a circle, so a path never ends; let one lead on", "steps")
        return
    reached = {scenario.start}
    for path in scenario.paths():
        reached.update(path)
        reached.update(target for name in path for target in scenario.decisions[name].targets() if target)
    for name in scenario.steps:
        if name not in reached:
            yield file.problem("no path leads here; let a step's next name it, or take it out", "steps", name)
    for name, step in scenario.decisions.items():
        if why := step.gives_away(shown_order(scenario, name)):
            yield file.problem(why, "steps", name)
    yield from (_graded if scenario.use == "graded" else _practice)(scenario, files)


def _practice(scenario: Scenario, files: ScenarioFiles) -> Iterator[Problem]:
    for name, ending in scenario.endings.items():
        if ending.ending == "good":
            continue
        if ending.back_to is None:
            yield files["scenario"].problem("a harm ending needs back_to: the step to go back to", "steps", name)
        elif any(ending.back_to not in path for path in _paths_to(name, scenario)):
            yield files["scenario"].problem(
                f"who comes here past '{ending.back_to}' can't go back to it; name a step that every path here has",
                "steps",
                name,
                "back_to",
            )
        for language, words in scenario.words.items():
            if words.endings[name].repair is None:
                yield files[language].problem("a harm ending needs repair: how to mend it", "endings", name)


def _paths_to(ending: str, scenario: Scenario) -> Iterator[list[str]]:
    return (path for path in scenario.paths() if ending in scenario.decisions[path[-1]].targets())


def _graded(scenario: Scenario, files: ScenarioFiles) -> Iterator[Problem]:
    file = files["scenario"]
    for name in scenario.endings:
        yield file.problem(
            "a graded scenario has no endings (they tell what was right); let the step end it", "steps", name
        )
    worths = {scenario.worth(path) for path in scenario.paths()}
    if len(worths) > 1:
        found = ", ".join(f"{points:g}" for points in sorted(worths))
        yield file.problem(f"paths give {found} points at most; make every path worth the same", "steps")
    by_hand = {frozenset(name for name in path if scenario.decisions[name].marked_by_hand) for path in scenario.paths()}
    if len(by_hand) > 1:
        yield file.problem("an open step stands on some paths only; put it where every path comes", "steps")
    for name, step in scenario.decisions.items():
        if _tells(step):
            yield file.problem(
                "where it leads tells what was right: let every next step be reached by at least one "
                "good option and one that is not",
                "steps",
                name,
            )
    for language, words in scenario.words.items():
        for name, of_step in words.steps.items():
            for path, text in of_step.lacking():
                yield files[language].problem(text, "steps", name, *path)


def _tells(step: Step) -> bool:
    if len(step.targets()) < 2:
        return False
    verdicts: dict[str | None, set[bool]] = {}
    for option in step.options():
        verdicts.setdefault(step.after(option), set()).add(step.judge(option).verdict == "good")
    return any(kinds != {True, False} for kinds in verdicts.values())
