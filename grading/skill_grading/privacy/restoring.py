"""Putting a backup back, without bringing back who was forgotten since."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.privacy import forgotten
from skill_grading.privacy.backup import FORGOTTEN, SERVER_FOLDER
from skill_grading.privacy.envelope import Header, SealedReader, read_header, unlock
from skill_grading.privacy.forgetting import forget, known_pupils
from skill_grading.privacy.servers import at_a_server, holds_pupils, load


@dataclass(frozen=True)
class Restored:
    """When the backup was made, how many files came back, how many pupils were forgotten again, and where the data that
    were there are now (None: there were none).
    """

    made: datetime
    files: int
    forgotten_again: int
    replaced: Path | None


def restore(
    file: Path,
    data: DataFolder,
    school: str,
    passphrase: Callable[[], str],
    keys: Path | None = None,
    replace: bool = False,
) -> Restored:
    """Put the backup in `file` back as the data folder, all of it or nothing; stop the service before.

    Data that are there are not touched unless `replace`: they then are put aside, beside the data folder. `keys` is a
    folder with private keys, for a backup without its own. Raises Refusal.
    """
    taken = data.path.exists() and any(data.path.iterdir())
    if taken and not replace:
        raise _taken(str(data.path))
    new = data.path.with_name(f"{data.path.name}-restoring")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    try:
        for name, url in at_a_server(DataFolder(new)).items():
            if holds_pupils(name, url) and not replace:
                raise _taken(f"the {name} database")
        header, count = _unpack(file, new, school, passphrase, keys or data.path / "keys")
        forgotten.merge(new / "forgotten.txt", [data.path / "forgotten.txt", file.parent / FORGOTTEN])
        _load_servers(new)
        again = _forget_again(DataFolder(new))
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    replaced = None
    if taken:
        replaced = data.path.with_name(f"{data.path.name}-replaced-{datetime.now():%Y%m%dT%H%M%S}")
        data.path.rename(replaced)
    elif data.path.exists():
        data.path.rmdir()
    new.rename(data.path)
    return Restored(datetime.fromisoformat(header["made"]), count, again, replaced)


def _taken(where: str) -> Refusal:
    return Refusal(
        f"There are data already: {where}. Name an empty folder (course --data FOLDER restore ...), or give --replace: "
        f"the folder is then put aside, and a database is overwritten."
    )


def _unpack(file: Path, folder: Path, school: str, passphrase: Callable[[], str], keys: Path) -> tuple[Header, int]:
    with file.open("rb") as content:
        header, line = read_header(content)
        if header["school"] != school:
            raise Refusal(f"{file} is a backup of another school: --school {header['school']}")
        private = keys / f"{header.get('key', '')}.pem"
        key = unlock(header, passphrase, private.read_text("ascii") if private.is_file() else "")
        count = 0
        reader = SealedReader(content, line, key)
        try:
            with tarfile.open(fileobj=reader, mode="r|gz") as archive:
                for member in archive:
                    _put(archive, member, folder)
                    count += 1
            while reader.read(1 << 16):
                continue
        except tarfile.TarError as error:
            raise Refusal(f"{file}: {error}") from None
    return header, count


def _put(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file. Anybody can seal for a public key, so no name in a backup is believed."""
    path = PurePosixPath(member.name)
    if not member.isfile() or path.is_absolute() or ".." in path.parts or "\\" in member.name:
        raise Refusal(f"The backup holds {member.name!r}, which none of ours does. Nothing was put back.")
    target = folder / path
    for parent in reversed(target.relative_to(folder).parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    with archive.extractfile(member) as content, target.open("xb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    target.chmod(member.mode & 0o644)


def _load_servers(folder: Path) -> None:
    dumps = folder / SERVER_FOLDER
    servers = at_a_server(DataFolder(folder))
    for file in sorted(dumps.glob("*.dump")):
        if file.stem not in servers:
            raise Refusal(
                f"The backup holds a PostgreSQL database. Say where it goes: COURSE_{file.stem.upper()}_URL="
                "postgresql+psycopg://user@host/database"
            )
        load(servers[file.stem], file)
    shutil.rmtree(dumps, ignore_errors=True)


def _forget_again(data: DataFolder) -> int:
    found = forgotten.among(data.forgotten, known_pupils(data))
    if found:
        forget(data, found)
    return len(found)
