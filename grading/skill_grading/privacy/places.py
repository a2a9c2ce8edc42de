"""Where pupils' data live: every kind of file in a data folder, and what it can tell of whom.

Whatever is not named here is of no known kind, and a test fails on it: so that no new kind of file is overlooked when a
pupil is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

from skill_grading.data import DataFolder


class Kind(Enum):
    """What a file can tell of whom."""

    NOBODY = "nothing of any pupil"
    ROSTER = "who every pupil is"
    DATABASE = "rows of pupils"
    OWN = "one pupil's work; the pupil's id is in its path"
    JOURNAL = "lines of JSON, each about one pupil"
    LOG = "lines that may name a pupil"
    PHRASES = "a teacher's comments, which may name a pupil"
    REPORT = "a class; some file in its folder can be searched for a pupil"
    LIST = "several pupils; can be searched for a pupil"
    CLOSED = "several pupils; can't be searched"
    LIVE = "answers given on this machine, by whoever sat there"
    LEFTOVER = "half-written, or waiting to be deleted, when something was killed"


# The first pattern that fits counts. `*` stands for any number of folders too.
PLACES = {
    "*/.aside-*": Kind.LEFTOVER,
    "roster.csv": Kind.ROSTER,
    "inbox.db*": Kind.DATABASE,
    "course/gradebook.db*": Kind.DATABASE,
    "course/submitted/*": Kind.OWN,
    "course/autograded/*": Kind.OWN,
    "course/feedback/*": Kind.OWN,
    "feedback/*.html": Kind.OWN,
    "exports/*.zip": Kind.OWN,
    "marking/marks.jsonl": Kind.JOURNAL,
    "marking/concerns.jsonl": Kind.JOURNAL,
    "marking/phrases.json": Kind.PHRASES,
    "teacher.log*": Kind.LOG,
    "course/*.log": Kind.LOG,
    "reports/*": Kind.REPORT,
    "match-*.csv": Kind.LIST,
    "cards/*": Kind.CLOSED,
    "uploads/*": Kind.CLOSED,
    "feedback/*.zip": Kind.CLOSED,
    "live/*": Kind.LIVE,
    "secret": Kind.NOBODY,
    "course.json": Kind.NOBODY,
    "forgotten.txt": Kind.NOBODY,
    "aggregates/*": Kind.NOBODY,
    "releases/*": Kind.NOBODY,
    "paper/*": Kind.NOBODY,
    "keys/*.pem": Kind.NOBODY,
    "jupyter/*": Kind.NOBODY,
    "course/nbgrader_config.py": Kind.NOBODY,
    "course/source/*": Kind.NOBODY,
    "course/release/*": Kind.NOBODY,
}

# What is made anew by itself, holds for this run only, or is on its way out.
NOT_BACKED_UP = ("jupyter/*", "teacher.log*", "exports/*", "cards/*", "*.db-wal", "*.db-shm", "*.db-journal")


def kind_of(path: Path) -> Kind | None:
    """The kind of a file, by its path in the data folder; None for one that nobody knows."""
    name = path.as_posix()
    if any(part.startswith(".") for part in path.parts) and not name.startswith(("course/source/", "jupyter/")):
        return Kind.LEFTOVER
    return next((kind for pattern, kind in PLACES.items() if fnmatchcase(name, pattern)), None)


def files(data: DataFolder) -> Iterator[tuple[Path, Kind | None]]:
    """Every file in the data folder, as its path there, and its kind. Links are not followed."""
    for file in sorted(data.path.rglob("*")):
        if file.is_symlink() or file.is_file():
            path = file.relative_to(data.path)
            yield path, kind_of(path)


def content_of(data: DataFolder, path: Path) -> bytes:
    """What is in a file, by its path in the data folder; nothing of a link, or of a file that has gone meanwhile."""
    file = data.path / path
    try:
        return b"" if file.is_symlink() else file.read_bytes()
    except FileNotFoundError:
        return b""


def is_backed_up(path: Path) -> bool:
    """Whether a file belongs in a backup."""
    return kind_of(path) is not Kind.LEFTOVER and not any(fnmatchcase(path.as_posix(), each) for each in NOT_BACKED_UP)
