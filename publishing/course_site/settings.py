"""From `_config.yml` and `_toc.yml` to what Sphinx needs for one school and one language."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from course_site.contents import TOC, book_title, contents
from course_site.fingerprint import shared_digest
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.labels import load_labels
from scenario_quiz.yaml_file import read_yaml

THEME = Path(str(files("course_site"))) / "theme"
BUNDLE = "_bundle"


def sphinx_settings(
    course: Course, language: str, languages: Sequence[str], base_url: str, source: Path
) -> dict[str, Any]:
    """Sphinx's settings for the pages staged in `source`; `base_url` is where they will stand, or empty.

    Raises CourseError when `_config.yml` is not a book's.
    """
    import jsonschema
    from jupyter_book.config import get_final_config

    config = read_yaml(course.root / "_config.yml")
    book = copy.deepcopy(config.data)
    book |= {"title": book_title(course, language), "author": course.school.name}
    try:
        settings, _ = get_final_config(
            user_yaml=book, cli_config={"latex_individualpages": False}, raise_on_invalid=True
        )
    except jsonschema.ValidationError as error:
        raise CourseError([Problem(config.path, error.message)]) from None
    # What Jupyter Book presets for its own theme and for its comments, which are not in use.
    del settings["comments_config"]
    settings.update(
        html_theme_options={},
        language=language,
        external_toc_path=str(source / TOC),
        templates_path=[str(THEME / "templates")],
        html_static_path=[str(THEME / "static"), str(source / BUNDLE)],
        html_context=page_context(course, language, languages) | {"course_base": base_url},
        course_digest=shared_digest(course),
        course_unlisted=contents(course).unlisted,
    )
    return settings


def page_context(course: Course, language: str, languages: Sequence[str]) -> dict[str, Any]:
    """What the templates of the theme read; the languages are those of the site, by their own names."""
    school = course.school
    words = school.words[language].helplines
    return {
        "words": load_labels("course_site", language),
        "course_languages": {each: load_labels("course_site", each)["language_name"] for each in languages},
        "course_id": school.id,
        "course_school": school.name,
        "course_uncounted_pages": " ".join(contents(course).uncounted()),
        "course_colours": school.colours.model_dump(),
        "course_helplines": [line.model_dump() | words[line.id].model_dump() for line in school.settings.helplines],
    }
