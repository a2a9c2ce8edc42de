"""Feedback as one HTML page that holds all it needs: no script, no file beside it, nothing asked of the network."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from scenario_quiz.labels import load_labels
from scenario_quiz.school import Colours, School
from scenario_quiz.situations import AnyShown
from scenario_quiz.situations.html import situation_html
from skill_grading.feedback.content import Feedback
from skill_grading.measures.mastery import Outcome

# Closing tags that HTML gives of itself; texts are escaped, so these are always tags.
_LIGHTER = [("</p>", ""), ("</li>", ""), ('class="quiz-static-show"', "class=w")]
SIGNS = {"good": "✓ ", "harm": "✗ ", "overcautious": "! ", "neutral": ""}


def render(feedback: Feedback, school: School, site: str | None = None) -> str:
    """The page of one pupil, who is not named on it.

    `site` is the address of the course's pages as seen from this one, ending in a slash; None for a page that
    travels alone and has nothing to link to.
    """
    words = _Words(feedback.language)
    style = _style(school.colours)
    return _template("feedback.html").render(
        feedback=feedback,
        school=school,
        site=None if site is None else f"{site}{feedback.language}/",
        words=words,
        signs=SIGNS,
        unsure=Outcome.TOO_LITTLE,
        helplines=[
            (school.words[feedback.language].helplines[line.id].name, line.number)
            for line in school.settings.helplines
            if line.number
        ],
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


class _Words:
    """The labels of one language: this package's, and the quiz's own for what it says there too."""

    def __init__(self, language: str) -> None:
        self._own, self._quiz = load_labels("skill_grading", language), load_labels("scenario_quiz", language)

    def __call__(self, key: str, **values: object) -> str:
        """The label `feedback_<key>`; `<key>_one` where there is one of `n`."""
        one = f"feedback_{key}_one"
        return self._own[one if values.get("n") == 1 and one in self._own else f"feedback_{key}"].format(**values)

    def quiz(self, key: str, values: dict[str, str] | None = None) -> str:
        return self._quiz[key].format(**(values or {}))

    def number(self, value: float) -> str:
        """At most one decimal, none where it says nothing."""
        return f"{value:.1f}".removesuffix(".0").replace(".", self._own["report_decimal"])

    def situation(self, text: str | None, show: AnyShown | None) -> Markup:
        """What is told, and what is on the screen."""
        shown = situation_html(show, self._quiz)
        for heavy, light in _LIGHTER:
            shown = shown.replace(heavy, light)
        told = "".join(f"<p>{escape(part.strip(), quote=False)}" for part in (text or "").split("\n\n") if part.strip())
        return Markup(told + shown)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("skill_grading"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


@lru_cache(maxsize=8)
def _style_of(colours_json: str) -> str:
    colours = Colours.model_validate_json(colours_json)
    return _template("feedback.css").render(light=colours.light, dark=colours.dark)


def _style(colours: Colours) -> str:
    return _style_of(colours.model_dump_json())
