"""What every package is made of: the pages of the site, built to work at any address, and a zip around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from course_site.harden import POLICY
from course_site.publish import publish, site_folder
from scenario_quiz.course import Course
from skill_grading.data import DataFolder

# Beside the site that is served, which may have been built for an address.
FOLDER = "offline"
# The oldest that a zip can tell: the same course gives the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def built(course: Course, data: DataFolder, languages: Sequence[str]) -> Path:
    """The folder of the site in `languages`, built without an address. Raises CourseError."""
    usual = site_folder(course)
    return publish(course, data, languages, site=usual.parent / FOLDER / usual.name)


def package_path(course: Course, kind: str, languages: Sequence[str]) -> Path:
    """Where the package of this kind goes."""
    return site_folder(course).parent / f"{course.school.id}-{kind}-{'-'.join(languages)}.zip"


def page_files(site: Path, languages: Sequence[str]) -> dict[str, bytes]:
    """The files of the pages in `languages` by name, without what only a server needs."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for language in languages
        for path in (site / language).rglob("*")
        if path.is_file() and path.suffix != ".gz" and path.name != POLICY
    }


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of `files`, byte for byte the same whenever they are."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return whole.getvalue()
