"""The page for an address that leads nowhere, and for what failed: whole in itself, in every language of the school."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from tornado.template import Loader

from scenario_quiz.labels import load_labels
from scenario_quiz.school import School

TEMPLATES = Loader(str(Path(__file__).parent / "templates" / "error"))


def error_page(school: School, kind: str, start: str, first: str = "") -> bytes:
    """The page as HTML; it loads nothing, so it looks the same at any depth.

    Its words are the labels `service_<kind>_...`; `start` leads to the course. The language `first` stands first.
    """
    languages = sorted(school.languages, key=lambda language: language != first)
    labels = {language: load_labels("course_site", language) for language in school.languages}
    words = {
        language: {
            "title": told[f"service_{kind}_title"],
            "text": told[f"service_{kind}_text"],
            "to_start": told["service_to_start"],
        }
        for language, told in labels.items()
    }
    return TEMPLATES.load("page.html").generate(languages=languages, words=words, start=start, style=_style(school))


def error_style_source(school: School) -> str:
    """What a security policy must say for the styles that stand in the page itself."""
    return f"'sha256-{b64encode(sha256(_style(school).encode()).digest()).decode()}'"


def _style(school: School) -> str:
    colours = school.colours
    return TEMPLATES.load("style.css").generate(light=colours.light, dark=colours.dark).decode()
