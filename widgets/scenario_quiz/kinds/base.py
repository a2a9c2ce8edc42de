"""The contract of a question kind: what the rest of the course asks of a step, and nothing more.

A kind is one file here, one in `static/kinds/` (its contract: `Kind` in `static/types.js`) and one test
file; `kinds/__init__.py` and `static/kinds/index.js` list it. Nothing else in the system knows kinds.
To make one, give

- a `Step`: the structure in scenario.yml, `read` for answers (hostile input), `judge` for points and verdict;
- its `StepWords`: the words in nl.yml and en.yml, and `missing` for what does not match the structure;
- its two views: `Public` for graded work (an allowlist, ids replaced by letters) and `Practice` (with the key);
- `ids` and `options`, which differ only where an answer is more than a list of options: see `sort`;
- `grid` and `ticked`, the same step on paper and its key;
- `likely`, an invented answer for demos;
- `remarks`, what the pupil gets to read about an answer once the teacher gives feedback free;
- shared scoring vectors in `tests/widgets/vectors/`, for both languages: the front end shows points in
  practice, Python alone gives marks.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from math import exp
from random import Random
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from scenario_quiz.base import Model, RuleId, Slug, Text, Verdict
from scenario_quiz.situations import AnyShow, AnyShown

Answer = str | list[str] | dict[str, str]
Odds = Mapping[str, float]
Mismatch = tuple[tuple[str, ...], str]


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
    def missing(self, step: Step) -> Iterator[Mismatch]:
        """Where these words and the structure of `step` don't match: (path below the step, message)."""

    def lacking(self) -> Iterator[Mismatch]:
        """What a graded step still needs in these words, so that it can be marked: (path below the step, message)."""
        return iter(())


def unmatched(what: str, ids: Iterable[str], **fields: Mapping[str, str]) -> Iterator[Mismatch]:
    """What `fields` (texts by id) lack or have too much, where each of `ids` needs a text; `what` one is called."""
    ids = list(ids)
    for field, texts in fields.items():
        for name in ids:
            if name not in texts:
                yield (field,), f"has no text for the {what} '{name}' of scenario.yml; write it"
        for name in texts:
            if name not in ids:
                yield (field, name), f"'{name}' is no {what} in scenario.yml; rename it or take it out"


class Line(NamedTuple):
    """Something to choose as it reads without JavaScript: its text, in practice what it says and why.

    `says` is the key of a label, `values` fill that label in; `next` follows on it.
    """

    text: str
    next: str | None
    says: str | None = None
    feedback: str | None = None
    values: dict[str, str] = {}


class Row(NamedTuple):
    """Something to choose as paper shows it; `id` is what answers call it, `next` follows on it."""

    id: str
    text: str
    next: str | None


class Grid(NamedTuple):
    """How a step is answered on paper: a box per row and column to tick; no rows where the answer is written."""

    rows: list[Row]
    columns: list[str]


class Remark(NamedTuple):
    """One thing that feedback says on an answer: about what was `chosen`, or else about what would have been better.

    `says` is the key of a label, `values` fill that label in.
    """

    chosen: bool
    tone: Verdict | Literal["neutral"]
    text: str
    says: str | None = None
    feedback: str | None = None
    values: dict[str, str] = {}


class PublicStep(Model):
    """A step as a pupil's exercise may show it: an allowlist that tells nothing of the key."""

    kind: str
    situation: str | None
    prompt: str
    max: float
    next: str | None
    show: AnyShown | None = None

    def lines(self) -> list[Line]:
        """What can be chosen, for who reads without JavaScript."""
        return []

    def grid(self) -> Grid:
        """What can be ticked, for who answers on paper."""
        return Grid([], [])


class PublicPiece(Model):
    """What a graded exercise shows of a part, an item, a card or a bin."""

    id: str
    text: str


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
        """What can be chosen and says something, as reports count it; [] where a teacher reads the answer."""
        return []

    def ids(self) -> list[str]:
        """The ids that an answer is made of; a graded view shows opaque letters in their place."""
        return self.options()

    def shown(self, shuffled: list[str]) -> list[str]:
        """`ids` in the order to show; `shuffled` holds them in an order that tells nothing of the key."""
        return shuffled

    def gives_away(self, shown: list[str]) -> str | None:
        """Why showing `ids` in this order would give the answer away, and how to mend it."""
        return None

    def tappable(self) -> list[str]:
        """The parts that are tapped in the step's `show`; each stands in it once, its words in the step's `parts`."""
        return []

    def verdict_of(self, option: str) -> Verdict:
        """What choosing `option`, one of `options`, says."""
        raise KeyError(option)

    def chosen(self, answer: Answer) -> list[str]:
        """What `answer` (as `read` gave it) chose, by the names that `options` uses."""
        return list(answer) if isinstance(answer, list) else [answer]

    def ticked(self) -> set[tuple[str, int]]:
        """The boxes of `grid` that a teacher's key has ticked: (row by its own id, column from 0)."""
        return {(option, 0) for option in self.options() if self.verdict_of(option) == "good"}

    def likely(self, odds: Odds, chance: Random) -> Answer:
        """An invented answer; `odds` holds for each of `options` the natural logarithm of its odds."""
        raise TypeError(f"answers to a step of the kind {self.kind} can't be invented")

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

    def slips(self) -> Iterator[Mismatch]:
        """What is wrong in the structure itself: (path below the step, message)."""
        return iter(())

    @abstractmethod
    def remarks(self, words: StepWords, chosen: list[str]) -> list[Remark]:
        """What feedback says on an answer: on each of `chosen` (as `chosen` named it), then on what was better."""

    @abstractmethod
    def public(self, words: StepWords, ids: dict[str, str]) -> PublicStep:
        """The step without its key; `ids` is {opaque id: own id} in the order to show."""

    @abstractmethod
    def practice(self, words: StepWords, order: list[str], key: Key) -> PublicStep:
        """The step with its feedback; `order` holds its ids in the order to show."""

    def _shared(self, words: StepWords) -> dict:
        """The fields that every view has."""
        return {
            "kind": self.kind,
            "situation": words.situation,
            "prompt": words.prompt,
            "max": self.points,
            "next": self.next,
        }


def softly(odds: Odds, chance: Random) -> str:
    """One of the options of `odds`, the likelier the more often."""
    return chance.choices(list(odds), [exp(odd) for odd in odds.values()])[0]


def each_by_itself(step: Step, odds: Odds, chance: Random) -> list[str]:
    """Some of the options of `step`: each a question by itself, where who sees the good ones leaves the others."""
    good = [odd for option, odd in odds.items() if step.verdict_of(option) == "good"]
    insight = sum(good) / len(good)
    against = {option: 0 if step.verdict_of(option) == "good" else insight for option in odds}
    return [option for option, odd in odds.items() if chance.random() < 1 / (1 + exp(against[option] - odd))]
