"""A folder as a learning platform gives it, with honest files and hostile ones of every kind; the same by seed."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME, Placement
from tests.grading.sealing import seal

FIRST = ["Noor", "Sam", "Yassin", "Élise", "Lotte", "Jan-Willem", "Zoë", "Mohamed", "Fien", "Kobe"]
LAST = ["Peeters", "El Amrani", "De Smet", "Van den Berghe", "D'Hondt", "Özdemir", "Maes", "Nguyen", "Claes", "Łuczak"]
FILE = f"{NAME}-answers.txt"
PATHS = [
    ("ask", ("name", "room")),
    ("ask", ("name",)),
    ("post", ("name", "sun")),
    ("hide", ("call",)),
    ("keep", ("sue",)),
]
PIECES = ["Ann", "Bo", "Cas", "Dré", "Eef", "Flo", "Gus", "Hy", "Ine", "Jo", "Kas"]


@dataclass
class Folder:
    """`answers` are the plain answers of the honest pupils by id; `expected` says what must become of every other
    file, by its name in the report, and `refused` the same by pupil id; `key` is the school's private key."""

    path: Path
    key: ec.EllipticCurvePrivateKey
    answers: dict[str, bytes] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def make_folder(path: Path, placement: Placement, honest: int, hostile: int, seed: int = 1) -> Folder:
    """Write the folder, and its pupils into the class list; every hostile file has a pupil of its own.

    Half of the honest files are sealed, and as many lie in a folder per pupil as not.
    """
    chance = random.Random(seed)
    folder = Folder(path, ec.generate_private_key(ec.SECP256R1()))
    pupils = [_pupil(number) for number in range(honest + hostile)]
    Roster(tuple(pupils)).save(placement.data.roster)
    (path / "flat").mkdir(parents=True)
    for number, pupil in enumerate(pupils[:honest]):
        first, ticked = chance.choice(PATHS)
        answers = placement.answers(first, ticked, chance.choice(["Ik vraag het.", None]), attempt=pupil.pupil_id)
        folder.answers[pupil.pupil_id] = answers
        content = seal(answers, folder.key.public_key(), NAME) if chance.random() < 0.5 else answers
        mark = f"{pupil.first_name} {pupil.last_name}_{100_000 + number}_assignsubmission_file_"
        file = path / "per pupil" / mark / FILE if number % 2 else path / "flat" / f"{mark}{FILE}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    kinds = list(_kinds(placement, folder.key, folder.answers[pupils[0].pupil_id]))
    for number, pupil in enumerate(pupils[honest:]):
        kind = kinds[number % len(kinds)]
        mark = f"{pupil.first_name} {pupil.last_name}_{700_000 + number}_assignsubmission_file_"
        file = path / "per pupil" / mark / kind.name
        file.parent.mkdir(parents=True)
        if isinstance(kind.content, bytes):
            file.write_bytes(kind.content)
        else:
            kind.content(file)
        folder.expected["/".join(["per pupil", mark, kind.name, *kind.inside])] = kind.code
        folder.refused[pupil.pupil_id] = kind.code
    return folder


