"""Reading a teacher's zip or folder: whatever is in it ends as a whole file or as a refusal."""

from __future__ import annotations

import os
import tempfile
import tracemalloc
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill_grading.collecting import parcels
from skill_grading.collecting.parcels import Parcel, Unread, read_parcels, show
from tests.grading.hostile_files import zipped


def read(path: Path) -> dict[str, bytes | str]:
    """{name: content, or why it was not read}."""
    return {each.name: each.content if isinstance(each, Parcel) else each.code for each in read_parcels(path)}


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def mail(sender: str, *attached: tuple[str, bytes], **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    for name, value in headers.items():
        message[name] = value
    message.set_content("Dag mevrouw")
    for name, content in attached:
        message.add_attachment(content, maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


def test_a_zip_a_folder_and_one_file_are_read(tmp_path):
    write(tmp_path / "in/5VZ/a.txt", b"one")
    write(tmp_path / "in/class.zip", zipped(("Noor/b.txt", b"two"), ("__MACOSX/._b.txt", b"x"), (".DS_Store", b"x")))

    assert read(tmp_path / "in") == {"5VZ/a.txt": b"one", "class.zip/Noor/b.txt": b"two"}
    assert read(tmp_path / "in/class.zip") == {"class.zip/Noor/b.txt": b"two"}
    assert read(tmp_path / "in/5VZ/a.txt") == {"a.txt": b"one"}


def test_a_mail_gives_its_attachments_with_the_sender_and_the_time_of_the_server(tmp_path):
    content = mail(
        "Noor Peeters <noor.peeters@school.example>",
        ("placement-answers.txt", b"{}"),
        Received="from a by b; Mon, 23 Nov 2026 08:00:00 +0100",
        Date="Mon, 23 Nov 2020 08:00:00 +0100",
    )
    (found,) = read_parcels(write(tmp_path / "mail.eml", content))

    assert (found.content, found.sender) == (b"{}", "noor.peeters@school.example")
    assert found.time == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_a_mail_without_an_attachment_is_named(tmp_path):
    assert read(write(tmp_path / "mail.eml", mail("a@b.example"))) == {"mail.eml": "no_attachment"}


def test_of_a_mail_with_too_many_attachments_this_is_told(tmp_path):
    attached = [(f"{number}.txt", b"x") for number in range(22)]
    found = read(write(tmp_path / "mail.eml", mail("a@b.example", *attached)))
    assert list(found.values()) == [*[b"x"] * 20, "too_many_attached"]


def test_only_what_lies_too_deep_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(parcels, "DEEPEST", 2)
    write(tmp_path / "in/1/2/read.txt", b"x")
    assert read(tmp_path / "in") == {"1/2/read.txt": b"x"}
    write(tmp_path / "in/1/2/3/left.txt", b"x")
    assert read(tmp_path / "in") == {"1/2": "too_deep", "1/2/read.txt": b"x"}


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path, monkeypatch):
    write(tmp_path / "in/open/a.txt", b"one")
    write(tmp_path / "in/closed/b.txt", b"two")
    look = os.scandir

    def scandir(folder):
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return look(folder)

    monkeypatch.setattr("os.scandir", scandir)
    assert read(tmp_path / "in") == {"open/a.txt": b"one", "closed": "unreadable"}
    with pytest.raises(PermissionError):
        read(tmp_path / "in/closed")


def test_a_source_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(read_parcels(tmp_path / "nothing"))


def test_a_folder_of_endless_files_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(parcels, "MOST_FILES", 3)
    for number in range(5):
        write(tmp_path / f"in/{number}.txt", b"")
    assert list(read(tmp_path / "in").values()) == [b"", b"", b"", "too_many"]


def test_an_archive_of_many_small_bombs_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(parcels, "MOST_UNPACKED", 1_000_000)
    source = write(tmp_path / "in.zip", zipped(*((f"{number}.txt", bytes(400_000)) for number in range(5))))
    assert [type(each) for each in read_parcels(source)] == [Parcel, Parcel, Unread, Unread, Unread]


def test_a_bomb_takes_no_memory(tmp_path):
    source = write(tmp_path / "in.zip", zipped(("zeros", bytes(300_000_000))))
    tracemalloc.start()
    assert read(source) == {"in.zip/zeros": "too_large"}
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_name_is_shown_on_one_line():
    assert show(("a\nb", "\x1b[31m\u202e")) == "a\\x0ab/\\x1b[31m\\x202e"
    assert len(show(("x" * 100_000,))) < 500


BYTES = st.binary(max_size=300)
ARCHIVE = zipped(("Noor/a.txt", b"hello " * 50), ("b.txt", b"x"))


@st.composite
def spoilt_archives(draw) -> bytes:
    """A zip file with some of its bytes changed, cut or repeated."""
    content = bytearray(ARCHIVE)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content) - 1))
        content[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
    return bytes(content)


@settings(max_examples=300, deadline=None)
@given(st.one_of(spoilt_archives(), BYTES.map(lambda tail: b"PK\x03\x04" + tail)))
def test_no_archive_breaks_the_reader(content):
    with tempfile.TemporaryDirectory() as folder:
        for each in read_parcels(write(Path(folder) / "in.zip", content)):
            assert each.name.isprintable() and "in.zip" in each.name


@settings(max_examples=200, deadline=None)
@given(st.one_of(BYTES, st.text(max_size=200).map(lambda text: f"From: {text}\nDate: {text}\n".encode())))
def test_no_mail_breaks_the_reader(content):
    with tempfile.TemporaryDirectory() as folder:
        list(read_parcels(write(Path(folder) / "in.eml", content)))
