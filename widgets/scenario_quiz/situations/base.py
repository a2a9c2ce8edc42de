"""The contract of a situation: it names what it shows by id, and fills that in from one language's words."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from scenario_quiz.base import Model, Slug

ME = "me"
TextId = Slug
PersonId = Slug


class Passage(Model):
    """A text as a pupil reads it; `part` is the id to answer with where it can be tapped."""

    text: str
    part: str | None = None


class Spot(Model):
    """A place in a drawing that can be tapped; its box is in percent of the drawing's width and height."""

    part: str
    name: str
    x: float
    y: float
    width: float
    height: float


class ShownPicture(Model):
    """A drawing as SVG text, shown as an image; `width` and `height` give its shape."""

    svg: str
    alt: str
    width: int
    height: int
    spots: list[Spot]


class Line(Model):
    """What somebody says; `by` is None for the pupil."""

    by: str | None
    text: Passage


class Picture(Model):
    """A drawing, what it shows in words, and {hotspot: part of the mark step} where it can be tapped."""

    drawing: Slug
    alt: TextId
    parts: dict[Slug, Slug] = {}


class Words(Protocol):
    """Where a situation's words come from."""

    def passage(self, text: TextId) -> Passage: ...

    def person(self, person: PersonId) -> str | None:
        """The person's name; None for the pupil."""

    def picture(self, picture: Picture) -> ShownPicture: ...


class Shown(Model):
    """A situation as a view carries it: words filled in, no author's ids."""

    kind: str


class Show(Model):
    """A situation as scenario.yml declares it."""

    kind: str

    @abstractmethod
    def fill(self, words: Words) -> Shown:
        """The situation in the language of `words`; asks it for every text, person and picture, once."""


class Said(Model):
    """A comment or a message."""

    by: PersonId
    text: TextId

    def fill(self, words: Words) -> Line:
        return Line(by=words.person(self.by), text=words.passage(self.text))
