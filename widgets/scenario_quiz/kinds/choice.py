"""`choice`: one option out of several; each can lead to a step of its own."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Literal

from scenario_quiz.kinds.base import Answer, Judgement, Mismatch, Odds, Remark, softly
from scenario_quiz.kinds.options import OptionStep, OptionWords


class ChoiceStep(OptionStep):
    """One option is chosen; it gives its own points and has its own verdict."""

    kind: Literal["choice"]

    def targets(self) -> set[str | None]:
        return {self.leads_to(option) for option in self.choices}

    def after(self, answer: Answer) -> str | None:
        return self.leads_to(self.read(answer))

    def read(self, answer: Answer) -> str:
        return self._known(answer)

    def judge(self, answer: Answer) -> Judgement:
        option = self.read(answer)
        return Judgement(self.worth(option), self.choices[option].verdict)

    def remarks(self, words: OptionWords, chosen: list[str]) -> list[Remark]:
        verdict = self.verdict_of(chosen[0])
        better = [] if verdict == "good" else self.better(chosen)
        return [
            Remark(True, verdict, words.choices[chosen[0]], f"verdict_{verdict}", words.feedback[chosen[0]]),
            *(Remark(False, "good", words.choices[option], None, words.feedback[option]) for option in better),
        ]

    def likely(self, odds: Odds, chance: Random) -> str:
        return softly(odds, chance)

    def slips(self) -> Iterator[Mismatch]:
        yield from super().slips()
        most = max(self.worth(option) for option in self.choices)
        if most != self.points:
            yield ("points",), f"found {self.points:g}, but the best option gives {most:g}; make them equal"
        for name, option in self.choices.items():
            if option.verdict != "good" and self.worth(name) >= self.points:
                yield ("choices", name, "points"), f"a {option.verdict} option can't give full points; lower them"
