"""The languages that chapters are written in, and how far each translation follows the source language."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import yaml

from course_site.chapters import chapter_files
from course_site.source import WRITTEN
from scenario_quiz.course import Course
from scenario_quiz.errors import Problem

KEY = "translation_of"
DIGITS = 16


def written_languages(course: Course) -> list[str]:
    """The school's languages that every page is written in, the source language first."""
    source, *others = course.school.languages
    return [source, *(language for language in others if _pages(course, source) and not _missing(course, language))]


def behind(course: Course) -> list[Problem]:
    """The translated pages that are missing, and those whose original changed since they were translated."""
    return [problem for language in course.school.languages[1:] for problem in _behind(course, language)]


def fingerprint(page: Path) -> str:
    """What a translation of `page` records in its front matter, as `translation_of`."""
    return sha256(page.read_bytes()).hexdigest()[:DIGITS]


def _behind(course: Course, language: str) -> Iterator[Problem]:
    for original in _missing(course, language):
        yield Problem(
            original.parent.with_name(language) / original.name, f"is missing; translate {_near(course, original)}"
        )
    for original in _pages(course, course.school.languages[0]):
        page = chapter_files(course, language).get(original.name)
        if original.suffix == ".md" and page and _recorded(page) != fingerprint(original):
            yield Problem(
                page,
                f"{_near(course, original)} has changed since this was translated; bring it up to date, then write "
                f"{KEY}: {fingerprint(original)} between the lines --- at its top",
            )


def _missing(course: Course, language: str) -> list[Path]:
    there = chapter_files(course, language)
    return [page for page in _pages(course, course.school.languages[0]) if page.name not in there]


def _pages(course: Course, language: str) -> list[Path]:
    left_out = course.school.settings.leave_out
    files = chapter_files(course, language).values()
    return [path for path in files if path.suffix in WRITTEN and path.stem not in left_out]


def _near(course: Course, page: Path) -> Path:
    return page.relative_to(course.root)


def _recorded(page: Path) -> str | None:
    """What the front matter says was translated; as text, for sixteen digits may look like a number."""
    start, _, rest = page.read_text(encoding="utf-8").partition("---\n")
    if start:
        return None
    try:
        matter = yaml.load(rest.partition("\n---")[0], yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    return matter.get(KEY) if isinstance(matter, dict) else None
