"""The chapters' files as one school has them: its own in their place, its names in them, and nothing that it drops."""

from __future__ import annotations

import re
from pathlib import Path

from scenario_quiz.course import Course
from scenario_quiz.placeholders import filled_text
from scenario_quiz.views import rule_anchor
from scenario_quiz.yaml_file import read_yaml

FOLDER = "chapters"
LINK = r"\[([^\]\n]*)\]\({target}\)"


def chapter_files(course: Course, language: str) -> dict[str, Path]:
    """The files in `chapters/<language>/` of the school and the course, by name; not those that start with a `_`."""
    entries = course.layers.entries(FOLDER, language)
    return {name: path for name, path in entries.items() if path.is_file() and not name.startswith("_")}


def page_text(course: Course, path: Path) -> str:
    """The text of a page as the school says it, every line where it was.

    A link to what the school dropped becomes plain text; where nothing else stands between brackets they go too,
    and so does an item of a list that begins with a link to a page that was left out. Raises CourseError.
    """
    text = filled_text(path.read_text(encoding="utf-8"), course.school.placeholders, path)
    for page in (name for name in course.school.settings.leave_out if "/" not in name):
        text = re.sub(rf"(?m)^- \[[^\]\n]*\]\({page}\.md\).*\n(?:\n|[ ]+.*\n)*", _as_many_lines, text)
        title = _title(course, path.parent.name, page)
        link = LINK.format(target=rf"{page}(?:-exercise)?\.md(?:#[^)\s]*)?")
        text = re.sub(link, lambda match, title=title: match[1] or title, text)
        text = re.sub(rf"\{{doc\}}`([^`<]*?) ?<{page}(?:-exercise)?>`", r"\1", text)
    for rule in course.school.dropped:
        link = LINK.format(target=rf"protocol\.md#{rule_anchor(rule)}")
        text = re.sub(rf" ?\({link}\)", "", text)
        text = re.sub(rf"(?<=\(){link}, |, {link}(?=[,)])", "", text)
        text = re.sub(link, r"\1", text)
    return text


def left_out_on_pages(course: Course) -> dict[str, list[str]]:
    """For each scenario that the school left out the pages that speak of it by its title, in the source language."""
    language = course.school.languages[0]
    files = [path for path in chapter_files(course, language).values() if path.suffix == ".md"]
    texts = {path.stem: page_text(course, path) for path in files if path.stem not in course.school.settings.leave_out}
    titles = {
        reference: read_yaml(course.layers.find("exercises", reference, f"{language}.yml")).data["title"]
        for reference in course.left_out
    }
    return {reference: [page for page, text in texts.items() if title in text] for reference, title in titles.items()}


def _title(course: Course, language: str, page: str) -> str:
    """The heading of a page that is no longer in the book, for links that have no text of their own."""
    file = chapter_files(course, language).get(f"{page}.md")
    heading = re.search(r"(?m)^# (.+)$", file.read_text(encoding="utf-8")) if file else None
    return heading[1] if heading else page


def _as_many_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
