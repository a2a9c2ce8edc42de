"""Code cards to print, cut and hand out: A4, ten to a page, every class on pages of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import segno
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath

from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from skill_grading.data import DataFolder
from skill_grading.pupils.roster import Pupil, Roster

# Millimetres on A4; every printer keeps clear of this margin.
PAGE = (210, 297)
MARGIN = (7, 8.5)
COLUMNS, ROWS = 2, 5
WIDTH, HEIGHT = (PAGE[0] - 2 * MARGIN[0]) / COLUMNS, (PAGE[1] - 2 * MARGIN[1]) / ROWS
PADDING = 6
QR_SIZE = 22
POINT = 25.4 / 72

SANS, MONO = "DejaVu Sans", "DejaVu Sans Mono"


@dataclass(frozen=True)
class Card:
    """What stands on one card."""

    name: str
    class_name: str
    code: str


def write_cards(data: DataFolder, school: School, codes: Mapping[str, str], address: str, language: str) -> Path:
    """Write the cards of ``codes`` (by pupil id, as made just now) into the data folder; gives the PDF's path.

    ``address`` is where pupils find the course; '' leaves a line to write it on. Raises KeyError for a pupil who
    is not in the class list.
    """
    pupils = Roster.load(data.roster).by_id
    cards = make_cards([pupils[pupil_id] for pupil_id in codes], codes)
    path = data.cards / f"codes-{datetime.now():%Y%m%dT%H%M%S}.pdf"
    write_atomically(path, draw_cards(cards, school, address, language))
    return path


def make_cards(pupils: Iterable[Pupil], codes: Mapping[str, str]) -> list[Card]:
    """The cards in the order of the class list: by class, last name, first name."""
    ordered = sorted(pupils, key=lambda pupil: (pupil.class_name, pupil.last_name.casefold(), pupil.first_name))
    shown = [f"{pupil.class_name}/{pupil.first_name.casefold()}" for pupil in ordered]
    return [
        Card(
            pupil.first_name if shown.count(key) == 1 else f"{pupil.first_name} {pupil.last_name}",
            pupil.class_name,
            codes[pupil.pupil_id],
        )
        for pupil, key in zip(ordered, shown, strict=True)
    ]


def draw_cards(cards: Iterable[Card], school: School, address: str, language: str) -> bytes:
    """The cards as a PDF, in the words of ``language``."""
    words = load_labels("skill_grading", language)
    made = io.BytesIO()
    title = f"{words['cards_title']} · {school.name}"
    with rc_context({"pdf.fonttype": 42}), PdfPages(made, metadata={"Title": title}) as pages:
        for page in _pages(cards):
            pages.savefig(draw_page(page, school, address, words))
    return made.getvalue()


def draw_page(cards: list[Card], school: School, address: str, words: Mapping[str, str]) -> Figure:
    """One A4 page with at most ten cards."""
    figure = Figure(figsize=(PAGE[0] / 25.4, PAGE[1] / 25.4))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, PAGE[0]), ylim=(PAGE[1], 0))
    axes.axis("off")
    _draw_cut_lines(axes, len(cards), school.colours.light.line)
    for number, card in enumerate(cards):
        left = MARGIN[0] + number % COLUMNS * WIDTH
        top = MARGIN[1] + number // COLUMNS * HEIGHT
        _Drawing(axes, left, top, school).draw(card, address, words)
    return figure


def _pages(cards: Iterable[Card]) -> Iterator[list[Card]]:
    for _, of_class in groupby(cards, key=lambda card: card.class_name):
        waiting = list(of_class)
        for start in range(0, len(waiting), COLUMNS * ROWS):
            yield waiting[start : start + COLUMNS * ROWS]


def _draw_cut_lines(axes: Axes, count: int, colour: str) -> None:
    rows = -(-count // COLUMNS)
    bottom = MARGIN[1] + rows * HEIGHT
    style = {"color": colour, "linewidth": 0.6, "linestyle": (0, (4, 4))}
    for column in range(COLUMNS + 1):
        x = MARGIN[0] + column * WIDTH
        axes.plot([x, x], [MARGIN[1], bottom], **style)
    for row in range(rows + 1):
        y = MARGIN[1] + row * HEIGHT
        axes.plot([MARGIN[0], PAGE[0] - MARGIN[0]], [y, y], **style)


class _Drawing:
    """Draws one card; places are millimetres from its upper left corner."""

    def __init__(self, axes: Axes, left: float, top: float, school: School) -> None:
        self._axes = axes
        self._left = left
        self._top = top
        self._school = school
        self._colours = school.colours.light

    def draw(self, card: Card, address: str, words: Mapping[str, str]) -> None:
        inner = WIDTH - 2 * PADDING
        beside_qr = inner - QR_SIZE - 4
        muted = self._colours.muted
        where = f"{words['cards_class'].format(class_name=card.class_name)}  ·  {self._school.settings.short_name}"
        self._text(PADDING, 10.5, where, 8.5, muted, width=beside_qr)
        self._text(PADDING, 20, card.name, 21, self._colours.accent, bold=True, width=beside_qr)
        self._text(PADDING, 28.1, words["cards_code"], 8.5, muted)
        self._box(PADDING, 30.5, inner, 11)
        self._text(WIDTH / 2, 38.85, card.code, 22, self._colours.ink, bold=True, font=MONO, align="center")
        if address:
            self._text(PADDING, 47, words["cards_go"].format(address=address), 9.5, self._colours.ink, True, inner)
            self._qr(WIDTH - PADDING - QR_SIZE, 4, address)
        else:
            self._text(PADDING, 47, words["cards_write"], 9.5, self._colours.ink, bold=True)
            start = PADDING + 9.5 * _width(words["cards_write"], SANS, True) + 2
            self._line(start, WIDTH - PADDING, 47.5)
        self._text(PADDING, 51.8, f"{words['cards_secret']} {words['cards_lost']}", 7.5, muted, width=inner)

    def _text(
        self, x: float, y: float, text: str, size: float, colour: str, bold: bool = False,
        width: float | None = None, font: str = SANS, align: str = "left",
    ) -> None:  # fmt: skip
        if width is not None:
            size = min(size, width / _width(text, font, bold))
        self._axes.text(
            self._left + x, self._top + y, text, fontproperties=_font(font, bold), size=size, color=colour, ha=align,
            va="baseline", parse_math=False,
        )  # fmt: skip

    def _box(self, x: float, y: float, width: float, height: float) -> None:
        corner = (self._left + x + 1.5, self._top + y + 1.5)
        self._axes.add_artist(
            FancyBboxPatch(
                corner,
                width - 3,
                height - 3,
                boxstyle="round,pad=1.5,rounding_size=1.5",
                facecolor=self._colours.panel,
                edgecolor=self._colours.line,
                linewidth=0.7,
            )  # fmt: skip
        )

    def _line(self, start: float, end: float, y: float) -> None:
        self._axes.plot(
            [self._left + start, self._left + end], [self._top + y] * 2, color=self._colours.muted, linewidth=0.7
        )

    def _qr(self, x: float, y: float, address: str) -> None:
        rows = list(segno.make(address, error="m").matrix_iter(border=0))
        size = QR_SIZE / len(rows)
        corners = [
            (self._left + x + column * size, self._top + y + row * size)
            for row, modules in enumerate(rows)
            for column, dark in enumerate(modules)
            if dark
        ]
        # One outline for all modules, slightly larger than theirs, so that no viewer shows seams between them.
        side = size * 1.02
        points = [
            point
            for left, top in corners
            for point in ((left, top), (left + side, top), (left + side, top + side), (left, top + side), (left, top))
        ]
        steps = [Outline.MOVETO, *[Outline.LINETO] * 3, Outline.CLOSEPOLY] * len(corners)
        self._axes.add_artist(PathPatch(Outline(points, steps), facecolor="black", edgecolor="none"))


def _font(family: str, bold: bool) -> FontProperties:
    return FontProperties(family=family, weight="bold" if bold else "normal")


@lru_cache(maxsize=512)
def _width(text: str, family: str, bold: bool) -> float:
    """How wide ``text`` is, in millimetres, at one point."""
    outline = TextPath((0, 0), text.replace("$", "S"), size=100, prop=_font(family, bold))
    return float(np.ptp(outline.vertices[:, 0])) * POINT / 100
