"""What a report is made of, as data that a page and a sheet of A4 show each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skill_grading.drawing.lettering import WIDTH
from skill_grading.drawing.pen import Pen

Cell = str | Sequence[str]


def situation_key(scenario: str, step: str) -> str:
    """What a page calls a situation."""
    return f"{scenario}#{step}"


@dataclass(frozen=True)
class Picture:
    """A figure, and what it says for those who can't see it; `draw` gives how high it is, in inches."""

    draw: Callable[[Pen], float]
    alt: str

    def svg(self, width: float = WIDTH) -> bytes:
        """The figure `width` inches wide; what does not fit beside something else stands below it."""
        pen = Pen(width)
        return pen.svg(self.draw(pen))


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
