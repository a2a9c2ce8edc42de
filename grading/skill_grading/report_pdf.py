"""The skill report on A4, to bring to a meeting: one page of summary, then the details."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from skill_grading import figures
from skill_grading.class_report import ClassReport
from skill_grading.drawing import HEADING, MUTED, SMALL, TEXT, WIDTH, in_style, region, sheet, wrap, write
from skill_grading.growth import ClassGrowth
from skill_grading.growth_section import draw_growth, growth_height, growth_message
from skill_grading.report_words import ReportWords, advice, headline, reading, small_class

PAGE = (8.27, 11.69)
LEFT = (PAGE[0] - WIDTH) / 2
TOP, BOTTOM = 0.6, PAGE[1] - 0.7
TITLE = 17


class Pages:
    """Pages that fill from the top; what does not fit any more begins the next one. Lengths in inches."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.turn()

    def turn(self) -> None:
        """Begin a new page."""
        self.figures.append(sheet(*PAGE))
        self._axes = region(self.figures[-1], 0, 0, *PAGE)
        self._y = TOP

    @property
    def left_over(self) -> float:
        return BOTTOM - self._y

    def text(self, text: str, size: float = TEXT, indent: float = 0, bullet: str = "", **look: object) -> None:
        """A paragraph, wrapped."""
        step = size * 1.45 / 72
        for number, line in enumerate(wrap(text, WIDTH - indent, size, look.get("weight", "normal"))):
            if self.left_over < step:
                self.turn()
            if bullet and not number:
                write(self._axes, LEFT + indent - 0.14, self._y + step / 2, bullet, size)
            write(self._axes, LEFT + indent, self._y + step / 2, line, size, **look)
            self._y += step

    def heading(self, text: str, size: float, room: float) -> None:
        """A heading that stays together with the `room` that follows it."""
        if self.left_over < room + 0.5:
            self.turn()
        self.space(0.16)
        self.text(text, size, weight="bold")
        self.space(0.04)

    def space(self, height: float) -> None:
        self._y += height

    def picture(self, height: float, draw: Callable, *arguments: object) -> None:
        """A figure, on a new page where it does not fit."""
        if self.left_over < height:
            self.turn()
        draw(region(self.figures[-1], LEFT, self._y, WIDTH, height), *arguments)
        self._y += height

    def save(self, footer: Callable[[int, int], str]) -> bytes:
        """All pages as PDF; `footer` gives the last line of each from (page, pages)."""
        file = BytesIO()
        with PdfPages(file, metadata={"CreationDate": None}) as pdf:
            for number, figure in enumerate(self.figures, 1):
                axes = region(figure, LEFT, BOTTOM, WIDTH, PAGE[1] - BOTTOM)
                write(axes, WIDTH, 0.3, footer(number, len(self.figures)), SMALL, color=MUTED, ha="right")
                pdf.savefig(figure)
        return file.getvalue()


def render_pdf(report: ClassReport, words: ReportWords, assignment: str, day: date) -> bytes:
    """The PDF; `assignment` is the title of what the report is about."""
    with in_style():
        pages = Pages()
        _summary(pages, report, words, assignment, day)
        if report.growth:
            _growth(pages, report.growth, words)
        if report.skills:
            _matrix(pages, report, words)
            _situations(pages, report, words)
            pages.heading(words("reading"), 12, 1.5)
            for line in reading(words.school, words):
                pages.text(line, indent=0.16, bullet="•")
        return pages.save(
            lambda page, of: words("page", school=words.school.name, class_name=report.class_name, page=page, pages=of)
        )


def _summary(pages: Pages, report: ClassReport, words: ReportWords, assignment: str, day: date) -> None:
    pages.text(words("title", class_name=report.class_name), TITLE, weight="bold")
    about = words("about", assignment=assignment, date=words.day(day))
    pages.text(f"{words.school.name}. {about}", color=MUTED)
    pages.space(0.06)
    pages.text(f"{headline(report, words)} {words('purpose')}")
    pages.heading(words("monday"), 12, 0.5)
    for one in advice(report, words):
        pages.text(one.heading, HEADING, weight="bold")
        if one.why:
            pages.text(one.why, SMALL, color=MUTED)
        for item in one.items:
            pages.text(item, indent=0.16, bullet="•")
        pages.space(0.08)
    if report.skills:
        height = figures.skills_height(report.skills)
        pages.heading(words("skills"), 12, height + 0.3)
        if small := small_class(report, words):
            pages.text(small, SMALL, color=MUTED)
        pages.picture(height, figures.draw_skills, report.skills, words)


def _growth(pages: Pages, growth: ClassGrowth, words: ReportWords) -> None:
    height = growth_height(growth) if growth.all else 0
    pages.heading(words("growth"), 12, height + 1)
    for sentence in growth_message(growth, words):
        pages.text(sentence)
    if growth.all:
        pages.text(words("growth_why"), SMALL, color=MUTED)
        pages.picture(height, draw_growth, growth, words)


def _matrix(pages: Pages, report: ClassReport, words: ReportWords) -> None:
    pages.turn()
    pupils = list(report.pupils)
    while pupils:
        pages.heading(words("matrix"), 12, 1.5)
        empty = figures.matrix_height([], report.skills, words)
        rows = max(1, int((pages.left_over - empty) / figures.MATRIX_ROW))
        these, pupils = pupils[:rows], pupils[rows:]
        height = figures.matrix_height(these, report.skills, words)
        pages.picture(height, figures.draw_matrix, these, report, words)
        if pupils:
            pages.turn()


def _situations(pages: Pages, report: ClassReport, words: ReportWords) -> None:
    pages.turn()
    pages.heading(words("situations"), 12, 1.5)
    if not report.situations:
        pages.text(words("situations_none"))
        return
    pages.text(words("situations_why"), SMALL, color=MUTED)
    worst = report.situations[: figures.MOST_SITUATIONS]
    pages.picture(figures.situations_height(worst), figures.draw_situations, worst, words)
    pages.heading(words("situations_table"), HEADING, 0.5)
    for situation in worst:
        title = words("situation_line", title=words.place(situation), prompt=words.prompt(situation))
        pages.heading(title, TEXT, 0.4)
        pages.text(words.mistakes(situation), SMALL, color=MUTED)
        for choice in words.wrong_choices(situation):
            pages.text(choice, SMALL, indent=0.16, bullet="•")
