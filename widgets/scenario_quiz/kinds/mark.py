"""`mark`: the parts of a post, chat or picture that give something away, tapped where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Literal

from pydantic import Field

from scenario_quiz.base import Slug, Text, Verdict
from scenario_quiz.kinds.base import (
    Answer,
    Grid,
    Judgement,
    Key,
    Line,
    Mismatch,
    Odds,
    PublicPiece,
    PublicStep,
    Remark,
    Row,
    Step,
    StepWords,
    each_by_itself,
    unmatched,
)

Role = Literal["gives-away", "harmless", "neutral"]
_TAPPED = {
    "gives-away": ("good", "mark_hit"),
    "harmless": ("overcautious", "mark_extra"),
    "neutral": ("neutral", "mark_neutral"),
}


class MarkWords(StepWords):
    """The passage or the hotspot's name, and the feedback, of every part."""

    parts: dict[Slug, Text]
    feedback: dict[Slug, Text]

    def text_of(self, option: str) -> str:
        return self.parts[option]

    def missing(self, step: MarkStep) -> Iterator[Mismatch]:
        yield from unmatched("part", step.parts, parts=self.parts, feedback=self.feedback)


class PracticePart(PublicPiece):
    """A part that explains itself."""

    role: Role
    feedback: str


class PublicMark(PublicStep):
    """A graded step with parts to tap."""

    parts: list[PublicPiece]

    def lines(self) -> list[Line]:
        return [Line(part.text, self.next) for part in self.parts]

    def grid(self) -> Grid:
        return Grid([Row(part.id, part.text, self.next) for part in self.parts], [""])


class PracticeMark(PublicStep, Key):
    """A practice step with parts to tap."""

    parts: list[PracticePart]

    def lines(self) -> list[Line]:
        return [Line(part.text, self.next, f"role_{part.role.replace('-', '_')}", part.feedback) for part in self.parts]


class MarkStep(Step):
    """Every part that gives something away should be tapped, every harmless one left alone; neutral ones don't count.

    Points are max * max(0, hits / all that give away - false alarms / all harmless), as in a `select` step. The
    verdict is good at full points only; else missing a part did harm, and false alarms alone were overcautious.
    """

    kind: Literal["mark"]
    parts: dict[Slug, Role] = Field(min_length=2, max_length=12)

    Words = MarkWords
    Public = PublicMark
    Practice = PracticeMark

    def ids(self) -> list[str]:
        return list(self.parts)

    def shown(self, shuffled: list[str]) -> list[str]:
        return self.ids()

    def tappable(self) -> list[str]:
        return self.ids()

    def options(self) -> list[str]:
        return [part for part, role in self.parts.items() if role != "neutral"]

    def verdict_of(self, option: str) -> Verdict:
        return "good" if self.parts[option] == "gives-away" else "overcautious"

    def remarks(self, words: MarkWords, chosen: list[str]) -> list[Remark]:
        missed = [part for part, role in self.parts.items() if role == "gives-away" and part not in chosen]
        return [
            *(_remark(words, part, True, *_TAPPED[self.parts[part]]) for part in chosen),
            *(_remark(words, part, False, "good", "mark_missed") for part in missed),
        ]

    def likely(self, odds: Odds, chance: Random) -> list[str]:
        return each_by_itself(self, odds, chance)

    def read(self, answer: Answer) -> list[str]:
        if not isinstance(answer, list):
            raise ValueError("is not a list of parts")
        if not all(isinstance(part, str) and part in self.parts for part in answer):
            raise ValueError("names a part that this step does not have")
        if len(set(answer)) != len(answer):
            raise ValueError("names a part twice")
        return answer

    def judge(self, answer: Answer) -> Judgement:
        tapped = [self.parts[part] for part in self.read(answer)]
        roles = list(self.parts.values())
        hits = tapped.count("gives-away") / roles.count("gives-away")
        false_alarms = tapped.count("harmless") / roles.count("harmless")
        points = self.points * max(0.0, hits - false_alarms)
        if points == self.points:
            return Judgement(points, "good")
        return Judgement(points, "harm" if hits < 1 else "overcautious")

    def slips(self) -> Iterator[Mismatch]:
        for role in ("gives-away", "harmless"):
            if role not in self.parts.values():
                yield ("parts",), f"no part is {role}, so nothing is decided; add one"

    def public(self, words: MarkWords, ids: dict[str, str]) -> PublicMark:
        parts = [PublicPiece(id=shown, text=words.parts[part]) for shown, part in ids.items()]
        return PublicMark(**self._shared(words), parts=parts)

    def practice(self, words: MarkWords, order: list[str], key: Key) -> PracticeMark:
        parts = [
            PracticePart(id=part, text=words.parts[part], role=self.parts[part], feedback=words.feedback[part])
            for part in order
        ]
        return PracticeMark(**self._shared(words), **dict(key), parts=parts)


def _remark(words: MarkWords, part: str, chosen: bool, tone: Verdict | Literal["neutral"], says: str) -> Remark:
    return Remark(chosen, tone, words.parts[part], says, words.feedback[part])
