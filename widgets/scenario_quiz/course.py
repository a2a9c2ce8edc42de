"""A course folder as a whole: one school, its assignments and their scenarios, read and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from scenario_quiz.base import Model, Slug, Text
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.placeholders import filled
from scenario_quiz.scenario import Scenario, ScenarioFiles, load_scenario
from scenario_quiz.school import School, load_school
from scenario_quiz.yaml_file import YamlFile, read_yaml

T = TypeVar("T")


class AssignmentWords(Model):
    title: Text
    introduction: Text


class AssignmentSettings(Model):
    """`assignment.yml`: the chapter that it belongs to, its minutes, and the scenarios of its exercise in order.

    These are graded ones, or practice ones for a self-check: its reader sees the feedback, and nobody collects it.
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

    The exercise is `collected` and graded, or it is a self-check. A `form` ("a" or "b") belongs to no chapter.
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


@dataclass(frozen=True)
class Course:
    """What a school's course is made of."""

    root: Path
    school: School
    assignments: dict[str, Assignment]

    @classmethod
    def load(cls, root: Path, school: str | None = None) -> Course:
        """Read the course at `root` for `school` (by default the one that `_config.yml` names).

        Raises CourseError with every problem of every file.
        """
        loaded = school_at(root, school)
        problems: list[Problem] = []
        assignments = {}
        for path in sorted((root / "exercises").iterdir()):
            if not path.is_dir():
                continue
            assignment = _collect(problems, lambda path=path: _load_assignment(path, loaded))
            if assignment is not None:
                assignments[path.name] = assignment
        if problems:
            raise CourseError(problems)
        return cls(root, loaded, assignments)

    @property
    def collected(self) -> dict[str, Assignment]:
        """The assignments that are released, handed in and graded: all but the self-checks."""
        return {name: assignment for name, assignment in self.assignments.items() if assignment.collected}

    @property
    def forms(self) -> dict[str, str]:
        """The assignments of the entry check and final exam, by form: "a" and "b", or none."""
        return {each.form: each.id for each in self.assignments.values() if each.form}

    def scenario(self, reference: str) -> Scenario:
        """The scenario that `reference` ("assignment/scenario") names. Raises KeyError with what there is."""
        assignment, _, name = reference.partition("/")
        if assignment not in self.assignments:
            raise KeyError(f"there is no assignment '{assignment}'; there is: {', '.join(self.assignments)}")
        scenarios = self.assignments[assignment].scenarios
        if name not in scenarios:
            raise KeyError(f"there is no scenario '{name}' in {assignment}; there is: {', '.join(scenarios)}")
        return scenarios[name]


def find_root(start: Path | None = None) -> Path:
    """The course folder that `start` (by default here) lies in: the one with `_config.yml` and `schools/`.

    Raises CourseError when there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "_config.yml").is_file() and (folder / "schools").is_dir():
            return folder
    raise CourseError(
        [
            Problem(
                start, "this is not inside a course folder (one with _config.yml and schools/); go to that folder first"
            )
        ]
    )


def school_at(root: Path, school: str | None = None) -> School:
    """The school of the course at `root` alone, without its exercises. Raises CourseError."""
    folder = root / "schools" / (school or default_school(root))
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in (root / "schools").iterdir() if path.is_dir()))
        raise CourseError([Problem(folder, f"there is no such school; there is: {known}")])
    return load_school(folder)


def default_school(root: Path) -> str:
    """The school that `_config.yml` names as `course_school` under `sphinx.config`."""
    file = read_yaml(root / "_config.yml")
    try:
        name = file.data["sphinx"]["config"]["course_school"]
    except (KeyError, TypeError):
        raise CourseError(
            [file.problem("names no school; add course_school: <folder under schools/>", "sphinx", "config")]
        ) from None
    return str(name)


def _load_assignment(folder: Path, school: School) -> Assignment:
    problems: list[Problem] = []
    settings_file = read_yaml(folder / "assignment.yml")
    settings = settings_file.parse(AssignmentSettings)
    words = {
        language: filled(read_yaml(folder / f"{language}.yml"), school.placeholders).parse(AssignmentWords)
        for language in school.languages
    }
    scenarios: dict[str, Scenario] = {}
    files: dict[str, ScenarioFiles] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            continue
        loaded = _collect(problems, lambda path=path: load_scenario(path, school))
        if loaded is not None:
            scenarios[path.name], files[path.name] = loaded
            problems += strange_names(scenarios[path.name], files[path.name]["scenario"], school)
    if not problems:
        problems += _order_slips(settings, settings_file, scenarios)
    if problems:
        raise CourseError(problems)
    return Assignment(
        folder.name,
        settings.chapter,
        settings.form,
        settings.minutes,
        words,
        scenarios,
        settings.graded or settings.self_check,
        bool(settings.graded),
        files,
        settings_file,
    )


def _order_slips(settings: AssignmentSettings, file: YamlFile, scenarios: dict[str, Scenario]) -> list[Problem]:
    if bool(settings.chapter) == bool(settings.form):
        return [
            file.problem("name the chapter of the exercise, or say which form of the entry check it is: one of the two")
        ]
    if settings.form and settings.self_check:
        return [file.problem("a form of the entry check is handed in: put its scenarios under graded", "self_check")]
    if bool(settings.graded) == bool(settings.self_check):
        return [file.problem("name the scenarios of the exercise under graded or under self_check: one of the two")]
    graded = {name for name, scenario in scenarios.items() if scenario.use == "graded"}
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
        for name in sorted(graded - set(settings.graded))
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


def _collect(problems: list[Problem], load: Callable[[], T]) -> T | None:
    """What `load` gives; its problems join the others, so that one message names them all."""
    try:
        return load()
    except CourseError as error:
        problems += error.problems
        return None
