"""`{{ school }}` and the like in the course's texts, which stand for what each school names differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.yaml_file import Key, YamlFile

PLACEHOLDER = re.compile(r"\{\{ *(.*?) *\}\}")


def filled(file: YamlFile, values: Mapping[str, str]) -> YamlFile:
    """`file` with every placeholder in its texts filled in. Raises CourseError for those that `values` doesn't have."""
    problems: list[Problem] = []

    def fill(value: object, key: Key) -> object:
        if isinstance(value, dict):
            return {name: fill(item, (*key, name)) for name, item in value.items()}
        if isinstance(value, list):
            return [fill(item, (*key, index)) for index, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        problems.extend(file.problem(message, *key) for message in _strange(value, values))
        return _fill(value, values)

    data = fill(file.data, ())
    if problems:
        raise CourseError(problems)
    return replace(file, data=data)


def filled_text(text: str, values: Mapping[str, str], path: Path) -> str:
    """The text of the file at `path`, on the same lines, with every placeholder filled in. Raises CourseError."""
    problems = [
        Problem(path, message, number)
        for number, line in enumerate(text.splitlines(), 1)
        for message in _strange(line, values)
    ]
    if problems:
        raise CourseError(problems)
    return _fill(text, values)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def _strange(text: str, values: Mapping[str, str]) -> Iterator[str]:
    for name in PLACEHOLDER.findall(text):
        if name not in values:
            known = ", ".join(f"{{{{ {each} }}}}" for each in values)
            yield f"nothing is known to fill in for {{{{ {name} }}}}; there is: {known}"
