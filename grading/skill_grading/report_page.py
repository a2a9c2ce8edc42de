"""The skill report as one HTML file: it holds its figures and asks nothing of the network."""

from __future__ import annotations

from base64 import b64encode
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from skill_grading import figures
from skill_grading.class_report import ClassReport, PupilReport
from skill_grading.drawing import svg
from skill_grading.growth import ClassGrowth
from skill_grading.growth_section import draw_growth, growth_height, growth_message
from skill_grading.mastery import Outcome
from skill_grading.report_words import (
    DISCUSS,
    SYMBOLS,
    ReportWords,
    advice,
    headline,
    matrix_message,
    reading,
    situations_message,
    skills_message,
    small_class,
)


def render_page(report: ClassReport, words: ReportWords, assignment: str, day: date) -> str:
    """The page; `assignment` is the title of what the report is about."""
    environment = Environment(
        loader=PackageLoader("skill_grading"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(
        report=report,
        words=words,
        school=words.school,
        assignment=assignment,
        day=words.day(day),
        headline=headline(report, words),
        advice=advice(report, words),
        reading=reading(words.school, words),
        small_class=small_class(report, words),
        pictures=_pictures(report, words) | _growth_picture(report.growth, words),
        growth=growth_message(report.growth, words) if report.growth else [],
        worst=report.situations[: figures.MOST_SITUATIONS],
        outcomes=(Outcome.SHOWN, Outcome.TOO_LITTLE, Outcome.NOT_YET),
        cell=lambda pupil, skill: _cell(pupil, skill, words),
        discuss=DISCUSS,
    )


def _pictures(report: ClassReport, words: ReportWords) -> dict[str, tuple[str, str]]:
    """The figures by section, each as an address that holds it and the text for those who can't see it."""
    found = {}
    if report.skills:
        height = figures.skills_height(report.skills)
        picture = svg(height, figures.draw_skills, report.skills, words)
        found["skills"] = _address(picture), skills_message(report, words)
        height = figures.matrix_height(report.pupils, report.skills, words)
        picture = svg(height, figures.draw_matrix, report.pupils, report, words)
        found["matrix"] = _address(picture), matrix_message(report, words)
    if worst := report.situations[: figures.MOST_SITUATIONS]:
        picture = svg(figures.situations_height(worst), figures.draw_situations, worst, words)
        found["situations"] = _address(picture), situations_message(worst, words)
    return found


def _growth_picture(growth: ClassGrowth | None, words: ReportWords) -> dict[str, tuple[str, str]]:
    if growth is None or growth.all is None:
        return {}
    picture = svg(growth_height(growth), draw_growth, growth, words)
    return {"growth": (_address(picture), words("growth_alt", message=" ".join(growth_message(growth, words))))}


def _address(picture: bytes) -> str:
    return "data:image/svg+xml;base64," + b64encode(picture).decode()


def _cell(pupil: PupilReport, skill: str, words: ReportWords) -> str:
    mastery = pupil.mastery.get(skill)
    if mastery is None:
        return words("no_evidence")
    return f"{SYMBOLS[mastery.outcome]} {words.counts(mastery.all)} {words.outcome(mastery.outcome)}"
