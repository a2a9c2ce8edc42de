"""`open`: a short text of the pupil's own, marked by the teacher on a rubric; never evidence of a skill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, get_args

from pydantic import Field

from scenario_quiz.base import Text
from scenario_quiz.kinds.base import Answer, Judgement, Key, Mismatch, PublicStep, Remark, Step, StepWords

MAX_LENGTH = 2000
Level = Literal["good", "partly", "not-yet"]
LEVELS: tuple[Level, ...] = get_args(Level)


class OpenWords(StepWords):
    """The question, and for the teacher the rubric, answers to hold others against, and what a good one has.

    `anchor` is a good answer; `weaker` holds one that is partly there and one that is not there yet.
    """

    rubric: dict[Level, Text] = Field(min_length=3)
    anchor: Text
    weaker: dict[Literal["partly", "not-yet"], Text] = {}
    feedback: Text

    @property
    def anchors(self) -> dict[Level, str]:
        """An answer for each level that has one, the best first."""
        return {level: text for level in LEVELS if (text := {"good": self.anchor, **self.weaker}.get(level))}

    def missing(self, step: Step) -> Iterator[Mismatch]:
        return iter(())

    def lacking(self) -> Iterator[Mismatch]:
        for level in LEVELS:
            if level not in self.anchors:
                yield ("weaker",), f"has no example of a '{level}' answer to mark by; write it"


class PublicOpen(PublicStep):
    """An open question; `max_length` in characters."""

    max_length: int


class PracticeOpen(PublicOpen, Key):
    """An open question to compare oneself with an example."""

    feedback: str
    anchor: str


class OpenStep(Step):
    """A text of at most 2,000 characters; empty means skipped."""

    kind: Literal["open"]

    Words = OpenWords
    Public = PublicOpen
    Practice = PracticeOpen
    marked_by_hand: ClassVar[bool] = True

    def read(self, answer: Answer) -> str:
        if not isinstance(answer, str):
            raise ValueError("is not a text")
        if len(answer) > MAX_LENGTH:
            raise ValueError(f"is longer than {MAX_LENGTH} characters")
        return answer

    def judge(self, answer: Answer) -> Judgement:
        raise TypeError("an open step is marked by the teacher")

    def remarks(self, words: OpenWords, chosen: list[str]) -> list[Remark]:
        return [
            *(Remark(True, "neutral", text) for text in chosen),
            Remark(False, "neutral", words.feedback, "open_expect"),
            Remark(False, "neutral", words.anchor, "open_example"),
        ]

    def slips(self) -> Iterator[Mismatch]:
        if self.must_pass or self.fine:
            yield (), "an open step is never evidence of a skill; take out must_pass and fine"

    def public(self, words: OpenWords, ids: dict[str, str]) -> PublicOpen:
        return PublicOpen(**self._shared(words))

    def practice(self, words: OpenWords, order: list[str], key: Key) -> PracticeOpen:
        return PracticeOpen(**self._shared(words), **dict(key), feedback=words.feedback, anchor=words.anchor)

    def _shared(self, words: StepWords) -> dict:
        return {**super()._shared(words), "max_length": MAX_LENGTH}
