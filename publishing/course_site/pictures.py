"""The pictures that devices and networks want as pixels, drawn from the course's own mark when the site is built."""

from __future__ import annotations

from pathlib import Path

import typst
from jinja2 import Template

from course_site.settings import THEME
from scenario_quiz.course import Course
from skill_grading.drawing.lettering import FONTS

TEMPLATES = Path(__file__).parent / "templates" / "pictures"
ICON_POINTS = 512
INCH = 72  # points


def icon(course: Course, size: int) -> bytes:
    """The course's icon as a PNG of `size` x `size` pixels; safe to be cut round."""
    return _draw("icon", course, ppi=INCH * size / ICON_POINTS)


def preview(course: Course, language: str, title: str) -> bytes:
    """What is shown beside a link to the course: a PNG of 1200 x 630 pixels."""
    return _draw("preview", course, language=language, title=title, school=course.school.name)


def _draw(name: str, course: Course, ppi: float = INCH, **words: str) -> bytes:
    colours = course.school.colours
    mark = Template((THEME / "static" / "favicon.svg.jinja").read_text(encoding="utf-8"))
    return typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        root=str(TEMPLATES),
        format="png",
        ppi=ppi,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={
            "mark": mark.render(course_colours=colours),
            "paper": colours.light.paper,
            "ink": colours.light.ink,
            "muted": colours.light.muted,
            **words,
        },
    )
