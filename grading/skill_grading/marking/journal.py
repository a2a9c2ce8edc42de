"""Files of JSON lines that only grow: each line is safe on disk before anybody goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from scenario_quiz.files import write_atomically


def append(file: Path, entry: dict) -> None:
    """Add one entry and wait until the disk has it. Only the owner can read the file. Raises OSError."""
    line = json.dumps(entry, ensure_ascii=True).encode()
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # A line that a power cut left half stays alone on its line.
        start = b"" if _ends_well(handle) else b"\n"
        if os.write(handle, content := start + line + b"\n") != len(content):
            raise OSError(f"{file}: the disk is full")
        os.fsync(handle)
    finally:
        os.close(handle)


def entries(file: Path) -> Iterator[dict]:
    """Every whole entry, the oldest first; none when there is no file."""
    if file.exists():
        yield from _read(file.read_bytes())


def keep_only(file: Path, stays: Callable[[dict], bool]) -> None:
    """Write the file anew without the entries that do not stay; a crash leaves the old file or the new one.

    What others add meanwhile is kept. A line that a power cut left half goes too.
    """
    if not file.exists():
        return
    with file.open("rb") as old:
        left = [entry for entry in _read(old.read()) if stays(entry)]
        write_atomically(file, b"".join(json.dumps(entry, ensure_ascii=True).encode() + b"\n" for entry in left))
        os.chmod(file, 0o600)
        for entry in _read(old.read()):
            append(file, entry)


def _read(content: bytes) -> Iterator[dict]:
    for line in content.split(b"\n"):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            yield entry


def _ends_well(handle: int) -> bool:
    if os.fstat(handle).st_size == 0:
        return True
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) == b"\n"
