"""Folders that are written and compared as a whole: the old one or the new one, never a mixture."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    if folder.is_symlink() or folder.parent.is_symlink():
        raise StrangeFolder(f"{folder} is a link; put the folder itself there")
    if not folder.exists():
        return []
    names = sorted(os.listdir(folder))
    if len(names) > MOST_FILES:
        raise StrangeFolder(f"{folder} holds {len(names)} files, at most {MOST_FILES} are read")
    for name in names:
        found = (folder / name).lstat()
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
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _aside(folder) as aside:
        new = aside / "new"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        _move_away(folder, aside)
        os.replace(new, folder)


def remove_folder(folder: Path) -> None:
    """Take `folder` away, if it is there, in one step; of a link the link itself, never what it points to."""
    if folder.is_symlink() or folder.exists():
        with _aside(folder) as aside:
            _move_away(folder, aside)


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield aside
    finally:
        shutil.rmtree(aside)


def _move_away(folder: Path, aside: Path) -> None:
    if folder.is_symlink() or folder.exists():
        os.replace(folder, aside / "old")
