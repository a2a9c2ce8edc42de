"""Which pages the book has, in which order, and the words around them in each language."""

from __future__ import annotations

from typing import Literal

import yaml
from pydantic import Field

from scenario_quiz.base import Model, Slug, Text
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError
from scenario_quiz.yaml_file import YamlFile, read_yaml

TOC = "_toc.yml"


class Chapter(Model):
    file: Slug


class Part(Model):
    """Pages under one caption, which `_book.yml` has the words of; those for adults are no part of a pupil's way."""

    caption: Slug
    readers: Literal["pupils", "adults"] = "pupils"
    chapters: list[Chapter] = Field(min_length=1)


class Contents(Model):
    """`_toc.yml`: the pages in order, without a language."""

    format: Literal["jb-book"]
    root: Slug
    parts: list[Part] = Field(min_length=1)

    def pages(self) -> list[tuple[str, tuple[str | int, ...]]]:
        """Every page in order, each with its place in the file."""
        chapters = [
            (chapter.file, ("parts", at, "chapters", index, "file"))
            for at, part in enumerate(self.parts)
            for index, chapter in enumerate(part.chapters)
        ]
        return [(self.root, ("root",)), *chapters]

    def for_adults(self) -> list[str]:
        """The pages that are not for pupils."""
        return [chapter.file for part in self.parts if part.readers == "adults" for chapter in part.chapters]


class BookWords(Model):
    """`chapters/<language>/_book.yml`: the words around the pages; the source language's title is in `_config.yml`."""

    title: Text | None = None
    captions: dict[Slug, Text]


def book_words(course: Course, language: str) -> BookWords:
    """The words around the pages in `language`. Raises CourseError."""
    return read_yaml(course.root / "chapters" / language / "_book.yml").parse(BookWords)


def book_title(course: Course, language: str) -> str:
    """The course's title in `language`. Raises CourseError."""
    return book_words(course, language).title or read_yaml(course.root / "_config.yml").data.get(
        "title", course.school.name
    )


def contents(course: Course) -> tuple[Contents, YamlFile]:
    """`_toc.yml`, and the file itself for pointing at its lines. Raises CourseError."""
    file = read_yaml(course.root / TOC)
    return file.parse(Contents), file


def contents_in(course: Course, language: str) -> str:
    """`_toc.yml` as Jupyter Book reads it, its captions in `language`. Raises CourseError for one without words."""
    toc, file = contents(course)
    captions = book_words(course, language).captions
    where = f"under captions in chapters/{language}/_book.yml"
    missing = [
        file.problem(f"'{part.caption}' has no words {where}; add them", "parts", index, "caption")
        for index, part in enumerate(toc.parts)
        if part.caption not in captions
    ]
    if missing:
        raise CourseError(missing)
    parts = [part.model_dump(exclude={"readers"}) | {"caption": captions[part.caption]} for part in toc.parts]
    return yaml.safe_dump(toc.model_dump() | {"parts": parts}, allow_unicode=True, sort_keys=False)
