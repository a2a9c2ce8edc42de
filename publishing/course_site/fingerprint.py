"""Whether anything has changed: one digest over the files that a site is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import course_site
import scenario_quiz
import skill_grading
from scenario_quiz.course import Course
from skill_grading.data import DataFolder

PACKAGES = (scenario_quiz, skill_grading, course_site)
BUILDERS = ("jupyter-book", "sphinx", "myst-nb", "furo")


def shared_digest(course: Course) -> str:
    """Changes with everything that any page may depend on: settings, school, words, theme, code, widget, builders."""
    settings = [course.root / "_config.yml", course.root / "_toc.yml", *course.layers.folders[1:]]
    return _digest(settings, [_code_digest()])


@cache
def _code_digest() -> str:
    """Of everything that is installed: it stays as it is while this runs."""
    folders = [Path(package.__file__).parent for package in PACKAGES]
    return _digest(folders, [f"{name} {version(name)}" for name in BUILDERS])


def content_digest(
    course: Course, data: DataFolder, language: str, languages: Sequence[str], base_url: str = ""
) -> str:
    """Changes with `shared_digest`, with the site's languages and address, and with what `language` shows: chapters,
    exercises and what is released.
    """
    content = [course.root / "chapters", course.root / "exercises", data.releases]
    words = [shared_digest(course), language, *languages, base_url]
    return _digest(content, words, set(course.school.languages) - {language})


def _digest(paths: Iterable[Path], words: Iterable[str], others: Set[str] = frozenset()) -> str:
    """A digest of `words` and of all files in `paths`, without the folders and files of `others`, by their name."""
    whole = sha256("\n".join(words).encode())
    for path in paths:
        for file in _files(path):
            if not others.isdisjoint({*file.parts[len(path.parts) :], file.stem}):
                continue
            whole.update(f"\n{path.name}/{file.relative_to(path)}\n".encode())
            whole.update(sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for file in sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file
