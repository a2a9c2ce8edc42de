"""A backup: everything that a course can't make again, at one moment, sealed, in one file."""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_der_public_key

from scenario_quiz.errors import Refusal
from skill_grading.collecting.keys import key_id, published_key
from skill_grading.data import DataFolder
from skill_grading.privacy import forgotten
from skill_grading.privacy.envelope import SealedWriter, lock_with_key, lock_with_passphrase, read_header
from skill_grading.privacy.places import Kind, files, is_backed_up
from skill_grading.privacy.servers import at_a_server, dump

KEEP_DAYS = 30
ENDING = ".backup"
FORGOTTEN = "course-forgotten.txt"
SERVER_FOLDER = "databases"
_TRUTH = ("inbox.db", f"{SERVER_FOLDER}/inbox.dump", "roster.csv", "marking/")


@dataclass(frozen=True)
class Backup:
    """What was written, its lock (`key` or `passphrase`), how many files are in it, and the old backups that went."""

    file: Path
    lock: str
    files: int
    removed: list[Path]


def back_up(
    data: DataFolder, school: Path, to: Path, passphrase: Callable[[], str], keep_days: int = KEEP_DAYS
) -> Backup:
    """Write a backup to the file `to`, or into the folder `to` under a name of its own.

    It is sealed for the public key in the folder `school`, or where there is none with a passphrase. In a folder, this
    school's backups that are older than `keep_days` are removed: what was forgotten is gone from them too by then. The
    service can go on meanwhile: what is derived is read before that from which it is derived. Raises Refusal.
    """
    if not data.path.is_dir() or not any(data.path.iterdir()):
        raise Refusal(f"{data.path}: there are no data here to back up.")
    if to.resolve().is_relative_to(data.path.resolve()):
        raise Refusal(f"{to} lies in the data folder itself; keep backups elsewhere, best on another machine.")
    made = datetime.now(UTC)
    file = to / f"course-{school.name}-{made:%Y%m%dT%H%M%S}{ENDING}" if to.is_dir() else to
    said, key = _lock(data, school, passphrase)
    header = {"school": school.name, "made": made.isoformat(timespec="seconds"), **said}
    count = _write(data, file, header, key)
    if data.forgotten.exists():
        forgotten.merge(file.parent / FORGOTTEN, [data.forgotten])
    removed = _remove_old(to, school.name, made - timedelta(days=keep_days)) if to.is_dir() else []
    return Backup(file, said["lock"], count, removed)


def _lock(data: DataFolder, school: Path, passphrase: Callable[[], str]) -> tuple[dict, bytes]:
    if published := published_key(school):
        public = load_der_public_key(b64decode(published))
        private = data.keys / f"{key_id(public)}.pem"
        return lock_with_key(public, key_id(public), private.read_text("ascii") if private.exists() else "")
    return lock_with_passphrase(passphrase())


def _write(data: DataFolder, file: Path, header: dict, key: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out, SealedWriter(out, header, key) as sealed:
            with tarfile.open(fileobj=sealed, mode="w|gz", format=tarfile.PAX_FORMAT) as archive:
                count = _fill(data, archive)
            sealed.finish()
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return count


def _fill(data: DataFolder, archive: tarfile.TarFile) -> int:
    """Add every file; the truth comes last, so that it knows all that the rest was made of."""
    plain = [path for path, kind in files(data) if is_backed_up(path) and kind is not Kind.DATABASE]
    with tempfile.TemporaryDirectory(dir=data.path, prefix=".backup-") as folder:
        copies: dict[str, Callable[[], Path]] = {}
        for name in ("course/gradebook.db", "inbox.db"):
            if (data.path / name).exists():
                copies[name] = lambda name=name: _copy_database(data.path / name, Path(folder))
        for name, url in at_a_server(data).items():
            copies[f"{SERVER_FOLDER}/{name}.dump"] = lambda name=name, url=url: _dump(name, url, Path(folder))
        count = 0
        for name in sorted([*map(Path.as_posix, plain), *copies], key=_rank):
            file = copies[name]() if name in copies else data.path / name
            count += _add(archive, name, file)
    return count


def _rank(name: str) -> tuple[int, str]:
    return next((number for number, start in enumerate(_TRUTH, 1) if name.startswith(start)), 0), name


def _copy_database(file: Path, folder: Path) -> Path:
    """A copy as the database is at one moment, whoever writes to it meanwhile."""
    copy = folder / file.name
    with closing(sqlite3.connect(file, timeout=60)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    return copy


def _dump(name: str, url: str, folder: Path) -> Path:
    file = folder / f"{name}.dump"
    dump(name, url, file)
    return file


def _add(archive: tarfile.TarFile, name: str, file: Path) -> bool:
    """Add one file whole, as it is now; what has gone meanwhile, and links, stay out."""
    if file.is_symlink():
        return False
    try:
        content = file.read_bytes()
        mode = file.stat().st_mode & 0o777
    except FileNotFoundError:
        return False
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(content), mode, int(time.time())
    archive.addfile(info, io.BytesIO(content))
    return True


def _remove_old(folder: Path, school: str, before: datetime) -> list[Path]:
    removed = []
    for file in sorted(folder.glob(f"course-{school}-*{ENDING}")):
        try:
            with file.open("rb") as content:
                header, _ = read_header(content)
        except Refusal:
            continue
        if header["school"] == school and datetime.fromisoformat(header["made"]) < before:
            file.unlink()
            removed.append(file)
    return removed
