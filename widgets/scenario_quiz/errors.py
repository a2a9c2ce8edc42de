"""What can't be done, and what is wrong in a course's files, said to the person who can mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it stands, what was found, what was expected, how to mend it."""

    file: Path
    message: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class Refusal(Exception):
    """What was asked can't be done. The message is for the person who asked: what was found, how to mend it."""


class CourseError(Refusal):
    """The course's files can't be used as they are; `problems` says each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def collect(problems: list[Problem], load: Callable[[], T]) -> T | None:
    """What `load` gives; its problems join the others, so that one message names them all."""
    try:
        return load()
    except CourseError as error:
        problems += error.problems
        return None
