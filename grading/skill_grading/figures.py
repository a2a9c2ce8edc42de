"""The figures of the skill report, in one style: colour-blind safe, and clear in grey print.

Each figure is drawn on axes measured in inches, so that the same function serves a web page and a sheet of A4;
for each one there is also a function that says how high it will be.
"""

from collections.abc import Sequence
from math import copysign
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from skill_grading.class_report import ClassReport, PupilReport, SkillSummary
from skill_grading.drawing import HEADING, INK, MUTED, PAPER, SMALL, TEXT, WIDTH, shorten, text_width, wrap, write
from skill_grading.mastery import Mastery, Outcome
from skill_grading.pooled import Situation
from skill_grading.report_words import DISCUSS, SYMBOLS, ReportWords

# Dark blue, amber and pale grey keep apart in every kind of colour vision, and as three greys on paper.
DARK, MIDDLE, LIGHT, LINE = "#1d4e79", "#f2b661", "#e9edf1", "#8c959f"
OUTCOME_FILL = {Outcome.SHOWN: (DARK, PAPER), Outcome.TOO_LITTLE: (LIGHT, INK), Outcome.NOT_YET: (MIDDLE, INK)}
LEGEND = 0.34

# -- the class, skill by skill ---------------------------------------------------------------------------------

SKILL_ROW, SKILL_LINE = 0.66, 0.32


def skills_height(skills: Sequence[SkillSummary]) -> float:
    return sum(_skill_height(summary) for summary in skills) + LEGEND


def draw_skills(axes: Axes, skills: Sequence[SkillSummary], words: ReportWords) -> None:
    """A bar per skill: pupils by outcome, with the interval of the share shown below it.

    A skill that nobody met often enough to show gets one line, without a bar.
    """
    width = axes.get_xlim()[1]
    top = 0.0
    for summary in skills:
        told = words.shown_of(summary)
        if summary.interval:
            told += f" ({words.interval(summary.interval)})"
        name = shorten(words.skill(summary.skill), width - text_width(told, TEXT) - 0.2, HEADING, "bold")
        write(axes, 0, top + 0.16, name, size=HEADING, weight="bold")
        write(axes, width, top + 0.16, told, ha="right", color=INK if summary.per_pupil else MUTED)
        if summary.per_pupil:
            _skill_bar(axes, top + 0.29, width, summary)
        if summary.interval:
            low, high = (width * end for end in summary.interval)
            axes.plot([low, low, low, high, high, high], [top + y for y in WHISKER], color=INK, linewidth=1)
        top += _skill_height(summary)
    if any(summary.interval for summary in skills):
        write(axes, width, top + 0.14, words("interval_legend"), size=SMALL, color=MUTED, ha="right")
    if any(summary.per_pupil for summary in skills):
        _outcome_legend(axes, top + 0.14, words)


def _skill_height(summary: SkillSummary) -> float:
    return SKILL_ROW if summary.per_pupil else SKILL_LINE


WHISKER = (0.54, 0.60, 0.57, 0.57, 0.54, 0.60)


def _skill_bar(axes: Axes, top: float, width: float, summary: SkillSummary) -> None:
    left = 0.0
    for outcome in OUTCOME_FILL:
        count = summary.outcomes[outcome]
        if not count:
            continue
        share = width * count / summary.pupils
        _box(axes, left, top, share, 0.22, outcome)
        label = f"{SYMBOLS[outcome]} {count}"
        if share > text_width(label, TEXT):
            write(axes, left + share / 2, top + 0.11, label, color=OUTCOME_FILL[outcome][1], ha="center")
        left += share


# -- pupil by pupil --------------------------------------------------------------------------------------------

MATRIX_ROW = 0.25
HEADER_LINE = 0.145
NAME_WIDTH = 1.9
WIDEST_CELL = 1.3
SMALLEST = 6.4


def matrix_height(pupils: Sequence[PupilReport], skills: Sequence[SkillSummary], words: ReportWords) -> float:
    return _header(skills, words, WIDTH).height + len(pupils) * MATRIX_ROW + LEGEND


def draw_matrix(axes: Axes, pupils: Sequence[PupilReport], report: ClassReport, words: ReportWords) -> None:
    """A row per pupil, a column per skill, in each cell the outcome as sign and shade and the counts behind it."""
    width, skills = axes.get_xlim()[1], report.skills
    cell = _cell_width(skills, width)
    header = _header(skills, words, width)
    bottom = header.height
    for column, name in enumerate(header.names):
        middle = NAME_WIDTH + (column + 0.5) * cell
        style = {"weight": "bold", "ha": "center", "va": "bottom", "rotation": header.rotation, "linespacing": 1.15}
        write(axes, middle, bottom - 0.06, name, header.size, **style)
    for row, pupil in enumerate(pupils):
        top = bottom + row * MATRIX_ROW
        axes.plot([0, width], [top + MATRIX_ROW] * 2, color=LIGHT, linewidth=0.6, zorder=0)
        _pupil_name(axes, top + MATRIX_ROW / 2, pupil)
        if pupil.mastery:
            for column, summary in enumerate(skills):
                _matrix_cell(axes, NAME_WIDTH + column * cell, top, cell, pupil.mastery.get(summary.skill), words)
        else:
            write(
                axes,
                NAME_WIDTH + 0.08,
                top + MATRIX_ROW / 2,
                words.status(pupil, report.exercises),
                style="italic",
                color=MUTED,
            )
    legend = bottom + len(pupils) * MATRIX_ROW + 0.16
    signs = f"{DISCUSS} {words('to_discuss')}     {words('legend_counts')}"
    write(axes, width, legend, signs, size=SMALL, color=MUTED, ha="right")
    _outcome_legend(axes, legend, words)


