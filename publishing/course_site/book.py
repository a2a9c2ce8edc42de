"""Build the site of one language: stage the pages, run Jupyter Book, harden, and swap the result in whole."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from course_site.fingerprint import content_digest
from course_site.kept import work_folder
from course_site.site_files import write_site_files
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from skill_grading.data import DataFolder

REDIRECT = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title><meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{url}"><link rel="icon" href="data:,"></head>
<body><main><a href="{url}">{title}</a></main></body>
</html>
"""


@dataclass(frozen=True)
class BuildReport:
    """What a build did. `site` is the language's published folder; `written` are the pages that were made again."""

    language: str
    site: Path
    written: list[str]
    seconds: float


def build_site(
    course: Course, data: DataFolder, output: Path, languages: Sequence[str], base_url: str = ""
) -> list[BuildReport]:
    """Make `output` the whole site in `languages` and no other, with the files that belong to no language.

    With `base_url`, the address where it will stand, pages also carry what search engines and networks look for.
    """
    reports = [build(course, data, language, output, languages, base_url) for language in languages]
    for language in set(course.school.languages) - set(languages):
        shutil.rmtree(output / language, ignore_errors=True)
    write_site_files(course, output, languages, base_url)
    return reports


def build(
    course: Course, data: DataFolder, language: str, output: Path, languages: Sequence[str] = (), base_url: str = ""
) -> BuildReport:
    """Make `output/<language>/` what the course says; does nothing when it already is.

    Every page leads to the same page in the other `languages` of the site; the first of these is where it starts.

    A folder `<output>-work` beside it keeps what makes the next build fast. Raises CourseError with everything
    that an author has to mend; the published site is then as it was.
    """
    started = time.monotonic()
    languages = languages or [language]
    site = output / language
    work = work_folder(output)
    stamp = work / f"{language}.sha256"
    digest = content_digest(course, data, language, languages, base_url)
    written: list[str] = []
    if not site.is_dir() or not stamp.is_file() or stamp.read_text() != digest:
        # Whatever stops this build, the next one does not take the site for what it was before.
        stamp.unlink(missing_ok=True)
        written = _build(course, data, language, languages, base_url, work, site)
        write_atomically(stamp, digest)
    return BuildReport(language, site, written, time.monotonic() - started)


def _build(
    course: Course,
    data: DataFolder,
    language: str,
    languages: Sequence[str],
    base_url: str,
    work: Path,
    site: Path,
) -> list[str]:
    # Jupyter Book takes two seconds to import: only when there is something to build.
    from course_site.harden import harden
    from course_site.jupyter_book_run import run_jupyter_book
    from course_site.source import PICTURES, mirror, picture_files, source_files

    source, html, doctrees, fresh = (work / name / language for name in ("source", "html", "doctrees", "fresh"))
    files = source_files(course, data, language, work)
    mirror(files, source)
    mirror(picture_files(course), source.with_name(PICTURES))
    run = run_jupyter_book(course, language, languages, base_url, files, source, html, doctrees)
    _redirect(html / "index.html", language, run.title, f"{run.root}.html")
    shutil.rmtree(fresh, ignore_errors=True)
    harden(html, fresh, site)
    _swap(fresh, site)
    if language == languages[0]:
        _redirect(site.parent / "index.html", language, run.title, f"{language}/{run.root}.html")
    return run.written


def _redirect(path: Path, language: str, title: str, url: str) -> None:
    write_atomically(path, REDIRECT.format(language=language, title=escape(title), url=url))


def _swap(fresh: Path, site: Path) -> None:
    """Put the finished folder in the place of the old one; nobody sees a half-built site."""
    old = fresh.with_name(f"{fresh.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)
