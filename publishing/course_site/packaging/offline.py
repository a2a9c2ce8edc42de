"""One zip with the whole site, to put on a stick or to send: unpack it, and open the start page in a browser."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from course_site.contents import book_title
from course_site.harden import POLICY
from course_site.publish import publish, site_folder
from course_site.translations import written_languages
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder

START = "start.html"
# Beside the site that is served, which may have been built for an address.
FOLDER = "offline"
# The oldest that a zip can tell: the same course gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def package_offline(course: Course, data: DataFolder, languages: Sequence[str] = ()) -> Path:
    """Build the site in `languages` (without these, in all that are written), pack it, and give the zip's path.

    Raises CourseError with what an author has to mend.
    """
    languages = list(languages) or written_languages(course)
    usual = site_folder(course)
    site = publish(course, data, languages, site=usual.parent / FOLDER / usual.name)
    path = usual.parent / f"{course.school.id}-offline-{'-'.join(languages)}.zip"
    write_atomically(path, packed(offline_files(course, site, languages)))
    return path


def offline_files(course: Course, site: Path, languages: Sequence[str]) -> dict[str, bytes]:
    """The files of the package by name: the pages without what only a server needs, a start page, how to begin."""
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for language in languages
        for path in (site / language).rglob("*")
        if path.is_file() and path.suffix != ".gz" and path.name != POLICY
    }
    for language in languages:
        words = load_labels("course_site", language)
        told = words["offline_readme"].format(
            title=book_title(course, language), school=course.school.name, start=START
        )
        # Windows' own editor is what this is opened with.
        files[words["offline_readme_file"]] = told.replace("\n", "\r\n").encode()
    return files | {START: (site / "index.html").read_bytes()}


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of `files`, byte for byte the same whenever they are."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return whole.getvalue()
