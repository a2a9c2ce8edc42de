"""Reading what a teacher downloaded from a platform or a mailbox: a zip file or a folder, as hostile input.

Whatever is in it, reading ends, in bounded memory and time: every file comes out whole or as a refusal with its
reason. Nothing is written to disk, no link is followed, and no name in an archive becomes a path.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

LARGEST_FILE = 512 * 1024
LARGEST_MAIL = 5_000_000
LARGEST_ARCHIVE = 500_000_000
LARGEST_DIRECTORY = 4_000_000
MOST_UNPACKED = 250_000_000
MOST_FILES = 5_000
MOST_ATTACHED = 20
DEEPEST = 12
LONGEST_NAME = 400
_ZIP = b"PK\x03\x04"
_OF_THE_MACHINE = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
# What a spoilt or forged archive makes zipfile raise.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


@dataclass(frozen=True)
class Parcel:
    """One file. `place` are its folders and its name, the outermost first; `sender` is a mail's address.

    `time` is when the platform or the mail says that it came, None where nothing says so. From an archive it has no
    offset: archives keep the time that a clock showed.
    """

    place: tuple[str, ...]
    content: bytes
    time: datetime | None = None
    sender: str = ""

    @property
    def name(self) -> str:
        return show(self.place)


@dataclass(frozen=True)
class Unread:
    """A file that was not read; `code` says why."""

    place: tuple[str, ...]
    code: str
    sender: str = ""

    @property
    def name(self) -> str:
        return show(self.place)


Found = Iterator[Parcel | Unread]


def read_parcels(source: Path) -> Found:
    """Every file in `source`: a zip, a mail, one file, or a folder of these. Raises OSError if it can't be read."""
    if source.is_dir():
        yield from _folder(source)
    elif source.exists():
        yield from read_file(source, (source.name,))
    else:
        raise FileNotFoundError(2, os.strerror(2), str(source))


def show(place: tuple[str, ...]) -> str:
    """A place as one line that can be read and printed, whatever is in the names."""
    text = "/".join(place)
    shown = "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME // 2]} ... {shown[-LONGEST_NAME // 4 :]}"


def _folder(folder: Path) -> Found:
    count, closed = 0, []

    def failed(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder).parts
        if not place:
            raise error
        closed.append(Unread(place, "unreadable"))

    for root, folders, files in os.walk(folder, onerror=failed, followlinks=False):
        here = Path(root).relative_to(folder).parts
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        yield from (Unread((*here, name), "link") for name in sorted(links))
        folders[:] = sorted(name for name in folders if name not in _OF_THE_MACHINE)
        if folders and len(here) >= DEEPEST:
            folders.clear()
            yield Unread(here, "too_deep")
        for name in sorted(files):
            if name in _OF_THE_MACHINE:
                continue
            count += 1
            if count > MOST_FILES:
                yield Unread((*here, name), "too_many")
                return
            yield from read_file(Path(root) / name, (*here, name))
    yield from closed


def read_file(path: Path, place: tuple[str, ...]) -> Found:
    """One file on disk, known by `place`; an archive gives what is in it."""
    try:
        # A pipe would wait for ever; a link could point to an answer key.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        yield Unread(place, "link" if path.is_symlink() else "unreadable")
        return
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            yield Unread(place, "no_file")
            return
        start = file.read(len(_ZIP))
        if start == _ZIP or path.suffix.lower() == ".zip":
            yield from _archive(file, found.st_size, place)
            return
        mail = path.suffix.lower() == ".eml"
        most = LARGEST_MAIL if mail else LARGEST_FILE
        content = start + file.read(most)
    if len(content) > most:
        yield Unread(place, "too_large")
    elif mail:
        yield from _mail(content, place)
    else:
        yield Parcel(place, content, datetime.fromtimestamp(found.st_mtime, UTC))


