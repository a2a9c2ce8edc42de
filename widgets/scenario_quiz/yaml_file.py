"""Reading the course's YAML files with the line of every value, and without YAML's own surprises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from scenario_quiz.errors import CourseError, Problem

T = TypeVar("T")
Key = tuple[str | int, ...]

MOST_VALUES = 100_000
"""The most values in a file. By aliases a few lines can stand for more than any memory holds."""

DEEPEST = 100
"""How deep a file may be nested; a scenario needs ten. By the ten thousand it crashes PyYAML's quick reader, and by the
thousand the slow one takes seconds.
"""


@dataclass(frozen=True)
class YamlFile:
    """A file's data and, for each path into it, such as ("steps", "first", "points"), its line (from 1).

    `files` tells the file of those parts that stand in another one, which this one is laid over.
    """

    path: Path
    data: object
    lines: dict[Key, int]
    files: dict[Key, Path] = field(default_factory=dict)

    def line(self, *key: str | int) -> int | None:
        """The line of the deepest part of `key` that stands in the file."""
        return self.lines.get(self._known(key))

    def origin(self, *key: str | int) -> Path:
        """The file in which the deepest part of `key` stands."""
        return self.files.get(self._known(key), self.path)

    def problem(self, message: str, *key: str | int) -> Problem:
        """A problem at the deepest part of `key` that stands in the file."""
        name = ".".join(str(part) for part in key)
        return Problem(self.origin(*key), message, self.line(*key), name)

    def parse(self, model: type[T], *key: str | int) -> T:
        """The file's data, or its part at `key`, as a `model` (a pydantic model, or a type such as dict[Slug, Text]).

        Raises CourseError with a problem for every field that does not fit.
        """
        data = self.data
        for part in key:
            data = data[part]
        try:
            return TypeAdapter(model).validate_python(data)
        except ValidationError as error:
            raise CourseError(self._problems(error, key)) from None

    def _known(self, key: Key) -> Key:
        """`key` as far as it stands in the file; parts that pydantic adds (a union's tag) are left out."""
        known: Key = ()
        for part in key:
            if (*known, part) in self.lines:
                known = (*known, part)
        return known

    def _problems(self, error: ValidationError, prefix: Key) -> Iterator[Problem]:
        for detail in error.errors(include_url=False):
            key = self._known((*prefix, *detail["loc"]))
            missing = detail["type"] == "missing"
            name = ".".join(str(part) for part in ((*key, detail["loc"][-1]) if missing else key))
            yield Problem(self.origin(*key), _sentence(detail), self.lines.get(key), name)


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML file. Raises CourseError when it is missing, not UTF-8, or not YAML as the course means it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError([Problem(path, "this file is missing; make it, or copy it from a neighbour")]) from None
    except UnicodeDecodeError:
        raise CourseError([Problem(path, "this file is not UTF-8 text; save it again as UTF-8")]) from None
    reader = _Reader(path)
    try:
        node = _compose(text)
        data = {} if node is None else reader.value(node, ())
    except yaml.MarkedYAMLError as error:
        raise CourseError([_syntax_problem(path, error)]) from None
    except yaml.YAMLError as error:
        raise CourseError([Problem(path, f"not readable as YAML: {error}")]) from None
    except RecursionError:
        raise CourseError([Problem(path, "nested too deeply to be a course file")]) from None
    if reader.problems:
        raise CourseError(reader.problems)
    return YamlFile(path, data, reader.lines)


def _compose(text: str) -> yaml.Node | None:
    """Ten times as fast in C, where PyYAML has that; the slower one says better what is wrong."""
    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if _is_deep(text, quick):
        raise RecursionError
    try:
        return yaml.compose(text, Loader=quick)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


# What stands before the first word of a line.
_MARGIN = re.compile("(?:^|[\x85\u2028\u2029])[\ufeff\t ?:-]*", re.MULTILINE)


def _is_deep(text: str, loader: type) -> bool:
    """Whether what can be read of a text is nested deeper than DEEPEST; this reads on without going deeper itself."""
    # A level takes a bracket, or a sign or space in the margin, and may bring a mapping with it. Few files need reading
    # for that, which takes a quarter of their time.
    margin = max(len(found) for found in _MARGIN.findall(text))
    if 2 * (text.count("[") + text.count("{") + margin + 1) <= DEEPEST:
        return False
    depth = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return True
    return False


class _Reader:
    """Turns YAML nodes into data, noting lines, and refuses values that YAML would silently change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Key, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, key: Key) -> object:
        self.lines[key] = node.start_mark.line + 1
        if len(self.lines) > MOST_VALUES:
            raise yaml.YAMLError(
                f"it stands for more than {MOST_VALUES} values; write out what it repeats by aliases (*)"
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*key, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, key)

    def _mapping(self, node: yaml.MappingNode, key: Key) -> dict:
        data: dict = {}
        for name_node, value_node in node.value:
            name = self._scalar(name_node, key)
            if not isinstance(name, str):
                self._refuse(name_node, key, f'the name {name_node.value} needs quotes: write "{name_node.value}"')
                name = str(name_node.value)
            if name in data:
                self._refuse(name_node, (*key, name), "this name stands here twice; keep one")
            data[name] = self.value(value_node, (*key, name))
            self.lines[(*key, name)] = name_node.start_mark.line + 1
        return data

    def _scalar(self, node: yaml.Node, key: Key) -> object:
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(node, key, "a name can't be a list or a mapping; write a plain word")
            return ""
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if kind == "str":
            return node.value
        if kind == "bool" and node.value not in ("true", "false"):
            self._refuse(
                node,
                key,
                f'YAML reads a bare {node.value} as yes or no; write "{node.value}" in quotes, or true or false',
            )
        if kind in ("timestamp", "binary", "merge"):
            self._refuse(node, key, f'YAML does not read {node.value} as text; write "{node.value}" in quotes')
            return node.value
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError):  # `!!bool x` is looked up among the words it knows
            self._refuse(node, key, f"{node.value!r} can't be read; write it in quotes")
            return node.value

    def _refuse(self, node: yaml.Node, key: Key, message: str) -> None:
        field = ".".join(str(part) for part in key)
        self.problems.append(Problem(self.path, message, node.start_mark.line + 1, field))


def _syntax_problem(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    message = f"not readable as YAML: {error.problem or error.context}"
    if "mapping values are not allowed" in message:
        message = 'a colon inside a sentence; put the whole sentence in quotes: "... : ..."'
    elif "found character '\\t'" in message:
        message = "a tab; indent with spaces"
    elif error.context == "while scanning a quoted scalar":
        mark, message = error.context_mark, "quotes are opened here and never closed; close them"
    elif "expected <block end>" in message or "could not find expected ':'" in message:
        message += "; look at the indent of this line and the one above, and at unclosed quotes"
    return Problem(path, message, mark.line + 1 if mark else None)


def _sentence(detail: dict) -> str:
    """A pydantic error as a sentence: what was found, what was expected, how to mend it."""
    found = detail["input"]
    match detail["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is not a name that is known here; look for a slip in its spelling, or take it out"
        case "string_type" if isinstance(found, int | float):
            return f'found the number {found}, expected text; put it in quotes, as in "1.5"'
        case "string_type" if found is None:
            return "nothing stands here, expected text; write it"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
    shown = repr(found) if isinstance(found, str | int | float | bool | None) else f"a {type(found).__name__}"
    return f"found {shown[:80]}; {detail['msg'][0].lower()}{detail['msg'][1:]}"
