"""Figures as lists of shapes, in inches from the top left, that become SVG with text as text.

matplotlib, which only measures the text here, would take a hundred times as long, and a school has many classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple

from skill_grading.drawing.lettering import INK, MARGIN, PAPER, TEXT, WIDTH, letters, text_width

# Verdana has the widths of the font that text is measured with; on a phone there is something narrower.
FONTS = "'DejaVu Sans', Verdana, sans-serif"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
MIDDLE_OF_LINE = 0.36  # from the baseline up to the middle of a line of text, in its size


class Text(NamedTuple):
    """A line of text with its middle at height `y`; `upright` text reads from bottom to top and begins at (x, y)."""

    x: float
    y: float
    text: str
    size: float
    color: str
    ha: str
    bold: bool
    italic: bool
    upright: bool

    def svg(self) -> str:
        x, y, half = 72 * self.x, 72 * self.y, MIDDLE_OF_LINE * self.size
        look = f'font-size="{self.size:g}" fill="{self.color}"'
        look += ' font-weight="bold"' * self.bold + ' font-style="italic"' * self.italic
        if self.upright:
            place = f'transform="translate({x + half:.1f} {y:.1f}) rotate(-90)"'
        else:
            place = f'x="{x:.1f}" y="{y + half:.1f}" text-anchor="{ANCHORS[self.ha]}"'
        return f"<text {place} {look}>{escape(self.text, quote=False)}</text>"


class Line(NamedTuple):
    """A line through points, `width` in points; `ends` may be "round"."""

    points: Sequence[tuple[float, float]]
    color: str
    width: float
    ends: str

    def svg(self) -> str:
        points = " ".join(f"{72 * x:.1f},{72 * y:.1f}" for x, y in self.points)
        look = f'stroke="{self.color}" stroke-width="{self.width:g}" stroke-linecap="{self.ends}"'
        return f'<polyline points="{points}" fill="none" {look}/>'


class Box(NamedTuple):
    """A rectangle, `thick` points round its edge."""

    left: float
    top: float
    width: float
    height: float
    fill: str
    edge: str
    thick: float

    def svg(self) -> str:
        place = f'x="{72 * self.left:.1f}" y="{72 * self.top:.1f}" width="{72 * self.width:.1f}"'
        look = f'fill="{self.fill}" stroke="{self.edge}" stroke-width="{self.thick:g}"'
        return f'<rect {place} height="{72 * self.height:.1f}" {look}/>'


class Dot(NamedTuple):
    """A round mark of `size` points across."""

    x: float
    y: float
    size: float
    fill: str
    edge: str

    def svg(self) -> str:
        place = f'cx="{72 * self.x:.1f}" cy="{72 * self.y:.1f}" r="{self.size / 2:g}"'
        return f'<circle {place} fill="{self.fill}" stroke="{self.edge}" stroke-width="1.6"/>'


class Band(NamedTuple):
    """A strip over the whole width of a figure that is all about one thing, called `key`.

    Its edges in inches, as all that is drawn, or as shares of the figure's height.
    """

    key: str
    top: float
    bottom: float


@dataclass
class Pen:
    """What draws: each call adds a shape on top of the others. `width` is that of the figure.

    `bands` are seen by nobody: they tell a page what was clicked.
    """

    width: float = WIDTH
    shapes: list[Text | Line | Box | Dot] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)

    def write(
        self, x: float, y: float, text: str, size: float = TEXT, color: str = INK, ha: str = "left",
        bold: bool = False, italic: bool = False, upright: bool = False,
    ) -> None:  # fmt: skip
        known = letters()
        if upright or known.issuperset(text) or known.isdisjoint(text):
            self.shapes.append(Text(x, y, text, size, color, ha, bold, italic, upright))
            return
        # Typst would set all of it in the font of the one letter that ours lacks.
        weight = "bold" if bold else "normal"
        x -= {"left": 0, "center": 0.5, "right": 1}[ha] * text_width(text, size, weight)
        for _, characters in groupby(text, known.__contains__):
            run = "".join(characters)
            self.shapes.append(Text(x, y, run, size, color, "left", bold, italic, upright))
            x += text_width(run, size, weight)

    def line(
        self, points: Sequence[tuple[float, float]], color: str = INK, width: float = 1, ends: str = "butt"
    ) -> None:
        self.shapes.append(Line(points, color, width, ends))

    def box(
        self, left: float, top: float, width: float, height: float, fill: str, edge: str = INK, thick: float = 0.5
    ) -> None:
        if width < 0:
            left, width = left + width, -width
        self.shapes.append(Box(left, top, width, height, fill, edge, thick))

    def dot(self, x: float, y: float, size: float, fill: str, edge: str) -> None:
        self.shapes.append(Dot(x, y, size, fill, edge))

    def band(self, key: str, top: float, bottom: float) -> None:
        self.bands.append(Band(key, top, bottom))

    def shares(self, height: float) -> list[Band]:
        """The bands as shares of how high the file is."""
        whole = height + 2 * MARGIN
        return [Band(key, (MARGIN + top) / whole, (MARGIN + bottom) / whole) for key, top, bottom in self.bands]

    def svg(self, height: float) -> bytes:
        """The figure as a file of its own, white below."""
        width, height = 72 * (self.width + 2 * MARGIN), 72 * (height + 2 * MARGIN)
        shapes = "".join(shape.svg() for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}pt" height="{height:.0f}pt" '
            f'viewBox="0 0 {width:.1f} {height:.1f}" font-family="{FONTS}">'
            f'<rect width="100%" height="100%" fill="{PAPER}"/>'
            f'<g transform="translate({72 * MARGIN:g} {72 * MARGIN:g})">{shapes}</g></svg>'
        ).encode()
