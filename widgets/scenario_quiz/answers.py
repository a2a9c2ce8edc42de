"""`answers.json`, format 1: what a pupil hands in, read as hostile input.

Whatever the bytes, reading ends in an `Answers` or in `AnswersRefused` with a code and a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError, with_config
from pydantic_core import from_json
from typing_extensions import TypedDict

from scenario_quiz.base import Language, Model, Slug
from scenario_quiz.errors import Refusal
from scenario_quiz.kinds.base import Answer, Step
from scenario_quiz.release import Release, Version
from scenario_quiz.views import OptionIds

MAX_BYTES = 256 * 1024

Time = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$", max_length=40)]


AnswerText = Annotated[str, Field(max_length=4000)]


@with_config(Model.model_config)
class Entry(TypedDict):
    """One confirmed answer. `time` is the device's clock, for information only: the list's order counts.

    A dictionary, as in the file: a school's report reads 150,000 of them.
    """

    step: Slug
    answer: (
        AnswerText
        | Annotated[list[AnswerText], Field(max_length=26)]
        | Annotated[dict[AnswerText, AnswerText], Field(max_length=26)]
    )
    time: Time


LogKey = tuple
"""What one pupil answered in one scenario, as the key of a dictionary: pupils who answered alike have the same."""


class Answers(Model):
    """A pupil's answers to one version of one assignment."""

    format: Literal["scenario-answers"]
    version: Literal[1]
    course: Slug
    assignment: Slug
    content: Version
    language: Language
    attempt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    scenarios: Annotated[dict[Slug, Annotated[list[Entry], Field(max_length=500)]], Field(max_length=100)]

    @cached_property
    def keys(self) -> dict[str, LogKey]:
        """What was answered in each scenario, as the key of a dictionary."""
        return {name: log_key(name, entries) for name, entries in self.scenarios.items()}


class AnswersRefused(Refusal):
    """These bytes can't be taken as answers; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def parse_answers(raw: bytes) -> Answers:
    """Read an answers file.

    Raises AnswersRefused with the code too_large (over 256 KB), not_json or invalid.
    """
    if len(raw) > MAX_BYTES:
        raise AnswersRefused("too_large", f"{len(raw)} bytes; at most {MAX_BYTES} are taken")
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
        if b"\\u" in raw:
            data = without_halves(data)
    except (ValueError, RecursionError) as error:
        raise AnswersRefused("not_json", f"not readable as JSON: {str(error)[:200]}") from None
    try:
        return Answers.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part)[:40] for part in first["loc"]) or "the file"
        raise AnswersRefused("invalid", f"{where[:200]}: {first['msg']}") from None


def read_accepted(raw: bytes) -> Answers:
    """The answers in a file that `parse_answers` has taken before, and that the inbox has kept since: it is read in a
    fifth of the time, for nothing is checked again. Raises AnswersRefused for what is no JSON at all.
    """
    try:
        return Answers.model_construct(**from_json(raw))
    except ValueError:  # half an emoji, too
        return parse_answers(raw)


def check_answers(answers: Answers, release: Release, read: set[LogKey] | None = None) -> None:
    """Check that `answers` were given to `release`, and name only what it has.

    `read` is what could be read of others' answers to it; what can be read now is added, but for what pupils wrote.
    Raises AnswersRefused with the code wrong_course, wrong_assignment, wrong_version, unknown_scenario,
    unknown_step or unknown_option.
    """
    for code, found, expected in (
        ("wrong_course", answers.course, release.course),
        ("wrong_assignment", answers.assignment, release.assignment),
        ("wrong_version", answers.content, release.version),
    ):
        if found != expected:
            raise AnswersRefused(code, f"found {found}, expected {expected}")
    read = set() if read is None else read
    for name, entries in answers.scenarios.items():
        if name not in release.option_ids:
            raise AnswersRefused("unknown_scenario", f"'{name}' is not in {release.assignment}")
        if answers.keys[name] not in read:
            steps = _check_log(name, entries, release.scenario(name).decisions, release.option_ids[name])
            if not any(step.marked_by_hand for step in steps):
                read.add(answers.keys[name])


def _check_log(
    name: str, entries: Iterable[Entry], decisions: Mapping[str, Step], option_ids: Mapping[str, OptionIds]
) -> list[Step]:
    """The steps that a log has answers to. Raises AnswersRefused."""
    steps = []
    for entry in entries:
        step = entry["step"]
        if step not in decisions:
            raise AnswersRefused("unknown_step", f"'{step}' is not in {name}")
        steps.append(decisions[step])
        try:
            translate(decisions[step], entry["answer"], option_ids.get(step, {}))
        except ValueError as error:
            raise AnswersRefused("unknown_option", f"the answer to {name}/{step} {error}") from None
    return steps


def log_key(scenario: str, entries: Iterable[Entry]) -> LogKey:
    """The key of a log; when each answer was given is no part of it."""
    return (scenario, *[(entry["step"], as_key(entry["answer"])) for entry in entries])


def as_key(answer: Answer) -> str | tuple:
    """`answer` as the key of a dictionary; its kind and its order are part of it."""
    if isinstance(answer, list):
        return (list, *answer)
    if isinstance(answer, dict):
        return (dict, *answer.items())
    return answer


def translate(step: Step, answer: Answer, ids: OptionIds) -> Answer:
    """An answer as published (letters) in the step's own ids. Raises ValueError with the reason."""
    return step.read(rename(answer, ids) if step.ids() else answer)


def rename(answer: Answer, names: Mapping[str, str]) -> Answer:
    """`answer` with each id replaced by its name; an id without one becomes empty, which no step takes."""
    if isinstance(answer, list):
        return [names.get(name, "") for name in answer]
    if isinstance(answer, dict):
        return {names.get(key, ""): names.get(value, "") for key, value in answer.items()}
    return names.get(answer, "")


def without_halves(data: object) -> object:
    """`data` with a sign in the place of each half emoji, which no file can hold.

    A browser that cuts a text in the middle of one leaves half of it, and JSON spells that out (`\\ud83d`).
    """
    if isinstance(data, str):
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(data, list):
        return [without_halves(each) for each in data]
    if isinstance(data, dict):
        return {without_halves(name): without_halves(each) for name, each in data.items()}
    return data


def _once(pairs: list[tuple[str, object]]) -> dict:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
