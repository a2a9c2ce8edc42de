"""Run Jupyter Book in this process, with every warning an error that names the file to mend."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from course_site.settings import sphinx_settings
from course_site.source import SourceFile
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError, Problem

SEARCH = "search"
WARNING = re.compile(r"^(?:(?P<file>/.+?\.\w+)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL): (?P<text>.*)$")


@dataclass(frozen=True)
class Run:
    """What came of it: the site's title, its first page, and the pages that were made again."""

    title: str
    root: str
    written: list[str]


def run_jupyter_book(
    course: Course,
    language: str,
    languages: Sequence[str],
    base_url: str,
    files: dict[str, SourceFile],
    source: Path,
    html: Path,
    doctrees: Path,
) -> Run:
    """Build the pages staged in `source` into `html`; `doctrees` remembers what was built before.

    Raises CourseError with all warnings, each at the author's own file (`files` knows them).
    """
    settings = sphinx_settings(course, language, languages, base_url, source)
    warnings = io.StringIO()
    written: list[str] = []
    nocolor()
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=source, confdir=None, outdir=html, doctreedir=doctrees, buildername="html",
                confoverrides=settings, status=None, warning=warnings,
            )  # fmt: skip
            app.course = course
            app.connect("html-page-context", lambda app, page, *_: written.append(page))
            app.build()
    except ExtensionError as error:
        if error.orig_exc:
            raise error.orig_exc from None
        warnings.write(f"ERROR: {error}\n")
    except SphinxError as error:
        warnings.write(f"ERROR: {error}\n")
    if said := warnings.getvalue():
        # Sphinx warns about a page only when it reads it: what was read must be forgotten, or the next run is silent.
        shutil.rmtree(doctrees, ignore_errors=True)
        raise CourseError(_problems(said, files, source))
    pages = app.env.found_docs
    _forget_other_pages(html, pages | {SEARCH})
    return Run(settings["html_title"], app.config.root_doc, [page for page in written if page in pages])


def _forget_other_pages(html: Path, pages: set[str]) -> None:
    """Sphinx leaves a page behind when it goes out of the contents."""
    for path in html.rglob("*.html"):
        if path.relative_to(html).with_suffix("").as_posix() not in pages:
            path.unlink()


def _problems(said: str, files: dict[str, SourceFile], source: Path) -> list[Problem]:
    problems: list[Problem] = []
    for line in said.splitlines():
        found = WARNING.match(line)
        if found:
            place = files.get(_staged_name(found["file"], source))
            file = place.origin if place else Path(found["file"] or "_config.yml")
            problems.append(Problem(file, found["text"], int(found["line"]) if found["line"] else None))
        elif problems and line.strip():
            last = problems.pop()
            problems.append(Problem(last.file, f"{last.message} {line.strip()}", last.line))
    return problems


def _staged_name(file: str | None, source: Path) -> str:
    return Path(file).relative_to(source).as_posix() if file and Path(file).is_relative_to(source) else ""
