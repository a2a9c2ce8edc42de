"""What kinds with a list of options share: options with a verdict, their words, their views."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from scenario_quiz.base import Model, Slug, Text, Verdict
from scenario_quiz.kinds.base import Answer, Grid, Key, Line, Mismatch, PublicStep, Row, Step, StepWords, unmatched


class Option(Model):
    """One option: its verdict, and what choosing it is worth or leads to where that is its own."""

    verdict: Verdict
    points: float | None = Field(default=None, ge=0, le=100)
    next: Slug | None = None


class OptionWords(StepWords):
    """The text and the feedback of every option."""

    choices: dict[Slug, Text]
    feedback: dict[Slug, Text]

    def text_of(self, option: str) -> str:
        return self.choices[option]

    def missing(self, step: Step) -> Iterator[Mismatch]:
        yield from unmatched("option", step.options(), choices=self.choices, feedback=self.feedback)


class PublicOption(Model):
    """An option as a graded exercise shows it."""

    id: str
    text: str
    next: str | None


class PracticeOption(PublicOption):
    """An option that explains itself."""

    verdict: Verdict
    points: float
    feedback: str


class PublicOptions(PublicStep):
    """A graded step with options."""

    options: list[PublicOption]

    def lines(self) -> list[Line]:
        return [Line(option.text, option.next) for option in self.options]

    def grid(self) -> Grid:
        return Grid([Row(option.id, option.text, option.next) for option in self.options], [""])


class PracticeOptions(PublicStep, Key):
    """A practice step with options."""

    options: list[PracticeOption]

    def lines(self) -> list[Line]:
        return [Line(option.text, option.next, f"verdict_{option.verdict}", option.feedback) for option in self.options]


class OptionStep(Step):
    """A step with two or more options."""

    choices: dict[Slug, Option] = Field(min_length=2, max_length=8)

    Words = OptionWords
    Public = PublicOptions
    Practice = PracticeOptions

    def options(self) -> list[str]:
        return list(self.choices)

    def verdict_of(self, option: str) -> Verdict:
        return self.choices[option].verdict

    def worth(self, option: str) -> float:
        """The points for choosing `option` alone."""
        chosen = self.choices[option]
        if chosen.points is not None:
            return chosen.points
        return self.points if chosen.verdict == "good" else 0.0

    def leads_to(self, option: str) -> str | None:
        """What follows on `option`."""
        return self.choices[option].next or self.next

    def better(self, chosen: list[str]) -> list[str]:
        """The good options that were left."""
        return [name for name, option in self.choices.items() if option.verdict == "good" and name not in chosen]

    def slips(self) -> Iterator[Mismatch]:
        if not any(option.verdict == "good" for option in self.choices.values()):
            yield ("choices",), "no option has the verdict good; give one"
        if all(option.verdict == "good" for option in self.choices.values()):
            yield (
                ("choices",),
                "every option has the verdict good, so nothing is decided; add a harm or overcautious one",
            )

    def public(self, words: OptionWords, ids: dict[str, str]) -> PublicOptions:
        options = [
            PublicOption(id=shown, text=words.choices[option], next=self.leads_to(option))
            for shown, option in ids.items()
        ]
        return PublicOptions(**self._shared(words), options=options)

    def practice(self, words: OptionWords, order: list[str], key: Key) -> PracticeOptions:
        options = [
            PracticeOption(
                id=option,
                text=words.choices[option],
                next=self.leads_to(option),
                verdict=self.choices[option].verdict,
                points=self.worth(option),
                feedback=words.feedback[option],
            )
            for option in order
        ]
        return PracticeOptions(**self._shared(words), **dict(key), options=options)

    def _known(self, option: Answer) -> str:
        if not isinstance(option, str) or option not in self.choices:
            raise ValueError("names an option that this step does not have")
        return option
