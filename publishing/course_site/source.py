"""The folder that Jupyter Book builds from: the chapters of one language, and the pages made from data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import scenario_quiz
from course_site.chapters import chapter_files, page_text
from course_site.contents import REVIEW, SUFFIX, TOC, contents, contents_in, page_problem
from course_site.coverage import PAGE as COVERAGE
from course_site.coverage import course_coverage
from course_site.coverage_page import FIGURE, coverage_page
from course_site.exercise_page import exercise_page, self_check_page
from course_site.fingerprint import shared_digest
from course_site.kept import kept
from course_site.plots.models import alts, plot_file, plots_words, words_file
from course_site.protocol_page import PAGE as PROTOCOL
from course_site.protocol_page import protocol_page
from course_site.review_page import review_page
from course_site.settings import BUNDLE
from scenario_quiz.course import Course
from scenario_quiz.coverage import RuleCoverage
from scenario_quiz.errors import CourseError, Problem, collect
from scenario_quiz.files import write_atomically
from scenario_quiz.html import SCRIPTS
from skill_grading.collecting.keys import published_key
from skill_grading.data import DataFolder

WRITTEN = (".md", ".ipynb")
PLOTS = re.compile(rb"^`{3,}\{plot\} (\S+)\s*$", re.M)
PICTURES = "pictures"
SAVER = "save.js"
SITE_FILES = (*SCRIPTS, "quiz.css", SAVER, "reader.js", "welcome.js")


@dataclass(frozen=True)
class SourceFile:
    """What stands in the folder, and the file that an author would mend."""

    content: bytes
    origin: Path


def source_files(course: Course, data: DataFolder, language: str, work: Path) -> dict[str, SourceFile]:
    """Every file of the folder by its path in it; the folder `work` keeps what takes long to make.

    Raises CourseError when a page or the pages' scripts are missing.
    """
    files = _chapters(course, language)
    files |= _plots(course, files, language, work)
    toc = contents(course)
    files[TOC] = SourceFile(contents_in(course, language).encode(), course.layers.find(TOC))
    problems = []
    for page in toc.pages():
        if any(page + ending in files for ending in WRITTEN):
            continue
        made = _made_page(course, data, language, page, work)
        if made is None:
            message = f"there is no page '{page}'; write chapters/{language}/{page}.md, or take this line out"
            problems.append(page_problem(course, page, message))
        else:
            files.update(made)
    if problems:
        raise CourseError(problems)
    return files | {f"{BUNDLE}/{name}": _bundled(name) for name in SITE_FILES}


def _bundled(name: str) -> SourceFile:
    path = Path(scenario_quiz.__file__).parent / "bundle" / name
    if not path.is_file():
        raise CourseError([Problem(path, "the pages' scripts are not built yet; run: make install")])
    return SourceFile(path.read_bytes(), path)


def picture_files(course: Course) -> dict[str, SourceFile]:
    """The pictures that the chapters of every language share, in `chapters/pictures/`, by their path in it."""
    found: dict[str, SourceFile] = {}
    for folder in course.layers.folders:
        found |= _files(folder / "chapters" / PICTURES)
    return found


def _chapters(course: Course, language: str) -> dict[str, SourceFile]:
    """The written files of one language."""
    problems: list[Problem] = []
    files = {}
    for name, path in chapter_files(course, language).items():
        if path.suffix != ".md":
            files[name] = SourceFile(path.read_bytes(), path)
        elif text := collect(problems, lambda path=path: page_text(course, path)):
            files[name] = SourceFile(text.encode(), path)
    if problems:
        raise CourseError(problems)
    return files


def _files(folder: Path) -> dict[str, SourceFile]:
    return {
        path.relative_to(folder).as_posix(): SourceFile(path.read_bytes(), path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("_")
    }


def _plots(course: Course, pages: dict[str, SourceFile], language: str, work: Path) -> dict[str, SourceFile]:
    """The plots that these pages show."""
    named = {name.decode() for file in pages.values() for name in PLOTS.findall(file.content)}
    if not named:
        return {}
    words, origin = plots_words(course, language), words_file(course, language)
    used = named & alts(words).keys()  # of another name the page itself says that there is no such plot

    def drawn(name: str) -> bytes:
        # matplotlib takes a second to import: only when there is something to draw.
        from course_site.plots.pictures import plot

        return plot(name, words)

    made_from = f"{shared_digest(course)} {words!r}"
    return {
        plot_file(name): SourceFile(kept(work, f"{language}-{name}.svg", made_from, partial(drawn, name)), origin)
        for name in sorted(used)
    }


def _made_page(course: Course, data: DataFolder, language: str, page: str, work: Path) -> dict[str, SourceFile] | None:
    if page == PROTOCOL:
        words = course.layers.find(f"{language}.yml")
        return {f"{page}.md": SourceFile(protocol_page(course.school, language).encode(), words)}
    if page == COVERAGE:
        covered, origin = course_coverage(course), course.layers.find(TOC)
        return {
            f"{page}.md": SourceFile(coverage_page(course, covered, language).encode(), origin),
            FIGURE: SourceFile(_coverage_figure(course, covered, language, work), origin),
        }
    if page == REVIEW and REVIEW in course.assignments:
        return {
            f"{page}.md": SourceFile(review_page(course, language).encode(), course.layers.find("exercises", REVIEW))
        }
    assignment = page.removesuffix(SUFFIX)
    if page.endswith(SUFFIX) and assignment in course.assignments and course.assignments[assignment].exercise:
        origin = course.layers.find("exercises", assignment)
        if not course.assignments[assignment].collected:
            text = self_check_page(course.assignments[assignment], language)
            return {f"{page}.md": SourceFile(text.encode(), origin)}
        saver = f"_static/{SAVER}?v={sha256(_bundled(SAVER).content).hexdigest()[:8]}"
        public_key = published_key(course.root / "schools" / course.school.id)
        notebook = exercise_page(data, assignment, language, saver, public_key)
        return {f"{page}.ipynb": SourceFile(notebook, origin)}
    return None


def _coverage_figure(course: Course, covered: list[RuleCoverage], language: str, work: Path) -> bytes:
    def draw() -> bytes:
        # matplotlib takes a second to import: only when there is something to draw.
        from course_site.coverage_figure import coverage_figure

        return coverage_figure(course, covered, language)

    return kept(work, f"{language}-{FIGURE}", f"{shared_digest(course)} {covered!r}", draw)


def mirror(files: dict[str, SourceFile], folder: Path) -> None:
    """Make `folder` hold exactly `files`, leaving alone what is the same, so that only changed pages are built."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, file in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != file.content:
            write_atomically(path, file.content)
