"""Writing files so that a reader sees the old or the new one, never half of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write `content` to `path` by way of a temporary file beside it, synced to disk before the rename.

    Makes the folder when it is missing. Raises OSError when the disk refuses; `path` is then as it was.
    """
    write_all_atomically(path.parent, {path.name: content})


def write_all_atomically(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """As `write_atomically`, for files of one folder by name, one after the other; the folder is synced once.

    Raises OSError when the disk refuses: each file is then whole, as it was or as it should be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _replace(folder / name, content)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows which files are in `folder`: syncing a new file itself does not say so."""
    if os.name != "posix":  # Windows can't open a folder, and needs no sync of it.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, content: bytes | str) -> None:
    data = content.encode() if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
