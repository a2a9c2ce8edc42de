"""A scenario: a small story in steps, its structure and, per language, its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Field, Tag

from scenario_quiz.base import Language, Model, Slug, Text
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.kinds import KINDS, AnyWords
from scenario_quiz.kinds.base import Step
from scenario_quiz.placeholders import filled
from scenario_quiz.school import School
from scenario_quiz.situations import AnyShow
from scenario_quiz.situations.words import structure_slips, words_slips
from scenario_quiz.yaml_file import YamlFile, read_yaml


class Ending(Model):
    """Where a practice scenario stops; a wrong ending names the step to go back to and repair."""

    ending: Literal["good", "harm"]
    back_to: Slug | None = None


class EndingWords(Model):
    """What came of it, and how to mend it."""

    text: Text
    repair: Text | None = None


def _tag(value: Any) -> str | None:
    if isinstance(value, Ending) or (isinstance(value, dict) and "ending" in value):
        return "ending"
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if isinstance(kind, str) and kind in KINDS else None


AnyStep = Annotated[
    Union[(Annotated[Ending, Tag("ending")], *(Annotated[step, Tag(kind)] for kind, step in KINDS.items()))],
    Discriminator(
        _tag,
        custom_error_type="unknown_kind",
        custom_error_message=f"give it a kind ({', '.join(KINDS)}), or make it an ending",
    ),
]


class Structure(Model):
    """`scenario.yml`: everything but the words."""

    use: Literal["practice", "graded"]
    goals: list[Text] = Field(min_length=1)
    out_of_scope: list[Text] = []
    show: AnyShow | None = None
    start: Slug
    steps: dict[Slug, AnyStep] = Field(min_length=1)


class ScenarioWords(Model):
    """`nl.yml`, `en.yml`: all words of one language, by the ids of the structure."""

    title: Text
    situation: Text
    steps: dict[Slug, AnyWords]
    endings: dict[Slug, EndingWords] = {}
    people: dict[Slug, Text] = {}
    texts: dict[Slug, Text] = {}


class Scenario(Structure):
    """The full scenario, key included: for scoring and the teacher, never for a pupil's page."""

    assignment: Slug
    id: Slug
    words: dict[Language, ScenarioWords]

    @cached_property
    def decisions(self) -> dict[str, Step]:
        """The steps that ask something, by id."""
        return {name: step for name, step in self.steps.items() if isinstance(step, Step)}

    @property
    def endings(self) -> dict[str, Ending]:
        return {name: step for name, step in self.steps.items() if isinstance(step, Ending)}

    def paths(self) -> list[list[str]]:
        """Every path of decisions from the start to an end, as lists of step ids; [] where the graph has a loop."""
        try:
            return list(self._paths_from(self.start, ()))
        except _Loop:
            return []

    @cached_property
    def most(self) -> float:
        """The machine-scored points that a path can give; the same on every path of a graded scenario."""
        return max((self.worth(path) for path in self.paths()), default=0.0)

    def worth(self, path: list[str]) -> float:
        """The machine-scored points of one path."""
        return sum(self.decisions[step].points for step in path if not self.decisions[step].marked_by_hand)

    def _paths_from(self, at: str | None, before: tuple[str, ...]) -> Iterator[list[str]]:
        if at not in self.decisions:
            yield list(before)
            return
        if at in before:
            raise _Loop
        for target in sorted(self.decisions[at].targets(), key=str):
            yield from self._paths_from(target, (*before, at))


class _Loop(Exception):
    pass


ScenarioFiles = dict[str, YamlFile]


def load_scenario(folder: Path, school: School) -> tuple[Scenario, ScenarioFiles]:
    """Read one scenario's folder for `school`.

    Also gives its files by name ("scenario", "nl", ...), for pointing at lines.
    Raises CourseError that names every file, line and field to mend.
    """
    files = {name: read_yaml(folder / f"{name}.yml") for name in ("scenario", *school.languages)}
    structure = files["scenario"].parse(Structure)
    problems = list(_dangling(structure, files["scenario"]))
    words = {}
    for language in school.languages:
        try:
            words[language] = _load_words(filled(files[language], school.placeholders), structure)
        except CourseError as error:
            problems += error.problems
    if problems:
        raise CourseError(problems)
    fields = {name: getattr(structure, name) for name in Structure.model_fields}
    return Scenario(assignment=folder.parent.name, id=folder.name, words=words, **fields), files


def _load_words(file: YamlFile, structure: Structure) -> ScenarioWords:
    problems: list[Problem] = []
    data = file.data if isinstance(file.data, dict) else {}
    given = data.get("steps")
    steps: dict = {}
    for name, step in structure.steps.items():
        if not isinstance(step, Step):
            continue
        if not isinstance(given, dict) or name not in given:
            problems.append(file.problem(f"has no words for the step '{name}' of scenario.yml; write them", "steps"))
            continue
        try:
            steps[name] = file.parse(step.Words, "steps", name)
        except CourseError as error:
            problems += error.problems
        else:
            problems += [file.problem(text, "steps", name, *key) for key, text in steps[name].missing(step)]
    rest = replace(file, data={**data, "steps": steps})
    try:
        words = rest.parse(ScenarioWords)
    except CourseError as error:
        raise CourseError([*problems, *error.problems]) from None
    endings = {name for name, step in structure.steps.items() if isinstance(step, Ending)}
    problems += [
        file.problem(f"has no words for the ending '{name}' of scenario.yml; write them", "endings")
        for name in sorted(endings - set(words.endings))
    ]
    for field, known, found in (
        ("steps", set(structure.steps) - endings, set(given or {})),
        ("endings", endings, set(words.endings)),
    ):
        problems += [
            file.problem(f"'{name}' is not in scenario.yml; rename it or take it out", field, name)
            for name in sorted(found - known)
        ]
    problems += [file.problem(text, *key) for key, text in words_slips(_shows(structure), words.people, words.texts)]
    if problems:
        raise CourseError(problems)
    return words


def _shows(structure: Structure) -> list[tuple[AnyShow, list[str]]]:
    """Every situation of the scenario, with the parts that are tapped in it."""
    steps = [(step.show, step.tappable()) for step in structure.steps.values() if isinstance(step, Step)]
    return [(show, parts) for show, parts in ((structure.show, []), *steps) if show]


def _dangling(structure: Structure, file: YamlFile) -> Iterator[Problem]:
    """Names of steps that don't exist, and slips that a kind finds in its own structure."""
    if structure.start not in structure.steps:
        yield file.problem(f"the step '{structure.start}' does not exist; name one of steps", "start")
    if structure.show:
        for key, text in structure_slips(structure.show, []):
            yield file.problem(text, "show", *key)
    for name, step in structure.steps.items():
        if isinstance(step, Ending):
            if step.back_to is not None and not isinstance(structure.steps.get(step.back_to), Step):
                yield file.problem(
                    f"'{step.back_to}' is no step that asks something; name one", "steps", name, "back_to"
                )
            continue
        for target in sorted(step.targets() - {None}):
            if target not in structure.steps:
                yield file.problem(
                    f"leads to '{target}', which does not exist; name a step or an ending", "steps", name
                )
        for key, text in step.slips():
            yield file.problem(text, "steps", name, *key)
        if step.show:
            for key, text in structure_slips(step.show, step.tappable()):
                yield file.problem(text, "steps", name, "show", *key)
        elif step.tappable():
            yield file.problem("has parts to tap but no situation that they stand in; add show", "steps", name)
