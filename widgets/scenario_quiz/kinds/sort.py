"""`sort`: cards, each into the bin where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Literal

from pydantic import Field

from scenario_quiz.base import Model, Slug, Text, Verdict
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


class Card(Model):
    """Where a card belongs, and what putting it elsewhere says."""

    bin: Slug
    if_wrong: Literal["harm", "overcautious"] = "harm"


class SortWords(StepWords):
    """The names of the bins, the text of every card, and why it belongs where it does."""

    bins: dict[Slug, Text]
    cards: dict[Slug, Text]
    feedback: dict[Slug, Text]

    def text_of(self, option: str) -> str:
        card, bin_ = option.split(": ")
        return f"{self.cards[card]} → {self.bins[bin_]}"

    def missing(self, step: SortStep) -> Iterator[Mismatch]:
        yield from unmatched("bin", step.bins, bins=self.bins)
        yield from unmatched("card", step.cards, cards=self.cards, feedback=self.feedback)


class PracticeCard(PublicPiece):
    """A card that explains itself."""

    bin: str
    if_wrong: Verdict
    feedback: str


class PublicSort(PublicStep):
    """A graded step with cards to sort."""

    bins: list[PublicPiece]
    cards: list[PublicPiece]

    def lines(self) -> list[Line]:
        bins = " / ".join(bin_.text for bin_ in self.bins)
        return [Line(f"{card.text} ({bins})", self.next) for card in self.cards]

    def grid(self) -> Grid:
        return Grid([Row(card.id, card.text, self.next) for card in self.cards], [bin_.text for bin_ in self.bins])


class PracticeSort(PublicStep, Key):
    """A practice step with cards to sort."""

    bins: list[PublicPiece]
    cards: list[PracticeCard]

    def lines(self) -> list[Line]:
        names = {bin_.id: bin_.text for bin_ in self.bins}
        return [
            Line(
                f"{card.text} ({' / '.join(names.values())})",
                self.next,
                "belongs",
                card.feedback,
                {"bin": names[card.bin]},
            )
            for card in self.cards
        ]


class SortStep(Step):
    """Every card goes into one bin; an answer is {card: bin} for all of them, a choice "card: bin" in reports.

    Points are max * cards in their own bin / all cards. The verdict is good at full points only; else a wrong
    card gives it, harm before overcautious.
    """

    kind: Literal["sort"]
    bins: list[Slug] = Field(min_length=2, max_length=4)
    cards: dict[Slug, Card] = Field(min_length=2, max_length=12)

    Words = SortWords
    Public = PublicSort
    Practice = PracticeSort

    def ids(self) -> list[str]:
        return [*self.cards, *self.bins]

    def shown(self, shuffled: list[str]) -> list[str]:
        return [name for name in shuffled if name in self.cards] + self.bins

    def options(self) -> list[str]:
        return [f"{card}: {bin_}" for card in self.cards for bin_ in self.bins]

    def verdict_of(self, option: str) -> Verdict:
        card, bin_ = option.split(": ")
        return "good" if self.cards[card].bin == bin_ else self.cards[card].if_wrong

    def ticked(self) -> set[tuple[str, int]]:
        return {(name, self.bins.index(card.bin)) for name, card in self.cards.items()}

    def chosen(self, answer: Answer) -> list[str]:
        return [f"{card}: {bin_}" for card, bin_ in answer.items()]

    def remarks(self, words: SortWords, chosen: list[str]) -> list[Remark]:
        return [self._remark(words, option) for option in chosen]

    def _remark(self, words: SortWords, option: str) -> Remark:
        verdict, card = self.verdict_of(option), option.split(": ")[0]
        text, feedback = words.text_of(option), words.feedback[card]
        if verdict == "good":
            return Remark(True, verdict, text, "mark_right", feedback)
        return Remark(True, verdict, text, "belongs", feedback, {"bin": words.bins[self.cards[card].bin]})

    def likely(self, odds: Odds, chance: Random) -> dict[str, str]:
        return {card: softly({b: odds[f"{card}: {b}"] for b in self.bins}, chance) for card in self.cards}

    def read(self, answer: Answer) -> dict[str, str]:
        if not isinstance(answer, dict):
            raise ValueError("does not give cards a bin")
        if answer.keys() != self.cards.keys():
            raise ValueError("does not place each card of this step once")
        if not all(isinstance(bin_, str) and bin_ in self.bins for bin_ in answer.values()):
            raise ValueError("names a bin that this step does not have")
        return answer

    def judge(self, answer: Answer) -> Judgement:
        verdicts = [self.verdict_of(option) for option in self.chosen(self.read(answer))]
        points = self.points * (verdicts.count("good") / len(verdicts))
        if points == self.points:
            return Judgement(points, "good")
        return Judgement(points, "harm" if "harm" in verdicts else "overcautious")

    def slips(self) -> Iterator[Mismatch]:
        if len(set(self.bins)) != len(self.bins):
            yield ("bins",), "a bin stands here twice; take one out"
        for name, card in self.cards.items():
            if card.bin not in self.bins:
                yield ("cards", name, "bin"), f"'{card.bin}' is no bin of this step; use one of: {', '.join(self.bins)}"
            if name in self.bins:
                yield ("cards", name), f"'{name}' is the name of a bin too; give the card another"
        if len({card.bin for card in self.cards.values()}) == 1:
            yield ("cards",), "every card belongs in the same bin, so nothing is decided; add one for another bin"

    def public(self, words: SortWords, ids: dict[str, str]) -> PublicSort:
        cards = [PublicPiece(id=shown, text=words.cards[card]) for shown, card in ids.items() if card in self.cards]
        bins = [PublicPiece(id=shown, text=words.bins[bin_]) for shown, bin_ in ids.items() if bin_ in self.bins]
        return PublicSort(**self._shared(words), bins=bins, cards=cards)

    def practice(self, words: SortWords, order: list[str], key: Key) -> PracticeSort:
        cards = [
            PracticeCard(id=card, text=words.cards[card], feedback=words.feedback[card], **dict(self.cards[card]))
            for card in order
            if card in self.cards
        ]
        bins = [PublicPiece(id=bin_, text=words.bins[bin_]) for bin_ in self.bins]
        return PracticeSort(**self._shared(words), **dict(key), bins=bins, cards=cards)