def _pupil_name(axes: Axes, middle: float, pupil: PupilReport) -> None:
    mark = f" {DISCUSS}" if pupil.discuss else ""
    name = shorten(pupil.name, NAME_WIDTH - 0.1 - text_width(mark, TEXT), TEXT)
    write(axes, 0, middle, name + mark)


def _matrix_cell(
    axes: Axes, left: float, top: float, width: float, mastery: Mastery | None, words: ReportWords
) -> None:
    middle = left + width / 2, top + MATRIX_ROW / 2
    if mastery is None:
        write(axes, *middle, "–", color=MUTED, ha="center")
        return
    _box(axes, left + 0.02, top + 0.02, width - 0.04, MATRIX_ROW - 0.04, mastery.outcome)
    told = f"{SYMBOLS[mastery.outcome]} {words.counts(mastery.all)}"
    write(axes, *middle, told, color=OUTCOME_FILL[mastery.outcome][1], ha="center")


def _cell_width(skills: Sequence[SkillSummary], width: float) -> float:
    return min(WIDEST_CELL, (width - NAME_WIDTH) / max(1, len(skills)))


class _Header(NamedTuple):
    names: list[str]
    size: float
    rotation: int
    height: float


def _header(skills: Sequence[SkillSummary], words: ReportWords, width: float) -> _Header:
    """The names of the skills above their columns: upright where every word fits, else on their side."""
    cell = _cell_width(skills, width) - 0.03
    names = [words.skill(summary.skill) for summary in skills]
    for size in (SMALL, SMALLEST):
        if all(text_width(word, size, "bold") <= cell for name in names for word in name.split()):
            lines = [wrap(name, cell, size, "bold") for name in names]
            height = max(map(len, lines), default=1) * HEADER_LINE + 0.1
            return _Header(["\n".join(line) for line in lines], size, 0, height)
    height = max(text_width(name, SMALL, "bold") for name in names) + 0.15
    return _Header(names, SMALL, 90, height)


# -- situations ------------------------------------------------------------------------------------------------

SITUATION_ROW = 0.56
SITUATION_HEADER = 0.3
MOST_SITUATIONS = 8
"""How many situations a report shows; the table of decisions has them all."""


def situations_height(situations: Sequence[Situation]) -> float:
    return SITUATION_HEADER + len(situations) * SITUATION_ROW


def draw_situations(axes: Axes, situations: Sequence[Situation], words: ReportWords) -> None:
    """Two bars per situation from one middle line: harm to the left, too cautious to the right, in pupils."""
    width = axes.get_xlim()[1]
    middle = width / 2
    scale = (middle - 0.45) / max(max(situation.misses, situation.false_alarms) for situation in situations)
    write(axes, middle - 0.08, 0.14, f"◀ {words('misses')}", weight="bold", ha="right")
    write(axes, middle + 0.08, 0.14, f"{words('false_alarms')} ▶", weight="bold")
    for row, situation in enumerate(situations):
        top = SITUATION_HEADER + row * SITUATION_ROW
        title = shorten(words.place(situation), width * 0.45, TEXT, "bold")
        of = words("of", n=situation.reached)
        begin = text_width(title, TEXT, "bold") + 0.12
        prompt = shorten(words.prompt(situation), width - begin - text_width(of, SMALL) - 0.15, SMALL)
        write(axes, 0, top + 0.12, title, weight="bold")
        write(axes, begin, top + 0.12, prompt, size=SMALL, color=MUTED)
        write(axes, width, top + 0.12, of, size=SMALL, color=MUTED, ha="right")
        axes.plot([middle] * 2, [top + 0.22, top + 0.46], color=INK, linewidth=1)
        _situation_bar(axes, middle, top, -scale, situation.misses, DARK)
        _situation_bar(axes, middle, top, scale, situation.false_alarms, MIDDLE)


def _situation_bar(axes: Axes, middle: float, top: float, scale: float, count: int, fill: str) -> None:
    if count:
        end = middle + scale * count
        axes.add_patch(
            Rectangle((middle, top + 0.25), end - middle, 0.18, facecolor=fill, edgecolor=INK, linewidth=0.5)
        )
        write(axes, end + copysign(0.07, scale), top + 0.34, str(count), ha="left" if scale > 0 else "right")


# -- parts -----------------------------------------------------------------------------------------------------


def _box(axes: Axes, left: float, top: float, width: float, height: float, outcome: Outcome) -> None:
    edge, thick = (INK, 1.2) if outcome is Outcome.NOT_YET else (LINE, 0.5)
    fill = OUTCOME_FILL[outcome][0]
    axes.add_patch(Rectangle((left, top), width, height, facecolor=fill, edgecolor=edge, linewidth=thick))


def _outcome_legend(axes: Axes, middle: float, words: ReportWords) -> None:
    left = 0.0
    for outcome, (_, ink) in OUTCOME_FILL.items():
        _box(axes, left, middle - 0.08, 0.24, 0.16, outcome)
        write(axes, left + 0.12, middle, SYMBOLS[outcome], size=SMALL, color=ink, ha="center")
        write(axes, left + 0.31, middle, words.outcome(outcome), size=SMALL)
        left += 0.31 + text_width(words.outcome(outcome), SMALL) + 0.25