class _Careful(io.RawIOBase):
    """A file of which no more than a few megabytes are read at once, whatever an archive says of itself."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_DIRECTORY:
            raise zipfile.BadZipFile("its list of files is too long")
        return self._file.read(LARGEST_DIRECTORY if size < 0 else size)


def _archive(file: io.BufferedReader, size: int, place: tuple[str, ...]) -> Found:
    if size > LARGEST_ARCHIVE:
        yield Unread(place, "too_large")
        return
    try:
        archive = zipfile.ZipFile(_Careful(file))
    except _DAMAGED:
        yield Unread(place, "not_zip")
        return
    # The archive that the teacher chose is the outermost folder, of which no name says anything.
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        if len(entries) > MOST_FILES:
            yield Unread(place, "too_many")
            return
        unpacked = 0
        for entry in entries:
            if _OF_THE_MACHINE & set(entry.filename.split("/")):
                continue
            inside = (*place, *entry.filename.split("/"))
            # zipfile unpacks no more of an entry than the size that stands in the list.
            unpacked += entry.file_size if entry.file_size <= LARGEST_FILE else 0
            if unpacked > MOST_UNPACKED:
                yield Unread(inside, "too_much")
                continue
            result = _entry(archive, entry, inside)
            if isinstance(result, Parcel) and entry.filename.lower().endswith(".eml"):
                yield from _mail(result.content, inside)
            else:
                yield result


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: tuple[str, ...]) -> Parcel | Unread:
    if code := _refusal(entry):
        return Unread(place, code)
    try:
        with archive.open(entry) as file:
            content = file.read(LARGEST_FILE + 1)
            if len(content) <= LARGEST_FILE:
                file.read(1)  # at its end the checksum is compared
    except _DAMAGED:
        return Unread(place, "damaged")
    if len(content) > LARGEST_FILE:
        return Unread(place, "too_large")
    if content.startswith(_ZIP):
        return Unread(place, "nested")
    return Parcel(place, content, _time(entry))


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """Why an entry is not even opened, as far as the archive's own list says."""
    parts = entry.filename.split("/")
    # zipfile cuts a name at a NUL byte.
    if (
        not entry.filename
        or "\0" in entry.orig_filename
        or len(entry.filename) > LONGEST_NAME
        or not entry.filename.isprintable()
    ):
        return "strange_name"
    if ".." in parts or not parts[0] or "\\" in entry.orig_filename or ":" in parts[0]:
        return "outside"
    if len(parts) > DEEPEST:
        return "too_deep"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "link"
    if kind not in (0, stat.S_IFREG):
        return "no_file"
    if entry.flag_bits & 0x1:
        return "locked_zip"
    if entry.file_size > LARGEST_FILE:
        return "too_large"
    return None


def _time(entry: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*entry.date_time)
    except ValueError:
        return None


def _mail(content: bytes, place: tuple[str, ...]) -> Found:
    """The attachments of a mail, as coming from its sender."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(message, EmailMessage)
        sender = parseaddr(str(message["From"] or ""))[1]
        time = _came(message)
        attached = [(part.get_filename() or "", part.get_payload(decode=True)) for part in message.iter_attachments()]
    except Exception:  # the parser has no list of what a forged mail makes it raise
        yield Unread(place, "damaged")
        return
    if not attached:
        yield Unread(place, "no_attachment", sender)
    for name, body in attached[:MOST_ATTACHED]:
        inside = (*place, name or "?")
        if body is None or len(body) > LARGEST_FILE:
            yield Unread(inside, "too_large" if body else "damaged", sender)
        elif body.startswith(_ZIP):
            yield Unread(inside, "nested", sender)
        else:
            yield Parcel(inside, body, time, sender)
    if len(attached) > MOST_ATTACHED:
        yield Unread(place, "too_many_attached", sender)


def _came(message: EmailMessage) -> datetime | None:
    """When the mail came in: as the receiving server wrote, or else as the sender's device says."""
    for written in [*message.get_all("Received", [])[:1], message["Date"] or ""]:
        try:
            return parsedate_to_datetime(str(written).rpartition(";")[2].strip()).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
