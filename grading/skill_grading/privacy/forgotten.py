"""Who was forgotten, without saying who: so that a backup from before can be put back without bringing anybody back.

`forgotten.txt` has a line for each pupil: the day, 16 random bytes, and the SHA-256 of these and the pupil's id, in
hex. An id is 50 random bits that stand nowhere else by then, so the line tells nothing of anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from scenario_quiz.files import write_atomically


def remember(file: Path, pupil_ids: Iterable[str]) -> None:
    """Note that these pupils were forgotten; who is noted already is not noted again."""
    lines = _lines(file)
    for pupil_id in pupil_ids:
        if not _is_in(lines, pupil_id):
            salt = secrets.token_hex(16)
            lines.append(f"{date.today().isoformat()} {salt} {_hash(salt, pupil_id)}")
    _save(file, lines)


def among(file: Path, pupil_ids: Iterable[str]) -> set[str]:
    """Those of these pupils who were forgotten."""
    lines = _lines(file)
    return {pupil_id for pupil_id in pupil_ids if _is_in(lines, pupil_id)}


def merge(file: Path, others: Iterable[Path]) -> None:
    """Add to `file` what stands in the others."""
    lines = _lines(file)
    for other in others:
        lines += [line for line in _lines(other) if line not in lines]
    _save(file, lines)


def _is_in(lines: list[str], pupil_id: str) -> bool:
    return any(_hash(salt, pupil_id) == known for _, salt, known in map(str.split, lines))


def _hash(salt: str, pupil_id: str) -> str:
    return sha256(bytes.fromhex(salt) + pupil_id.encode()).hexdigest()


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("ascii").splitlines() if len(line.split()) == 3]
    except FileNotFoundError:
        return []


def _save(file: Path, lines: list[str]) -> None:
    if lines:
        write_atomically(file, "".join(f"{line}\n" for line in lines))
