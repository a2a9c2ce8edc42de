"""What lies in the homes that pupils have under JupyterHub on this machine (`make hub`).

What is in a home is the pupil's doing, links to elsewhere too, and this runs with more rights: no link is followed.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.privacy.erasure import Erasure
from skill_grading.pupils.roster import Pupil

EXERCISES = "exercises"
LARGEST = 5_000_000
"""In bytes. A larger file in a home is none of the course's."""


def erase_homes(data: DataFolder, what: Erasure) -> None:
    """Take away the homes of whoever is forgotten, and of others the exercises that go. Raises Refusal."""
    for pupil in what.people:
        if (home := home_of(data, pupil)) is None:
            continue
        try:
            if pupil.pupil_id in what.pupils:
                _remove(home)
                continue
            with suppress(FileNotFoundError, NotADirectoryError), _opened(EXERCISES, home) as exercises:
                for name in os.listdir(exercises):
                    if what.takes(pupil.pupil_id, name):
                        _remove(name, exercises)
        except OSError as error:
            raise Refusal(f"{home}: {error.strerror}. Stop the Hub, and give the same command again.") from None


def _remove(path: Path | str, folder: int | None = None) -> None:
    """Take away what lies there, by its path from an open `folder`: a folder whole, of a link the link itself."""
    if stat.S_ISDIR(os.lstat(path, dir_fd=folder).st_mode):
        shutil.rmtree(path, dir_fd=folder)
    else:
        os.unlink(path, dir_fd=folder)


def home_files(data: DataFolder, pupil: Pupil) -> Iterator[tuple[Path, bytes]]:
    """What a pupil has in the exercises of the home: paths below them, and contents."""
    if (home := home_of(data, pupil)) is None:
        return
    with suppress(FileNotFoundError, NotADirectoryError), _opened(EXERCISES, home) as exercises:
        for folder, _, names, opened in os.fwalk(dir_fd=exercises):
            for name in sorted(names):
                with suppress(OSError):  # a link, or gone meanwhile
                    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=opened)
                    with open(file, "rb") as stream:
                        content = stream.read(LARGEST + 1)
                    if len(content) <= LARGEST:
                        yield Path(folder, name), content


def home_of(data: DataFolder, pupil: Pupil) -> Path | None:
    """The home of a pupil's account; the Hub writes its name in small letters. None where there is none."""
    if not pupil.platform_id or not data.homes.is_dir():
        return None
    return next((each for each in data.homes.iterdir() if each.name == pupil.platform_id.lower()), None)


@contextmanager
def _opened(name: str, folder: Path) -> Iterator[int]:
    """A folder in `folder`, which is no link, by its number."""
    parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        opened = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    finally:
        os.close(parent)
    try:
        yield opened
    finally:
        os.close(opened)
