"""Which pages the book has, in which order, and the words around them in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import yaml
from pydantic import Field

from scenario_quiz.base import Model, Slug, Text
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.forms import Moment
from scenario_quiz.layers import SCHOOL, read_layered
from scenario_quiz.placeholders import filled
from scenario_quiz.yaml_file import YamlFile, read_yaml
from skill_grading.dates.forms import moment_name

TOC = "_toc.yml"
SUFFIX = "-exercise"  # of the page of an assignment's exercise
REVIEW = "review"


class Chapter(Model):
    file: Slug


class Part(Model):
    """Pages under one caption, which `_book.yml` has the words of; those for adults are no part of a pupil's way."""

    caption: Slug
    readers: Literal["pupils", "adults"] = "pupils"
    chapters: list[Chapter] = Field(min_length=1)


class Contents(Model):
    """`_toc.yml`: the pages in order, without a language; `unlisted` ones are reached by a link on another page."""

    format: Literal["jb-book"]
    root: Slug
    parts: list[Part] = Field(min_length=1)
    unlisted: list[Slug] = []

    def pages(self) -> list[str]:
        """Every page, those of the list in its order."""
        return [self.root, *(chapter.file for part in self.parts for chapter in part.chapters), *self.unlisted]

    def uncounted(self) -> list[str]:
        """The pages that no pupil gets done: those for adults, and the review, which goes on."""
        return [
            chapter.file
            for part in self.parts
            for chapter in part.chapters
            if part.readers == "adults" or chapter.file == REVIEW
        ]


class BookWords(Model):
    """`chapters/<language>/_book.yml`: the words around the pages; the source language's title is in `_config.yml`."""

    title: Text | None = None
    captions: dict[Slug, Text]


def book_words(course: Course, language: str) -> BookWords:
    """The words around the pages in `language`. Raises CourseError."""
    file = read_yaml(course.layers.find("chapters", language, "_book.yml"))
    return filled(file, course.school.placeholders).parse(BookWords)


def book_title(course: Course, language: str) -> str:
    """The course's title in `language`. Raises CourseError."""
    return book_words(course, language).title or read_yaml(course.root / "_config.yml").data.get(
        "title", course.school.name
    )


def exercise_order(course: Course) -> list[str]:
    """Everything that is handed in, in the order of the book, the forms as the two moments; without a book by name."""
    chapters = {name: each.chapter for name, each in course.collected.items() if not each.form}
    pages = contents(course).pages() if course.layers.find(TOC).is_file() else []
    places = {page: place for place, page in enumerate(pages)}
    between = sorted(chapters, key=lambda name: places.get(chapters[name], len(places)))
    return [Moment.ENTRY.value, *between, Moment.EXAM.value] if course.forms else between


def exercise_titles(course: Course, language: str) -> dict[str, str]:
    """What pupils and teachers call each exercise and moment."""
    titles = {name: each.words[language].title for name, each in course.assignments.items()}
    return titles | {moment.value: moment_name(moment, language) for moment in Moment}


def contents(course: Course) -> Contents:
    """`_toc.yml` as the school has it: with its own pages, without what it leaves out. Raises CourseError."""
    whole = _file(course).parse(Contents)
    assignments = {reference.partition("/")[0] for reference in course.left_out} - course.assignments.keys()
    gone = {*course.school.settings.leave_out, *(f"{name}{SUFFIX}" for name in assignments)}
    parts = []
    for part in whole.parts:
        chapters = [each for one in part.chapters for each in (one, *_own_after(course, one)) if each.file not in gone]
        if chapters:
            parts.append(part.model_copy(update={"chapters": chapters}))
    unlisted = [page for page in whole.unlisted if page not in gone]
    found = whole.model_copy(update={"parts": parts, "unlisted": unlisted})
    _check_settings(course, whole, found)
    return found


def page_problem(course: Course, page: str, message: str) -> Problem:
    """A problem with one page of the contents, at the line that names it."""
    file = _file(course)
    for at, part in enumerate(file.parse(Contents).parts):
        for index, chapter in enumerate(part.chapters):
            if chapter.file == page:
                return file.problem(message, "parts", at, "chapters", index, "file")
    if page in file.parse(Contents).unlisted:
        return file.problem(message, "unlisted", file.parse(Contents).unlisted.index(page))
    if page in course.school.settings.own_pages:
        return _settings(course).problem(message, "own_pages", page)
    return file.problem(message, "root")


def _file(course: Course) -> YamlFile:
    return read_yaml(course.layers.find(TOC))


def _settings(course: Course) -> YamlFile:
    return read_layered(course.layers.folders[1:], SCHOOL)


def _own_after(course: Course, chapter: Chapter) -> Iterator[Chapter]:
    for page, before in course.school.settings.own_pages.items():
        if before == chapter.file:
            yield Chapter(file=page)


def _check_settings(course: Course, whole: Contents, found: Contents) -> None:
    """Raises CourseError when `school.yml` leaves out, or puts a page after, one that the contents don't have."""
    settings, pages, known = course.school.settings, whole.pages(), ", ".join(whole.pages())
    problems = [
        _settings(course).problem(f"there is no page '{name}' to leave out; there is: {known}", "leave_out", index)
        for index, name in enumerate(settings.leave_out)
        if "/" not in name and name not in pages[1:]
    ]
    problems += [
        _settings(course).problem(f"there is no page '{before}' to come after; there is: {known}", "own_pages", page)
        for page, before in settings.own_pages.items()
        if page not in found.pages()
    ]
    if problems:
        raise CourseError(problems)


def in_order(course: Course, assignments: Iterable[str]) -> list[str]:
    """Assignments in the order of their pages; those without a page come last, by name."""
    try:
        pages = contents(course).pages()
    except CourseError:  # whose work it is to mend that, `course check` tells
        pages = []
    places = {page: place for place, page in enumerate(pages)}
    return sorted(assignments, key=lambda name: (places.get(f"{name}{SUFFIX}", len(pages)), name))


def contents_in(course: Course, language: str) -> str:
    """`_toc.yml` as Jupyter Book reads it, its captions in `language`. Raises CourseError for one without words."""
    toc, file = contents(course), _file(course)
    captions = book_words(course, language).captions
    where = f"under captions in chapters/{language}/_book.yml"
    missing = [
        file.problem(f"'{part.caption}' has no words {where}; add them", "parts", index, "caption")
        for index, part in enumerate(file.parse(Contents).parts)
        if part.caption not in captions
    ]
    if missing:
        raise CourseError(missing)
    parts = [part.model_dump(exclude={"readers"}) | {"caption": captions[part.caption]} for part in toc.parts]
    return yaml.safe_dump(toc.model_dump(exclude={"unlisted"}) | {"parts": parts}, allow_unicode=True, sort_keys=False)
