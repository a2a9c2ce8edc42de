"""`select`: several options; a verdict says what ticking that option means."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Literal

from scenario_quiz.kinds.base import Answer, Judgement, Mismatch, Odds, Remark, each_by_itself
from scenario_quiz.kinds.options import OptionStep, OptionWords


class SelectStep(OptionStep):
    """Every good option should be ticked, every other one left alone.

    Points are max * max(0, good ticked / all good - wrong ticked / all wrong), so that ticking everything
    and ticking nothing both give 0. The verdict is good at full points only; else the worst ticked option
    gives it; where good options were only left out, that refused what was fine in a `fine` step and
    overlooked harm in any other.
    """

    kind: Literal["select"]

    def read(self, answer: Answer) -> list[str]:
        if not isinstance(answer, list):
            raise ValueError("is not a list of options")
        if len(set(map(str, answer))) != len(answer):
            raise ValueError("names an option twice")
        return [self._known(option) for option in answer]

    def judge(self, answer: Answer) -> Judgement:
        ticked = self.read(answer)
        good = [name for name, option in self.choices.items() if option.verdict == "good"]
        wrong_ticked = [self.choices[name].verdict for name in ticked if name not in good]
        good_share = (len(ticked) - len(wrong_ticked)) / len(good)
        wrong_share = len(wrong_ticked) / (len(self.choices) - len(good))
        points = self.points * max(0.0, good_share - wrong_share)
        if points == self.points:
            return Judgement(points, "good")
        if wrong_ticked:
            return Judgement(points, "harm" if "harm" in wrong_ticked else "overcautious")
        return Judgement(points, "overcautious" if self.fine else "harm")

    def remarks(self, words: OptionWords, chosen: list[str]) -> list[Remark]:
        def remark(option: str, says: str) -> Remark:
            text, feedback = words.choices[option], words.feedback[option]
            return Remark(option in chosen, self.verdict_of(option), text, says, feedback)

        return [
            *(remark(option, "mark_hit" if self.verdict_of(option) == "good" else "mark_extra") for option in chosen),
            *(remark(option, "mark_missed") for option in self.better(chosen)),
        ]

    def likely(self, odds: Odds, chance: Random) -> list[str]:
        return each_by_itself(self, odds, chance)

    def slips(self) -> Iterator[Mismatch]:
        yield from super().slips()
        for name, option in self.choices.items():
            if option.points is not None:
                yield ("choices", name, "points"), "options of a select step have no points of their own; take it out"
            if option.next is not None:
                yield ("choices", name, "next"), "options of a select step can't branch; put next on the step"
