"""The figures of the skill report, drawn in one style: colour-blind safe, and clear in grey print.

A figure is drawn on axes measured in inches, so that the same function serves a web page and a sheet of A4.
Each one is a pair: how high it will be, and drawing it from the top of the given axes.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from skill_grading.class_report import PupilReport, Situation, SkillSummary
from skill_grading.mastery import Mastery, Outcome
from skill_grading.report_words import SYMBOLS, ReportWords

STYLE = {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "skill-report", "pdf.fonttype": 42}
WIDTH = 7.1
INK, MUTED, LINE, PAPER = "#1f2328", "#57606a", "#8c959f", "#ffffff"
DARK, MIDDLE, LIGHT = "#1d4e79", "#f2b661", "#e9edf1"
"""Dark blue, amber and pale grey keep apart in every kind of colour vision, and as three greys on paper."""

OUTCOME_FILL = {
    Outcome.SHOWN: (DARK, PAPER),
    Outcome.TOO_LITTLE: (LIGHT, INK),
    Outcome.NOT_YET: (MIDDLE, INK),
}
TEXT, SMALL = 8.5, 7.5
LEGEND = 0.34


def sheet(width: float, height: float) -> Figure:
    """An empty white figure, in inches."""
    return Figure(figsize=(width, height), facecolor=PAPER)


def region(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes over part of a figure: inches from its top left corner, y growing downwards."""
    whole_width, whole_height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / whole_width, 1 - (top + height) / whole_height, width / whole_width, height / whole_height)
    )
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return axes


def svg(height: float, draw, *arguments: object) -> bytes:
    """A figure of its own as SVG: `draw(axes, *arguments)` on `height` inches."""
    with rc_context(STYLE):
        figure = sheet(WIDTH, height)
        draw(region(figure, 0, 0, WIDTH, height), *arguments)
        file = BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text will be, in inches."""
    if not text.strip():
        return len(text) * size * 0.32 / 72
    return TextPath((0, 0), text, size=size, prop=FontProperties(weight=weight), usetex=False).get_extents().x1 / 72


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """`text` on one line of `width` inches, cut with an ellipsis where it must."""
    text = " ".join(text.split())
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """`text` in lines of at most `width` inches; a longer word gets a line of its own, cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shorten(word, width, size, weight))
    return lines


# -- the class, skill by skill ---------------------------------------------------------------------------------

SKILL_ROW = 0.66


def skills_height(skills: Sequence[SkillSummary]) -> float:
    return len(skills) * SKILL_ROW + LEGEND


def draw_skills(axes: Axes, skills: Sequence[SkillSummary], words: ReportWords) -> None:
    """A bar per skill: pupils by outcome, with the interval of the share shown below it."""
    width = axes.get_xlim()[1]
    for row, summary in enumerate(skills):
        top = row * SKILL_ROW
        told = words.shown_of(summary)
        room = width - text_width(told, TEXT) - 0.2
        axes.text(0, top + 0.16, shorten(words.skill(summary.skill), room, 9.5, "bold"), size=9.5, weight="bold",
                  color=INK, va="center")  # fmt: skip
        axes.text(width, top + 0.16, told, size=TEXT, color=INK, ha="right", va="center")
        left = 0.0
        for outcome in (Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET):
            count = summary.outcomes[outcome]
            share = width * count / summary.pupils
            if count:
                _box(axes, left, top + 0.29, share, 0.22, outcome)
                label = f"{SYMBOLS[outcome]} {count}"
                if share > text_width(label, TEXT):
                    axes.text(left + share / 2, top + 0.4, label, size=TEXT, color=OUTCOME_FILL[outcome][1],
                              ha="center", va="center")  # fmt: skip
            left += share
        if summary.interval:
            low, high = (width * end for end in summary.interval)
            axes.plot([low, low, low, high, high, high],
                      [top + y for y in (0.54, 0.6, 0.57, 0.57, 0.54, 0.6)], color=INK, linewidth=1)  # fmt: skip
    _outcome_legend(axes, len(skills) * SKILL_ROW + 0.14, words)


# -- pupil by pupil ----------------------------------------------------------------------------------------------

MATRIX_ROW = 0.25
HEADER_LINE = 0.145
NAME_WIDTH = 2.0


def matrix_height(pupils: Sequence[PupilReport], skills: Sequence[SkillSummary], words: ReportWords) -> float:
    return _header_height(skills, words, WIDTH) + len(pupils) * MATRIX_ROW + LEGEND


def draw_matrix(
    axes: Axes, pupils: Sequence[PupilReport], skills: Sequence[SkillSummary], words: ReportWords
) -> None:
    """A row per pupil, a column per skill, in each cell the outcome as sign and shade and the counts behind it."""
    width = axes.get_xlim()[1]
    cell = _cell_width(skills, width)
    bottom = _header_height(skills, words, width)
    for column, summary in enumerate(skills):
        lines = wrap(words.skill(summary.skill), cell - 0.06, SMALL, "bold")
        axes.text(NAME_WIDTH + (column + 0.5) * cell, bottom - 0.06, "\n".join(lines), size=SMALL, weight="bold",
                  color=INK, ha="center", va="bottom", linespacing=1.15)  # fmt: skip
    for row, pupil in enumerate(pupils):
        top = bottom + row * MATRIX_ROW
        middle = top + MATRIX_ROW / 2
        mark = f"  ⚑ {words('to_discuss')}" if pupil.discuss else ""
        name = shorten(pupil.name, NAME_WIDTH - 0.1 - text_width(mark, SMALL), TEXT)
        axes.text(0, middle, name, size=TEXT, color=INK, va="center")
        axes.text(text_width(name, TEXT), middle, mark, size=SMALL, color=INK, va="center")
        if not pupil.mastery:
            axes.text(NAME_WIDTH + 0.08, middle, words.status(pupil), size=TEXT, style="italic", color=MUTED,
                      va="center")  # fmt: skip
        else:
            for column, summary in enumerate(skills):
                _matrix_cell(axes, NAME_WIDTH + column * cell, top, cell, pupil.mastery.get(summary.skill), words)
        axes.plot([0, width], [top + MATRIX_ROW] * 2, color=LIGHT, linewidth=0.6, zorder=0)
    legend = bottom + len(pupils) * MATRIX_ROW + 0.16
    axes.text(width, legend, words("legend_counts"), size=SMALL, color=MUTED, ha="right", va="center")
    _outcome_legend(axes, legend, words)


