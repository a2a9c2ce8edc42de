"""A course folder as a whole: one school, its assignments and their scenarios, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenario_quiz.assignments import Assignment, load_assignment
from scenario_quiz.errors import CourseError, Problem, collect
from scenario_quiz.layers import SCHOOL, Layers, read_layered
from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School
from scenario_quiz.school_files import load_school
from scenario_quiz.yaml_file import read_yaml


@dataclass(frozen=True)
class Course:
    """What a school's course is made of.

    `left_out` are the scenarios, as assignment/scenario, that the school does without, each with the reason.
    """

    root: Path
    school: School
    layers: Layers
    assignments: dict[str, Assignment]
    left_out: dict[str, str]

    @classmethod
    def load(cls, root: Path, school: str | None = None) -> Course:
        """Read the course at `root` for `school` (by default the one that `_config.yml` names).

        Raises CourseError with every problem of every file.
        """
        loaded = school_at(root, school)
        layers = Layers.of(root, loaded.id)
        problems: list[Problem] = []
        assignments = {}
        for name, path in layers.entries("exercises").items():
            if path.is_dir():
                assignment = collect(problems, lambda name=name: load_assignment(layers, name, loaded))
                if assignment is not None:
                    assignments[name] = assignment
        if problems or (problems := _strange_left_out(layers, loaded, assignments)):
            raise CourseError(problems)
        kept = {name: each for name, each in assignments.items() if each.chapter not in loaded.settings.leave_out}
        gone = {
            f"{assignment.id}/{name}": why
            for assignment in assignments.values()
            for name, why in assignment.fitted.left_out.items()
        }
        gone |= {
            f"{name}/{each}": "its chapter is left out"
            for name in assignments.keys() - kept.keys()
            for each in assignments[name].scenarios
        }
        return cls(root, loaded, layers, kept, gone)

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


def _strange_left_out(layers: Layers, school: School, assignments: dict[str, Assignment]) -> list[Problem]:
    """Scenarios under `leave_out` in `school.yml` that the course doesn't have."""
    known = {f"{each.id}/{name}" for each in assignments.values() for name in each.files}
    file = read_layered(layers.folders[1:], SCHOOL)
    return [
        file.problem(f"there is no scenario '{reference}'; take it out, or look for a slip", "leave_out", index)
        for index, reference in enumerate(school.settings.leave_out)
        if "/" in reference and reference not in known
    ]