def _pupil(number: int) -> Pupil:
    last = LAST[number // len(FIRST) % len(LAST)]
    more = PIECES[number // (len(FIRST) * len(LAST))]
    return Pupil(f"p-{number:04}", f"{number // 25 + 1}A", f"{FIRST[number % len(FIRST)]} {more}", last)


@dataclass(frozen=True)
class Kind:
    """A way to be hostile: a file's name, its content (or what puts something in its place), and the reason to give.

    `inside` is where in an archive the refused file lies; () when the archive itself is refused.
    """

    name: str
    code: str
    content: bytes | Callable[[Path], None]
    inside: tuple[str, ...] = ()


def _kinds(placement: Placement, key: ec.EllipticCurvePrivateKey, copied: bytes) -> Iterator[Kind]:
    ours = placement.answers(attempt="hostile")
    plain = json.loads(ours)
    public = key.public_key()
    other_key = ec.generate_private_key(ec.SECP256R1())
    sealed = seal(ours, public, NAME)

    def text(code: str, content: bytes, name: str = FILE) -> Kind:
        return Kind(name, code, content)

    def changed(code: str, /, **fields: object) -> Kind:
        return text(code, json.dumps(plain | fields).encode())

    def entry(code: str, name: str, content: bytes = ours, mode: int = 0o100644, inside: str | None = None) -> Kind:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        return Kind("work.zip", code, zipped((info, content)), tuple((inside or name).split("/")))

    # Archives
    yield entry("too_large", "zeros.txt", bytes(40_000_000))
    yield Kind("work.zip", "too_many", zipped(*((f"{number}.txt", b"") for number in range(5_001))))
    yield entry("nested", "inner.zip", zipped(("answers.txt", ours)))
    yield Kind("work.zip", "damaged", lying_about_size(zipped(("answers.txt", bytes(4_000_000)))), ("answers.txt",))
    yield Kind("work.zip", "locked_zip", locked(zipped(("answers.txt", ours))), ("answers.txt",))
    yield Kind("work.zip", "damaged", spoilt(zipped(("answers.txt", ours))), ("answers.txt",))
    yield text("not_zip", b"no archive at all", "work.zip")
    yield text("not_zip", zipped(("answers.txt", ours))[:-30], "work.zip")
    yield text("not_zip", b"PK\x03\x04" + bytes(100))
    yield text("not_zip", huge_directory(), "work.zip")
    yield entry("link", "answers.txt", b"/etc/passwd", 0o120777)
    yield entry("outside", "../../answers.txt")
    yield entry("outside", "/etc/answers.txt")
    yield entry("outside", "C:/answers.txt")
    yield entry("no_file", "pipe", b"", 0o010644)
    yield entry("too_deep", "a/" * 40 + "answers.txt")
    yield Kind("work.zip", "strange_name", with_nul(zipped(("answersX.txt", ours))), ("answers",))
    yield entry("strange_name", "answers\u202etxt.exe", inside="answers\\x202etxt.exe")
    # What is no file
    yield Kind(FILE, "link", lambda path: path.symlink_to("/etc/hostname"))
    yield Kind("folder", "link", lambda path: path.symlink_to("/etc", target_is_directory=True))
    yield Kind(FILE, "no_file", lambda path: os.mkfifo(path))
    # Text
    yield text("empty", b"")
    yield text("not_json", b"\0" * 1000)
    yield text("not_json", ours.replace(b'"version": 1', b'"version": 1' + b"0" * 5_000))
    yield text("not_json", b"[" * 100_000)
    yield text("not_json", ours.replace(b'"version": 1', b'"version": NaN'))
    yield text("not_json", ours.replace(b'"version": 1', b'"version": 1, "version": 1'))
    yield text("not_json", ours[: len(ours) // 2])
    yield text("not_json", ours.decode().encode("utf-16"))
    yield text("not_json", pickle.dumps(plain))
    yield text("not_json", b"<script>alert(1)</script>", "answers.html")
    yield text("too_large", b" " * 600_000)
    yield text("too_large", b" " * 300_000 + ours)
    # Answers
    yield text("invalid", b'{"cells": [{"cell_type": "code", "source": "1/0"}]}', "placement.ipynb")
    yield changed("invalid", code="K7QM-2XHD-9FPT")
    yield changed("invalid", pupil_id="p-0000")
    yield changed("invalid", version="1")
    yield changed("invalid", scenarios=[])
    yield changed("invalid", scenarios={"../../etc": []})
    yield changed("invalid", version=10**400)
    yield changed("wrong_assignment", assignment="other")
    yield changed("wrong_course", course="other-school")
    yield changed("wrong_version", content="0" * 64)
    yield changed("unknown_scenario", scenarios={"nothing": []})
    yield text("copied", copied)
    # Sealed
    yield text("no_key", seal(ours, other_key.public_key(), NAME))
    yield text("not_opened", seal(ours, other_key.public_key(), NAME, key=json.loads(sealed)["key"]))
    yield text("not_opened", seal(ours, public, "other", assignment=NAME))
    yield text("wrong_assignment", seal(ours, public, "other"))
    yield text("not_json", sealed[:-50])
    yield text("invalid", json.dumps(json.loads(sealed) | {"version": 2}).encode())
    yield text("not_opened", json.dumps(json.loads(sealed) | {"ephemeral": "AAAA"}).encode())


def zipped(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _in_lists(archive: bytes, offset: int, field: bytes) -> bytes:
    """`archive` with a field of its last entry changed, in the list of files at its end."""
    at = archive.rindex(b"PK\x01\x02") + offset
    return archive[:at] + field + archive[at + len(field) :]


def lying_about_size(archive: bytes) -> bytes:
    return _in_lists(archive, 24, struct.pack("<L", 500))


def locked(archive: bytes) -> bytes:
    return _in_lists(archive, 8, struct.pack("<H", 1))


def spoilt(archive: bytes) -> bytes:
    return archive[:60] + bytes(20) + archive[80:]


def with_nul(archive: bytes) -> bytes:
    return archive.replace(b"answersX", b"answers\0")


def huge_directory() -> bytes:
    """An archive whose list of files says to be 100 MB long, and is."""
    size = 5_000_000
    return bytes(size) + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, size, 0, 0)
