"""The figures of the skill report, in one style: colour-blind safe, and clear in grey print.

Each figure is drawn with a pen that measures in inches, so that the same function serves a web page and a sheet of A4;
for each one there is also a function that says how high it will be.
"""

from collections.abc import Sequence
from typing import NamedTuple

from skill_grading.class_evidence import Standing
from skill_grading.class_report import ClassReport, PupilReport, SkillSummary
from skill_grading.lettering import HEADING, INK, MUTED, PAPER, SMALL, TEXT, WIDTH, shorten, text_width, wrap
from skill_grading.mastery import Mastery, Outcome
from skill_grading.pen import Pen
from skill_grading.report_words import DISCUSS, SYMBOLS, ReportWords

# Dark blue, amber and pale grey keep apart in every kind of colour vision, and as three greys on paper.
DARK, MIDDLE, LIGHT, LINE = "#1d4e79", "#f2b661", "#e9edf1", "#8c959f"
OUTCOME_FILL = {Outcome.SHOWN: (DARK, PAPER), Outcome.TOO_LITTLE: (LIGHT, INK), Outcome.NOT_YET: (MIDDLE, INK)}
LEGEND = 0.34

# -- the class, skill by skill ---------------------------------------------------------------------------------

SKILL_ROW, SKILL_LINE = 0.66, 0.32


def skills_height(skills: Sequence[SkillSummary]) -> float:
    return sum(_skill_height(summary) for summary in skills) + LEGEND


def draw_skills(pen: Pen, skills: Sequence[SkillSummary], words: ReportWords) -> None:
    """A bar per skill: pupils by outcome, with the interval of the share shown below it.

    A skill that nobody met often enough to show gets one line, without a bar.
    """
    width = pen.width
    top = 0.0
    for summary in skills:
        told = words.shown_of(summary)
        if summary.interval:
            told += f" ({words.interval(summary.interval)})"
        name = shorten(words.skill(summary.skill), width - text_width(told, TEXT) - 0.2, HEADING, "bold")
        pen.write(0, top + 0.16, name, HEADING, bold=True)
        pen.write(width, top + 0.16, told, ha="right", color=INK if summary.per_pupil else MUTED)
        if summary.per_pupil:
            _skill_bar(pen, top + 0.29, width, summary, words)
        if summary.interval:
            low, high = (width * end for end in summary.interval)
            pen.line(list(zip([low, low, low, high, high, high], (top + y for y in WHISKER), strict=True)))
        top += _skill_height(summary)
    if any(summary.interval for summary in skills):
        pen.write(width, top + 0.14, words("interval_legend"), SMALL, color=MUTED, ha="right")
    if any(summary.per_pupil for summary in skills):
        outcome_legend(pen, top + 0.14, words)


def _skill_height(summary: SkillSummary) -> float:
    return SKILL_ROW if summary.per_pupil else SKILL_LINE


WHISKER = (0.54, 0.60, 0.57, 0.57, 0.54, 0.60)


def _skill_bar(pen: Pen, top: float, width: float, summary: SkillSummary, words: ReportWords) -> None:
    left = 0.0
    for outcome in OUTCOME_FILL:
        count = summary.outcomes[outcome]
        if not count:
            continue
        share = width * count / summary.pupils
        _box(pen, left, top, share, 0.22, outcome)
        label = f"{SYMBOLS[outcome]} {words.outcome_counts(summary)[outcome]}"
        if share > text_width(label, TEXT):
            pen.write(left + share / 2, top + 0.11, label, color=OUTCOME_FILL[outcome][1], ha="center")
        left += share


# -- pupil by pupil --------------------------------------------------------------------------------------------

MATRIX_ROW = 0.25
HEADER_LINE = 0.145
NAME_WIDTH = 1.9
WIDEST_CELL = 1.3
SMALLEST = 6.4
WORK_SIGNS = {
    Standing.GRADED: "✓",
    Standing.NOT_GRADED: "…",
    Standing.ABSENT: "✕",
    Standing.MISSING: "–",
    Standing.ELSEWHEN: "»",
}
QUIET = {Standing.MISSING, Standing.ELSEWHEN}


def matrix_height(pupils: Sequence[PupilReport], skills: Sequence[SkillSummary], words: ReportWords) -> float:
    header = _header([words.skill(each.skill) for each in skills], _cell_width(len(skills), WIDTH))
    return header.height + len(pupils) * MATRIX_ROW + LEGEND


def draw_matrix(pen: Pen, pupils: Sequence[PupilReport], report: ClassReport, words: ReportWords) -> None:
    """A row per pupil, a column per skill, in each cell the outcome as sign and shade and the counts behind it."""
    width, skills = pen.width, report.skills
    cell = _cell_width(len(skills), width)
    header = _header([words.skill(each.skill) for each in skills], cell)
    bottom = header.height
    _column_names(pen, header, cell)
    for row, pupil in enumerate(pupils):
        top = bottom + row * MATRIX_ROW
        pen.line([(0, top + MATRIX_ROW), (width, top + MATRIX_ROW)], LIGHT, 0.6)
        _pupil_name(pen, top + MATRIX_ROW / 2, pupil)
        if pupil.mastery:
            for column, summary in enumerate(skills):
                _matrix_cell(pen, NAME_WIDTH + column * cell, top, cell, pupil.mastery.get(summary.skill), words)
        else:
            status = words.status(pupil, report.exercises)
            pen.write(NAME_WIDTH + 0.08, top + MATRIX_ROW / 2, status, italic=True, color=MUTED)
    legend = bottom + len(pupils) * MATRIX_ROW + 0.16
    signs = f"{DISCUSS} {words('to_discuss')} · {words('legend_counts')}"
    pen.write(width, legend, signs, SMALL, color=MUTED, ha="right")
    outcome_legend(pen, legend, words)