def _matrix_cell(axes: Axes, left: float, top: float, width: float, mastery: Mastery | None, words: ReportWords) -> None:
    middle = left + width / 2, top + MATRIX_ROW / 2
    if mastery is None:
        axes.text(*middle, "–", size=TEXT, color=MUTED, ha="center", va="center")
        return
    _box(axes, left + 0.02, top + 0.02, width - 0.04, MATRIX_ROW - 0.04, mastery.outcome)
    axes.text(*middle, f"{SYMBOLS[mastery.outcome]} {words.counts(mastery.all)}", size=TEXT,
              color=OUTCOME_FILL[mastery.outcome][1], ha="center", va="center")  # fmt: skip


def _cell_width(skills: Sequence[SkillSummary], width: float) -> float:
    return min(1.3, (width - NAME_WIDTH) / max(1, len(skills)))


def _header_height(skills: Sequence[SkillSummary], words: ReportWords, width: float) -> float:
    cell = _cell_width(skills, width) - 0.06
    lines = (len(wrap(words.skill(summary.skill), cell, SMALL, "bold")) for summary in skills)
    return max(lines, default=1) * HEADER_LINE + 0.1


# -- situations ----------------------------------------------------------------------------------------------------

SITUATION_ROW = 0.56
SITUATION_HEADER = 0.3


def situations_height(situations: Sequence[Situation]) -> float:
    return SITUATION_HEADER + len(situations) * SITUATION_ROW


def draw_situations(axes: Axes, situations: Sequence[Situation], words: ReportWords) -> None:
    """Two bars per situation from one middle line: harm to the left, too cautious to the right, in pupils."""
    width = axes.get_xlim()[1]
    middle = width / 2
    most = max(max(s.misses, s.false_alarms) for s in situations)
    scale = (middle - 0.45) / most
    axes.text(middle - 0.08, 0.14, f"◀ {words('misses')}", size=TEXT, weight="bold", color=INK, ha="right", va="center")
    axes.text(middle + 0.08, 0.14, f"{words('false_alarms')} ▶", size=TEXT, weight="bold", color=INK, va="center")
    for row, situation in enumerate(situations):
        top = SITUATION_HEADER + row * SITUATION_ROW
        title = shorten(words.title(situation.scenario), width * 0.45, TEXT, "bold")
        axes.text(0, top + 0.12, title, size=TEXT, weight="bold", color=INK, va="center")
        begin = text_width(title, TEXT, "bold") + 0.12
        of = words("of", n=situation.reached)
        room = width - begin - text_width(of, SMALL) - 0.15
        axes.text(begin, top + 0.12, shorten(words.prompt(situation), room, SMALL), size=SMALL, color=MUTED, va="center")
        axes.text(width, top + 0.12, of, size=SMALL, color=MUTED, ha="right", va="center")
        _situation_bar(axes, middle, top, -scale, situation.misses, DARK)
        _situation_bar(axes, middle, top, scale, situation.false_alarms, MIDDLE)
    axes.plot([middle] * 2, [SITUATION_HEADER - 0.06, situations_height(situations)], color=LINE, linewidth=0.8)


def _situation_bar(axes: Axes, middle: float, top: float, scale: float, count: int, fill: str) -> None:
    if not count:
        return
    axes.add_patch(Rectangle((middle, top + 0.25), scale * count, 0.18, facecolor=fill, edgecolor=INK, linewidth=0.5))
    axes.text(middle + scale * count + (0.07 if scale > 0 else -0.07), top + 0.34, str(count), size=TEXT, color=INK,
              ha="left" if scale > 0 else "right", va="center")  # fmt: skip


# -- parts -----------------------------------------------------------------------------------------------------------


def _box(axes: Axes, left: float, top: float, width: float, height: float, outcome: Outcome) -> None:
    thick = 1.2 if outcome is Outcome.NOT_YET else 0.4
    axes.add_patch(
        Rectangle((left, top), width, height, facecolor=OUTCOME_FILL[outcome][0], edgecolor=INK, linewidth=thick)
    )


def _outcome_legend(axes: Axes, middle: float, words: ReportWords) -> None:
    left = 0.0
    for outcome in (Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET):
        _box(axes, left, middle - 0.08, 0.24, 0.16, outcome)
        axes.text(left + 0.12, middle, SYMBOLS[outcome], size=SMALL, color=OUTCOME_FILL[outcome][1], ha="center",
                  va="center")  # fmt: skip
        axes.text(left + 0.31, middle, words.outcome(outcome), size=SMALL, color=INK, va="center")
        left += 0.31 + text_width(words.outcome(outcome), SMALL) + 0.25
