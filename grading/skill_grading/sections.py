"""What a report is made of, as data that a page and a sheet of A4 show each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skill_grading.pen import Pen

Cell = str | Sequence[str]


@dataclass(frozen=True)
class Picture:
    """A figure of `height` inches, and what it says for those who can't see it."""

    height: float
    draw: Callable[[Pen], None]
    alt: str

    def pen(self) -> Pen:
        pen = Pen()
        self.draw(pen)
        return pen


@dataclass(frozen=True)
class Table:
    """Rows whose first cell names them; a cell that is a list is set one below the other.

    `folded` tables are opened by the reader of a page. `widths` are the shares of the columns on paper, where only the
    first `printed` rows stand.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()
    printed: int = 0
    folded: bool = True


@dataclass(frozen=True)
class Section:
    """A part of a report: a heading, sentences, a remark in small print, and whatever shows it."""

    id: str
    title: str
    sentences: Sequence[str] = ()
    why: str = ""
    pictures: Sequence[Picture] = ()
    items: Sequence[str] = ()
    table: Table | None = None