def _pupil_name(pen: Pen, middle: float, pupil: PupilReport) -> None:
    mark = f" {DISCUSS}" if pupil.discuss else ""
    name = shorten(pupil.name, NAME_WIDTH - 0.1 - text_width(mark, TEXT), TEXT)
    pen.write(0, middle, name + mark)


def _matrix_cell(pen: Pen, left: float, top: float, width: float, mastery: Mastery | None, words: ReportWords) -> None:
    middle = left + width / 2, top + MATRIX_ROW / 2
    if mastery is None:
        pen.write(*middle, "–", color=MUTED, ha="center")
        return
    _box(pen, left + 0.02, top + 0.02, width - 0.04, MATRIX_ROW - 0.04, mastery.outcome)
    told = f"{SYMBOLS[mastery.outcome]} {words.counts(mastery.all)}"
    size = next((size for size in (TEXT, SMALL) if text_width(told, size) < width - 0.06), SMALLEST)
    pen.write(*middle, told, size, color=OUTCOME_FILL[mastery.outcome][1], ha="center")


def work_height(report: ClassReport, words: ReportWords) -> float:
    names = [words.exercise(each.name) for each in report.exercises]
    header = _header(names, _cell_width(len(names), WIDTH))
    return header.height + len(report.pupils) * MATRIX_ROW + LEGEND


def draw_work(pen: Pen, report: ClassReport, words: ReportWords) -> None:
    """A row per pupil, a column per exercise, in each cell a sign for where the work stands."""
    cell = _cell_width(len(report.exercises), pen.width)
    header = _header([words.exercise(each.name) for each in report.exercises], cell)
    _column_names(pen, header, cell)
    for row, pupil in enumerate(report.pupils):
        top = header.height + row * MATRIX_ROW
        pen.line([(0, top + MATRIX_ROW), (pen.width, top + MATRIX_ROW)], LIGHT, 0.6)
        pen.write(0, top + MATRIX_ROW / 2, shorten(pupil.name, NAME_WIDTH - 0.1, TEXT))
        for column, exercise in enumerate(report.exercises):
            standing = pupil.done[exercise.name].standing
            middle = NAME_WIDTH + (column + 0.5) * cell, top + MATRIX_ROW / 2
            pen.write(*middle, WORK_SIGNS[standing], ha="center", color=MUTED if standing in QUIET else INK)
    legend = header.height + len(report.pupils) * MATRIX_ROW + 0.16
    told = {pupil.done[each.name].standing for pupil in report.pupils for each in report.exercises}
    signs = " · ".join(f"{sign} {words(each.replace('-', '_'))}" for each, sign in WORK_SIGNS.items() if each in told)
    pen.write(0, legend, signs, SMALL, color=MUTED)


def _cell_width(columns: int, width: float) -> float:
    return min(WIDEST_CELL, (width - NAME_WIDTH) / max(1, columns))


class _Header(NamedTuple):
    """The lines of each column's name; `on_side` for names that read upwards."""

    names: list[list[str]]
    size: float
    on_side: bool
    height: float


def _header(names: Sequence[str], cell: float) -> _Header:
    """Names above columns `cell` wide: upright where every word fits, else on their side."""
    cell -= 0.03
    for size in (SMALL, SMALLEST):
        if all(text_width(word, size, "bold") <= cell for name in names for word in name.split()):
            lines = [wrap(name, cell, size, "bold") for name in names]
            return _Header(lines, size, False, max(map(len, lines), default=1) * HEADER_LINE + 0.1)
    height = max(text_width(name, SMALL, "bold") for name in names) + 0.15
    return _Header([[name] for name in names], SMALL, True, height)


def _column_names(pen: Pen, header: _Header, cell: float) -> None:
    for column, lines in enumerate(header.names):
        middle = NAME_WIDTH + (column + 0.5) * cell
        if header.on_side:
            pen.write(middle, header.height - 0.06, lines[0], header.size, bold=True, upright=True)
            continue
        for number, line in enumerate(reversed(lines)):
            pen.write(middle, header.height - 0.12 - number * HEADER_LINE, line, header.size, ha="center", bold=True)


# -- parts -----------------------------------------------------------------------------------------------------


def _box(pen: Pen, left: float, top: float, width: float, height: float, outcome: Outcome) -> None:
    edge, thick = (INK, 1.2) if outcome is Outcome.NOT_YET else (LINE, 0.5)
    fill = OUTCOME_FILL[outcome][0]
    pen.box(left, top, width, height, fill, edge, thick)


def outcome_legend(pen: Pen, middle: float, words: ReportWords) -> None:
    left = 0.0
    for outcome, (_, ink) in OUTCOME_FILL.items():
        _box(pen, left, middle - 0.08, 0.24, 0.16, outcome)
        pen.write(left + 0.12, middle, SYMBOLS[outcome], SMALL, color=ink, ha="center")
        pen.write(left + 0.31, middle, words.outcome(outcome), SMALL)
        left += 0.31 + text_width(words.outcome(outcome), SMALL) + 0.25
