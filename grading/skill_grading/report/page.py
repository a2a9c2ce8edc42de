"""The skill report as one HTML file: it holds its figures and asks nothing of the network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from skill_grading.drawing.lettering import NARROW, WIDTH
from skill_grading.report.advice import Advice
from skill_grading.report.sections import Picture, Section
from skill_grading.report.words import ReportWords


def render_page(
    title: str, about: str, introduction: str, advice: Sequence[Advice], sections: Sequence[Section], words: ReportWords
) -> str:
    """The page: what to do first, then the sections."""
    return _template().render(
        title=title,
        about=about,
        introduction=introduction,
        advice=advice,
        sections=sections,
        words=words,
        school=words.school,
        drawn=_drawn,
        zip=zip,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("skill_grading"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html")


def _drawn(picture: Picture, narrow: bool) -> Markup:
    """The figure as a part of the page, where its words can be found, selected and enlarged like all others."""
    return Markup(picture.svg(NARROW if narrow else WIDTH).decode())
