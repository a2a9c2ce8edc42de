"""The figures with a row per pupil: where each stands in every skill, and whose work is not complete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from skill_grading.drawing.lettering import MUTED, SMALL, TEXT, WIDTH, text_width, wrap
from skill_grading.drawing.pen import Pen
from skill_grading.evidence.pupils import Standing
from skill_grading.measures.mastery import Mastery
from skill_grading.report.figure_parts import LIGHT, OUTCOME_FILL, lines, outcome_box, outcome_legend
from skill_grading.report.findings import ClassReport, PupilReport
from skill_grading.report.words import DISCUSS, SYMBOLS, ReportWords

ROW, SECOND_LINE = 0.25, 0.14
HEADER_LINE = 0.145
WIDEST_CELL = 1.3
WORK_SIGNS = {
    Standing.GRADED: "✓",
    Standing.NOT_GRADED: "…",
    Standing.ABSENT: "✕",
    Standing.MISSING: "–",
    Standing.ELSEWHEN: "»",
}
QUIET = {Standing.GRADED, Standing.ELSEWHEN}


def draw_matrix(pen: Pen, pupils: Sequence[PupilReport], report: ClassReport, words: ReportWords) -> float:
    """A row per pupil, a column per skill, in each cell the outcome as sign and shade, and where there is room the
    counts behind it.
    """
    skills = report.skills
    grid = _Grid(pen, [words.skill(each.skill) for each in skills])
    known = [mastery for pupil in pupils for mastery in pupil.mastery.values()]
    size = grid.size_of([_counted(each, words) for each in known])
    for pupil in pupils:
        status = [] if pupil.mastery else grid.wrapped(words.status(pupil, report.exercises))
        middle = grid.row(pupil.name, DISCUSS if pupil.discuss else "", len(status))
        for number, line in enumerate(status):
            height = middle + (number - (len(status) - 1) / 2) * SECOND_LINE
            pen.write(grid.left(0) + 0.08, height, line, italic=True, color=MUTED)
        if status:
            continue
        for column, summary in enumerate(skills):
            mastery = pupil.mastery.get(summary.skill)
            if mastery is None:
                pen.write(grid.middle(column), middle, "–", color=MUTED, ha="center")
                continue
            outcome = mastery.outcome
            outcome_box(pen, grid.left(column) + 0.02, middle - ROW / 2 + 0.02, grid.cell - 0.04, ROW - 0.04, outcome)
            told = _counted(mastery, words) if size else SYMBOLS[outcome]
            pen.write(grid.middle(column), middle, told, size or SMALL, color=OUTCOME_FILL[outcome][1], ha="center")
    notes = [f"{DISCUSS} {words('to_discuss')}"] * any(pupil.discuss for pupil in pupils)
    notes += [words("legend_counts")] if size else []
    return outcome_legend(pen, grid.bottom, words, " · ".join(notes))


def _counted(mastery: Mastery, words: ReportWords) -> str:
    return f"{SYMBOLS[mastery.outcome]} {words.counts(mastery.all)}"


def draw_work(pen: Pen, pupils: Sequence[PupilReport], report: ClassReport, words: ReportWords) -> float:
    """A row for each of `pupils`, a column per exercise, in each cell a sign for where the work stands."""
    grid = _Grid(pen, [words.exercise(each.name) for each in report.exercises])
    for pupil in pupils:
        middle = grid.row(pupil.name)
        for column, exercise in enumerate(report.exercises):
            standing = pupil.done[exercise.name].standing
            look = {"color": MUTED} if standing in QUIET else {"bold": True}
            pen.write(grid.middle(column), middle, WORK_SIGNS[standing], ha="center", **look)
    told = {pupil.done[each.name].standing for pupil in pupils for each in report.exercises}
    signs = " · ".join(f"{sign} {words(each.replace('-', '_'))}" for each, sign in WORK_SIGNS.items() if each in told)
    return lines(pen, grid.bottom + 0.08, signs, SMALL, MUTED)


class _Header(NamedTuple):
    """The lines of each column's name; `on_side` for names that read upwards."""

    names: list[list[str]]
    on_side: bool
    height: float


class _Grid:
    """Named columns, drawn at once, and rows that are added one by one."""

    def __init__(self, pen: Pen, columns: Sequence[str]) -> None:
        self._pen = pen
        self._names = 1.9 if pen.width >= WIDTH else 1.2
        self.cell = min(WIDEST_CELL, (pen.width - self._names) / max(1, len(columns)))
        header = _header(columns, self.cell - 0.03)
        self.bottom = header.height
        for column, names in enumerate(header.names):
            if header.on_side:
                pen.write(self.middle(column), header.height - 0.06, names[0], SMALL, bold=True, upright=True)
                continue
            for number, line in enumerate(reversed(names)):
                height = header.height - 0.12 - number * HEADER_LINE
                pen.write(self.middle(column), height, line, SMALL, ha="center", bold=True)

    def left(self, column: int) -> float:
        return self._names + column * self.cell

    def middle(self, column: int) -> float:
        return self.left(column) + self.cell / 2

    def size_of(self, texts: Sequence[str]) -> float:
        """The size at which every text fits in a cell; 0 where none is large enough to read."""
        room = self.cell - 0.06
        return next((size for size in (TEXT, SMALL) if all(text_width(text, size) <= room for text in texts)), 0)

    def wrapped(self, text: str) -> list[str]:
        """Lines of text in the place of all cells of a row."""
        return wrap(text, self._pen.width - self._names - 0.1, TEXT)

    def row(self, name: str, mark: str = "", least: int = 1) -> float:
        """Begin a row of `least` lines or more, with a name and a mark behind it; gives its middle."""
        room = self._names - 0.1
        told = _marked(name, mark, room) if mark else wrap(name, room, TEXT)
        top, high = self.bottom, ROW + SECOND_LINE * (max(least, len(told)) - 1)
        self.bottom += high
        self._pen.line([(0, self.bottom), (self._pen.width, self.bottom)], LIGHT, 0.6)
        for number, line in enumerate(told):
            self._pen.write(0, top + high / 2 + (number - (len(told) - 1) / 2) * SECOND_LINE, line)
        return top + high / 2


def _marked(name: str, mark: str, room: float) -> list[str]:
    """A name in lines, with a mark behind its last word; on a line of its own where that word leaves no room."""
    together = wrap(f"{name}\u00a0{mark}", room, TEXT)
    return together if together[-1].endswith(mark) else wrap(f"{name} {mark}", room, TEXT)


def _header(names: Sequence[str], room: float) -> _Header:
    """Names above columns: upright where every word fits, else on their side."""
    if all(text_width(word, SMALL, "bold") <= room for name in names for word in name.split()):
        told = [wrap(name, room, SMALL, "bold") for name in names]
        return _Header(told, False, max(map(len, told), default=1) * HEADER_LINE + 0.1)
    height = max(text_width(name, SMALL, "bold") for name in names) + 0.15
    return _Header([[name] for name in names], True, height)
