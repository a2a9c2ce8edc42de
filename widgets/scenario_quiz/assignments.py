"""The exercise of a chapter and the practice in it: one folder under `exercises/`, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from scenario_quiz.base import Model, Slug, Text
from scenario_quiz.errors import CourseError, Problem, collect
from scenario_quiz.fitting import Fitted, fit
from scenario_quiz.layers import Layers
from scenario_quiz.placeholders import filled
from scenario_quiz.scenario import Scenario, ScenarioFiles, load_scenario
from scenario_quiz.school import School
from scenario_quiz.yaml_file import YamlFile, read_yaml


class AssignmentWords(Model):
    title: Text
    introduction: Text


class AssignmentSettings(Model):
    """`assignment.yml`: the chapter that it belongs to, its minutes, and the scenarios of its exercise in order.

    These are graded ones, or practice ones for a self-check: its reader sees the feedback, and nobody collects it.
    Without either there is no exercise, and every scenario of the folder is practice.
    Instead of a chapter, `form` says that this is one of the two parallel forms of the entry check and final exam.
    """

    chapter: Slug | None = None
    form: Literal["a", "b"] | None = None
    minutes: int = Field(gt=0)
    graded: list[Slug] = []
    self_check: list[Slug] = []


@dataclass(frozen=True)
class Assignment:
    """One folder under `exercises/`: the exercise of a chapter and the practice inside the chapter.

    The exercise is `collected` and graded, or it is a self-check, or there is none. A `form` ("a" or "b") belongs to no
    chapter.
    `fitted` tells what the school left out of the folder.
    """

    id: str
    chapter: str | None
    form: str | None
    minutes: int
    words: dict[str, AssignmentWords]
    scenarios: dict[str, Scenario]
    order: list[str]
    collected: bool
    files: dict[str, ScenarioFiles]
    settings_file: YamlFile
    fitted: Fitted

    @property
    def exercise(self) -> list[Scenario]:
        """The scenarios of the exercise, in its order."""
        return [self.scenarios[name] for name in self.order]

    @property
    def graded(self) -> list[Scenario]:
        """The scenarios that are handed in and graded: of a self-check none."""
        return self.exercise if self.collected else []

    @property
    def practice(self) -> list[Scenario]:
        """The scenarios inside the chapter."""
        return [scenario for name, scenario in self.scenarios.items() if name not in self.order]


def load_assignment(layers: Layers, name: str, school: School) -> Assignment:
    """The folder `name` under `exercises/` as `school` has it: without what it leaves out, and with its own scenarios,
    the graded ones at the end of the exercise. Raises CourseError that names every file, line and field to mend.
    """
    problems: list[Problem] = []
    settings_file = read_yaml(layers.find("exercises", name, "assignment.yml"))
    settings = settings_file.parse(AssignmentSettings)
    words = {}
    for language in school.languages:
        file = read_yaml(layers.find("exercises", name, f"{language}.yml"))
        words[language] = filled(file, school.placeholders).parse(AssignmentWords)
    folders = {each: path for each, path in layers.entries("exercises", name).items() if path.is_dir()}
    scenarios: dict[str, Scenario] = {}
    files: dict[str, ScenarioFiles] = {}
    for each, path in folders.items():
        loaded = collect(problems, lambda path=path: load_scenario(path, school))
        if loaded is not None:
            scenarios[each], files[each] = loaded
    own = [
        each
        for each, scenario in scenarios.items()
        if scenario.use == "graded"
        and settings.graded
        and each not in settings.graded
        and folders[each].parent != settings_file.path.parent
    ]
    if not problems:
        problems += _order_slips(settings, settings_file, own, scenarios)
    fitted = fit(scenarios, school)
    for each, scenario in fitted.scenarios.items():
        problems += strange_names(scenario, files[each]["scenario"], school)
    order = [*(settings.graded or settings.self_check), *own]
    left = [each for each in order if each in fitted.scenarios]
    if order and not left and not problems:
        problems.append(
            settings_file.problem("the school leaves nothing of this exercise; put its chapter under leave_out too")
        )
    if problems:
        raise CourseError(problems)
    return Assignment(
        name,
        settings.chapter,
        settings.form,
        settings.minutes,
        words,
        fitted.scenarios,
        left,
        bool(settings.graded),
        files,
        settings_file,
        fitted,
    )


def _order_slips(
    settings: AssignmentSettings, file: YamlFile, own: list[str], scenarios: dict[str, Scenario]
) -> list[Problem]:
    if bool(settings.chapter) == bool(settings.form):
        return [
            file.problem("name the chapter of the exercise, or say which form of the entry check it is: one of the two")
        ]
    if settings.form and settings.self_check:
        return [file.problem("a form of the entry check is handed in: put its scenarios under graded", "self_check")]
    graded = {name for name, scenario in scenarios.items() if scenario.use == "graded"}
    if settings.self_check and settings.graded or graded and not (settings.self_check or settings.graded):
        return [file.problem("name the scenarios of the exercise under graded or under self_check: one of the two")]
    if settings.graded:
        key, use, order, known = "graded", "graded", settings.graded, graded
    else:
        key, use, order, known = "self_check", "practice", settings.self_check, scenarios.keys() - graded
    problems = [
        file.problem(f"'{name}' is no {use} scenario of this folder; rename it or take it out", key, index)
        for index, name in enumerate(order)
        if name not in known or name in order[:index]
    ]
    return problems + [
        file.problem(f"the graded scenario '{name}' has no place in the exercise; add it", "graded")
        for name in sorted(graded - set(settings.graded) - set(own))
    ]


def strange_names(scenario: Scenario, file: YamlFile, school: School) -> list[Problem]:
    """Skills and rules in `file`, the scenario's structure, that the school does not have."""
    problems = []
    for name, step in scenario.decisions.items():
        if step.skill not in school.skills:
            problems.append(
                file.problem(
                    f"the skill '{step.skill}' is not in the school's skills.yml; "
                    f"use one of: {', '.join(school.skills)}",
                    "steps",
                    name,
                    "skill",
                )
            )
        problems += [
            file.problem(f'the rule "{rule}" is not in the school\'s rules.yml', "steps", name, "rules", index)
            for index, rule in enumerate(step.rules)
            if rule not in school.rules
        ]
    return problems
