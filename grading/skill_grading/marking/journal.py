"""Files of JSON lines that only grow: each line is safe on disk before anybody goes on."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scenario_quiz.files import sync_folder, write_atomically


def append(file: Path, entry: dict) -> None:
    """Add one entry and wait until the disk has it. Only the owner can read the file. Raises OSError."""
    line = json.dumps(entry, ensure_ascii=True).encode()
    with _alone(file) as handle:
        new = os.fstat(handle).st_size == 0
        # A line that a power cut left half stays alone on its line.
        start = b"" if new or _ends_well(handle) else b"\n"
        if os.write(handle, content := start + line + b"\n") != len(content):
            raise OSError(f"{file}: the disk is full")
        os.fsync(handle)
        if new:
            sync_folder(file.parent)


def entries(file: Path) -> Iterator[dict]:
    """Every whole entry, the oldest first; none when there is no file."""
    if file.exists():
        yield from _read(file.read_bytes())


def keep_only(file: Path, stays: Callable[[dict], bool]) -> None:
    """Write the file anew without the entries that do not stay; a crash leaves the old file or the new one.

    Whoever adds to it meanwhile waits, so `stays` itself must not add. A line that a power cut left half goes too.
    """
    if not file.exists():
        return
    with _alone(file):
        left = [entry for entry in entries(file) if stays(entry)]
        write_atomically(file, b"".join(json.dumps(entry, ensure_ascii=True).encode() + b"\n" for entry in left))
        os.chmod(file, 0o600)


@contextmanager
def _alone(file: Path) -> Iterator[int]:
    """The file, open, while nobody else adds to it or puts another in its place."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_at(handle, file):
                yield handle
                return
        finally:
            os.close(handle)


def _is_at(handle: int, file: Path) -> bool:
    """Whether what is open is what lies there now: another may have come while this one waited."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(file))
    except FileNotFoundError:
        return False


def _read(content: bytes) -> Iterator[dict]:
    for line in content.split(b"\n"):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def _ends_well(handle: int) -> bool:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) == b"\n"
