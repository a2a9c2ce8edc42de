"""Folders that are written and compared as a whole: the old one or the new one, never a mixture."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path

LARGEST_FILE = 1_000_000
MOST_FILES = 20


class StrangeFolder(Exception):
    """A folder holds something other than a few small files; the message says what."""


def list_folder(folder: Path) -> list[str]:
    """The names of the files in `folder`, none of them opened; [] when there is no such folder.

    Links are not followed, not even to the folder itself: what a link points to could be an answer key.
    Raises StrangeFolder for anything but regular files of at most 1 MB, 20 in all.
    """
    # Strings rather than paths here and below: a school's hand-ins pass by, and paths take longer than the disk.
    if os.path.islink(folder) or os.path.islink(os.path.dirname(folder)):
        raise StrangeFolder(f"{folder} is a link; put the folder itself there")
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        raise StrangeFolder(f"{folder} is no folder") from None
    if len(names) > MOST_FILES:
        raise StrangeFolder(f"{folder} holds {len(names)} files, at most {MOST_FILES} are read")
    for name in names:
        found = os.lstat(f"{folder}/{name}")
        if not stat.S_ISREG(found.st_mode):
            raise StrangeFolder(f"{folder / name} is a link, a folder or a device; only regular files are read")
        if found.st_size > LARGEST_FILE:
            raise StrangeFolder(f"{folder / name} is larger than {LARGEST_FILE} bytes")
    return names


def holds(folder: Path, files: Mapping[str, bytes | None]) -> bool:
    """Whether `folder` holds exactly `files`; a file given as None may have any content."""
    try:
        return list_folder(folder) == sorted(files) and all(
            content is None or (folder / name).read_bytes() == content for name, content in files.items()
        )
    except StrangeFolder:
        return False


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly `files`. A crash leaves the old folder, the new one or none, never a mixture.

    Nothing waits for the disk: whoever calls this keeps the truth elsewhere, and compares before trusting a folder.
    """
    with Aside(folder.parent) as aside:
        aside.replace(folder, files)


def remove_folder(folder: Path) -> None:
    """Take `folder` away, if it is there, in one step; of a link the link itself, never what it points to."""
    if os.path.lexists(folder):
        with Aside(folder.parent) as aside:
            aside.remove(folder)


class Aside:
    """A place below `root` where folders are made ready and old ones wait to be deleted: one for many folders."""

    def __init__(self, root: Path) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = tempfile.mkdtemp(dir=root, prefix=".aside-")
        self._numbers = count()

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._folder)

    def replace(self, folder: Path, files: Mapping[str, bytes], same: Mapping[str, Path] | None = None) -> None:
        """As `replace_folder`, for a folder anywhere below the root.

        `same` are files that lie elsewhere already: where the disk knows links, one file gets both names. Making a
        new one is what takes longest. Files that are replaced as a whole, as here, do not notice.
        """
        new = self._name()
        os.mkdir(new)
        for name, content in files.items():
            with open(f"{new}/{name}", "wb") as file:
                file.write(content)
        for name, path in (same or {}).items():
            try:
                os.link(path, f"{new}/{name}", follow_symlinks=False)
            except OSError:
                shutil.copyfile(path, f"{new}/{name}", follow_symlinks=False)
        try:
            os.rename(new, folder)
        except OSError:  # something is there, or its parent is not
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.remove(folder)
            os.rename(new, folder)

    def share(self, content: bytes) -> Path:
        """A file to give to many folders as one of their `same`."""
        path = Path(self._name())
        path.write_bytes(content)
        return path

    def remove(self, folder: Path) -> None:
        """As `remove_folder`, for a folder anywhere below the root."""
        if os.path.lexists(folder):
            os.rename(folder, self._name())

    def _name(self) -> str:
        return f"{self._folder}/{next(self._numbers)}"
