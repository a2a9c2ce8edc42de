"""`order`: steps in the order in which they should be taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
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
    softly,
    unmatched,
)


class OrderWords(StepWords):
    """The text of every item, and why it stands where it does."""

    items: dict[Slug, Text]
    feedback: dict[Slug, Text]

    def text_of(self, option: str) -> str:
        place, item = option.split(": ")
        return f"{place}. {self.items[item]}"

    def missing(self, step: OrderStep) -> Iterator[Mismatch]:
        yield from unmatched("item", step.items, items=self.items, feedback=self.feedback)


class PracticeItem(PublicPiece):
    """An item that explains itself; `place` counts from 1."""

    place: int
    feedback: str


class PublicOrder(PublicStep):
    """A graded step with items to put in order."""

    items: list[PublicPiece]

    def lines(self) -> list[Line]:
        return [Line(item.text, self.next) for item in self.items]

    def grid(self) -> Grid:
        places = [str(place) for place in range(1, len(self.items) + 1)]
        return Grid([Row(item.id, item.text, self.next) for item in self.items], places)


class PracticeOrder(PublicStep, Key):
    """A practice step with items to put in order."""

    items: list[PracticeItem]

    def lines(self) -> list[Line]:
        return [
            Line(item.text, self.next, "order_belongs", item.feedback, {"place": str(item.place)})
            for item in self.items
        ]


class OrderStep(Step):
    """Three to six items, written in the right order; a choice is "place: item" in reports, places from 1.

    Points are max * max(0, tau-a): of all pairs of items, the share in the right order minus the share in the
    wrong one (M. G. Kendall, A New Measure of Rank Correlation, Biometrika 30, 1938), so that the reverse and
    half the pairs right both give 0. The verdict is good at full points, else harm.
    """

    kind: Literal["order"]
    items: list[Slug] = Field(min_length=3, max_length=6)

    Words = OrderWords
    Public = PublicOrder
    Practice = PracticeOrder

    def ids(self) -> list[str]:
        return self.items

    def gives_away(self, shown: list[str]) -> str | None:
        if shown == self.items:
            return "the items happen to be shown in the right order; rename one, so that they are shuffled in another"
        return None

    def options(self) -> list[str]:
        return [f"{place}: {item}" for place in range(1, len(self.items) + 1) for item in self.items]

    def verdict_of(self, option: str) -> Verdict:
        place, item = option.split(": ")
        return "good" if self.items[int(place) - 1] == item else "harm"

    def ticked(self) -> set[tuple[str, int]]:
        return {(item, place) for place, item in enumerate(self.items)}

    def chosen(self, answer: Answer) -> list[str]:
        return [f"{place}: {item}" for place, item in enumerate(answer, 1)]

    def remarks(self, words: OrderWords, chosen: list[str]) -> list[Remark]:
        return [self._remark(words, option) for option in chosen]

    def _remark(self, words: OrderWords, option: str) -> Remark:
        verdict, item = self.verdict_of(option), option.split(": ")[1]
        text, feedback = words.text_of(option), words.feedback[item]
        if verdict == "good":
            return Remark(True, verdict, text, "mark_right", feedback)
        return Remark(True, verdict, text, "order_belongs", feedback, {"place": str(self.items.index(item) + 1)})

    def likely(self, odds: Odds, chance: Random) -> list[str]:
        answer: list[str] = []
        for place in range(1, len(self.items) + 1):
            left = [item for item in self.items if item not in answer]
            answer.append(softly({item: odds[f"{place}: {item}"] for item in left}, chance))
        return answer

    def read(self, answer: Answer) -> list[str]:
        if not isinstance(answer, list) or sorted(map(str, answer)) != sorted(self.items):
            raise ValueError("does not name each item of this step once")
        return answer

    def judge(self, answer: Answer) -> Judgement:
        pairs = list(combinations(map(self.items.index, self.read(answer)), 2))
        right = sum(one < other for one, other in pairs)
        points = self.points * max(0.0, (right - (len(pairs) - right)) / len(pairs))
        return Judgement(points, "good" if points == self.points else "harm")

    def slips(self) -> Iterator[Mismatch]:
        if len(set(self.items)) != len(self.items):
            yield ("items",), "an item stands here twice; take one out"

    def public(self, words: OrderWords, ids: dict[str, str]) -> PublicOrder:
        items = [PublicPiece(id=shown, text=words.items[item]) for shown, item in ids.items()]
        return PublicOrder(**self._shared(words), items=items)

    def practice(self, words: OrderWords, order: list[str], key: Key) -> PracticeOrder:
        items = [
            PracticeItem(
                id=item, text=words.items[item], place=self.items.index(item) + 1, feedback=words.feedback[item]
            )
            for item in order
        ]
        return PracticeOrder(**self._shared(words), **dict(key), items=items)
