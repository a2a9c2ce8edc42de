"""The contract of a question kind: what the rest of the course asks of a step, and nothing more.

A kind is one file here and one in `static/kinds/`. It gives a `Step` (structure and score), its words,
and its two views; `kinds/__init__.py` lists it. Nothing else in the system knows kinds.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from pydantic import Field

from scenario_quiz.base import Model, RuleId, Slug, Text, Verdict
from scenario_quiz.situations import AnyShow, AnyShown

Answer = str | list[str]


class Judgement(NamedTuple):
    """What a scored answer is worth: points, and whether it was good, did harm or refused what was fine."""

    points: float
    verdict: Verdict


class StepWords(Model):
    """The words of a step in one language."""

    situation: Text | None = None
    prompt: Text

    def text_of(self, option: str) -> str:
        """What `option`, one of the step's options, says."""
        raise KeyError(option)

    @abstractmethod
    def missing(self, step: Step) -> Iterator[tuple[tuple[str, ...], str]]:
        """Where these words and the structure of `step` don't match: (path below the step, message)."""


class PublicStep(Model):
    """A step as a pupil's exercise may show it: an allowlist that tells nothing of the key."""

    kind: str
    situation: str | None
    prompt: str
    max: float
    next: str | None
    show: AnyShown | None = None


class RuleNote(Model):
    """A rule as feedback cites it."""

    id: RuleId
    title: str
    text: str
    href: str


class Key(Model):
    """What a practice step adds to the public one, whatever its kind."""

    skill: Slug
    rules: list[RuleNote]
    fine: bool


class Step(Model):
    """A decision: one scored step with exactly one skill. Points are the most that it can give."""

    kind: str
    skill: Slug
    rules: list[RuleId] = Field(min_length=1)
    points: float = Field(gt=0, le=100)
    must_pass: bool = False
    fine: bool = False
    next: Slug | None = None
    show: AnyShow | None = None

    Words: ClassVar[type[StepWords]]
    Public: ClassVar[type[PublicStep]]
    Practice: ClassVar[type[PublicStep]]
    # A step that the teacher marks is never evidence of a skill.
    marked_by_hand: ClassVar[bool] = False

    def options(self) -> list[str]:
        """The ids of what can be chosen; a graded view shows opaque letters in their place."""
        return []

    def tappable(self) -> list[str]:
        """The parts that are tapped in the step's `show`; each stands in it once, its words in the step's `parts`."""
        return []

    def verdict_of(self, option: str) -> Verdict:
        """What choosing `option`, one of `options`, says."""
        raise KeyError(option)

    def targets(self) -> set[str | None]:
        """Every step or ending that can follow; None is the end of the scenario."""
        return {self.next}

    def after(self, answer: Answer) -> str | None:
        """The step or ending that follows on `answer`."""
        return self.next

    @abstractmethod
    def read(self, answer: Answer) -> Answer:
        """`answer`, or ValueError with the reason when it can't be an answer to this step."""

    @abstractmethod
    def judge(self, answer: Answer) -> Judgement:
        """What `answer` (as `read` gave it) is worth."""

    def slips(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """What is wrong in the structure itself: (path below the step, message)."""
        return iter(())

    @abstractmethod
    def public(self, words: StepWords, ids: dict[str, str]) -> PublicStep:
        """The step without its key; `ids` is {opaque id: option id} in the order to show."""

    @abstractmethod
    def practice(self, words: StepWords, order: list[str], key: Key) -> PublicStep:
        """The step with its feedback; `order` holds the option ids in the order to show."""
