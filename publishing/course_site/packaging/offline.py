"""One zip with the whole site, to put on a stick or to send: unpack it, and open the start page in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from course_site.contents import book_title
from course_site.packaging.pages import built, package_path, packed, page_files
from course_site.translations import written_languages
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder

START = "start.html"


def package_offline(course: Course, data: DataFolder, languages: Sequence[str] = ()) -> Path:
    """Build the site in `languages` (without these, in all that are written), pack it, and give the zip's path.

    Raises CourseError with what an author has to mend.
    """
    languages = list(languages) or written_languages(course)
    path = package_path(course, "offline", languages)
    write_atomically(path, packed(offline_files(course, built(course, data, languages), languages)))
    return path


def offline_files(course: Course, site: Path, languages: Sequence[str]) -> dict[str, bytes]:
    """The files of the package by name: the pages without what only a server needs, a start page, how to begin."""
    files = page_files(site, languages)
    for language in languages:
        words = load_labels("course_site", language)
        told = words["offline_readme"].format(
            title=book_title(course, language), school=course.school.name, start=START
        )
        # Windows' own editor is what this is opened with.
        files[words["offline_readme_file"]] = told.replace("\n", "\r\n").encode()
    return files | {START: (site / "index.html").read_bytes()}
