"""The skill report as one HTML file: it holds its figures and asks nothing of the network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from skill_grading.report_advice import Advice
from skill_grading.report_words import ReportWords
from skill_grading.sections import Picture, Section


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
        address=_address,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("skill_grading"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html")


def _address(picture: Picture) -> str:
    """An address that holds the picture."""
    return "data:image/svg+xml;base64," + b64encode(picture.pen().svg(picture.height)).decode()
