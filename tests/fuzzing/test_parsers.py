"""Whatever is given to a parser, it reads it or says why not, and does nothing else."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from course_site.commands.context import base_url
from scenario_quiz.answers import AnswersRefused, parse_answers
from scenario_quiz.errors import CourseError, Refusal
from scenario_quiz.labels import load_labels
from scenario_quiz.scenario import Structure
from scenario_quiz.yaml_file import read_yaml
from skill_grading.collecting.keys import key_id
from skill_grading.collecting.parcels import Parcel, Unread, read_parcels
from skill_grading.collecting.sealed import is_sealed, unseal
from skill_grading.collecting.senders import read_matches
from skill_grading.dates.school_time import NoTime, read_time
from skill_grading.marking.journal import entries
from skill_grading.privacy.envelope import SealedReader, SealedWriter, read_header
from skill_grading.pupils.class_list import read_class_list
from skill_grading.pupils.codes import ALPHABET, normalise, normalise_receipt
from skill_grading.pupils.roster import Pupil, Roster
from tests.conftest import SMALL_COURSE
from tests.fuzzing.guarded import little_memory, many, watched
from tests.fuzzing.inputs import near, near_json
from tests.grading.hostile_files import zipped
from tests.grading.sealing import seal

ZONE = ZoneInfo("Europe/Brussels")
LABELS = load_labels("skill_grading", "nl")
KEY = ec.derive_private_key(20261123, ec.SECP256R1())
KEYS = {key_id(KEY.public_key()): KEY}
ENTRY = {"step": "first", "answer": "a", "time": "2026-11-23T07:00:00.000Z"}
ANSWERS = json.dumps(
    {
        "format": "scenario-answers", "version": 1, "course": "small-school", "assignment": "placement",
        "content": "0" * 64, "language": "nl", "attempt": "a" * 32,
        "scenarios": {"walk": [ENTRY, ENTRY | {"answer": ["a", "b"]}, ENTRY | {"answer": {"a": "b"}}]},
    }
).encode()  # fmt: skip
CLASS_LIST = "klas;naam;voornaam;stamnummer\n5VZ;Peeters;Noor;12\n5VZ;D'Hônt;Zoë;13\n".encode()
HOSTILE_CELLS = (b";", b",", b"\t", b"\n", b"\r", b'"', b"\0", b"=x", b"85073003328", b"\xff\xfe", b"naam", b"klas")
ROSTER = b"pupil_id,class,first_name,last_name,platform_id,entry_form\np-1,5VZ,Noor,Peeters,12,a\n"
MATCHES = b"file;pupil\nx.json;Noor Peeters (5VZ)\ny.json;p-1\nz.json;\n"
YAML = b"title: Stage\nrules: ['1.5', &x '7.10']\nmore: {a: *x, 'b': 12:30}\ntext: |\n  Eerst.\n\n  Dan.\n"
YAML_PIECES = (b"!!python/object/apply:os.system ['id']", b"!!python/name:os.system", b"&a", b"*a", b"<<: *a", b"\t",
               b": ", b"- ", b"? ", b"!!binary", b"%YAML 9", b"---", b"2026-11-23", b"0x", b"1e999", b"!!int x",
               b"!!float x", b"!!timestamp 2026-99-99", b"!!bool x", b"!!null x", b"!!set {a}", b"!x y")  # fmt: skip
ARCHIVE = zipped(("Noor/a.txt", b"hello " * 50), ("b.json", ANSWERS), ("c.eml", b"From: a@b\n\nx"))
MAIL = (
    b"From: Noor <noor@school.example>\nDate: Mon, 23 Nov 2026 08:00:00 +0100\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n'
    b'Content-Disposition: attachment; filename="answers.txt"\nContent-Transfer-Encoding: base64\n\neA==\n--b--\n'
)
MAIL_PIECES = (b"=?utf-8?q?=ff?=", b"--b", b"--b--", b"\n\n", b"charset=hz", b"charset=rot13", b"quoted-printable",
               b"message/rfc822", b"filename*=x'y'%ff", b"Received: ;", b"99999", b"boundary=")  # fmt: skip
JOURNAL = b'{"id": "1", "pupil_id": "p-1", "points": 2.0}\n{"settled": "1"}\n'


def sealed_stream() -> bytes:
    file = io.BytesIO()
    with SealedWriter(file, {"lock": "passphrase", "salt": "AAAA"}, bytes(32)) as writer:
        writer.write(b"what is kept")
        writer.finish()
    return file.getvalue()


@pytest.fixture(autouse=True)
def with_little_memory() -> Iterator[None]:
    with little_memory():
        yield


@pytest.fixture(scope="module")
def file() -> Iterator[Path]:
    """A file for what is read from disk; it is written anew for every input, in memory where the machine can."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder) / "any"


@many(near_json(ANSWERS))
def test_answers(content):
    with watched():
        try:
            parse_answers(content)
        except AnswersRefused as error:
            assert error.code in ("not_json", "invalid", "too_large") and str(error).encode()


@many(near_json(seal(ANSWERS, KEY.public_key(), "placement")))
def test_sealed_answers(content):
    with watched():
        is_sealed(content)
        try:
            unseal(content, "placement", KEYS)
        except AnswersRefused as error:
            assert str(error).encode()


@many(near(CLASS_LIST, CLASS_LIST.decode().encode("utf-16"), pieces=HOSTILE_CELLS))
def test_class_list(content):
    with watched():
        found, refused = read_class_list(content)
        assert all(each.line >= 1 and each.describe(LABELS) for each in refused)
        roster, *_ = Roster().merge(found)
    assert len(roster.pupils) <= len(found)


@many(near(ROSTER, pieces=HOSTILE_CELLS))
def test_roster(file, content):
    file.write_bytes(content)
    with watched():
        try:
            Roster.load(file)
        except Refusal as error:
            assert str(file) in str(error)


@many(near(MATCHES, pieces=HOSTILE_CELLS))
def test_list_of_whose_files_are(file, content):
    file.write_bytes(content)
    roster = Roster((Pupil("p-1", "5VZ", "Noor", "Peeters"),))
    with watched():
        try:
            assert set(read_matches(file, roster).values()) <= {"p-1"}
        except Refusal as error:
            assert str(file) in str(error)


@many(near(YAML, pieces=YAML_PIECES))
def test_yaml(file, content):
    file.write_bytes(content)
    with watched():
        try:
            read_yaml(file).parse(dict[str, object])
        except CourseError as error:
            assert error.problems and all(each.message for each in error.problems)


@many(near_json(json.dumps(SMALL_COURSE["exercises/placement/walk/scenario.yml"]).encode()))
def test_scenario(file, content):
    file.write_bytes(content)
    with watched():
        try:
            read_yaml(file).parse(Structure)
        except CourseError as error:
            assert error.problems and all(each.message for each in error.problems)


@many(near(ARCHIVE, pieces=(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff", bytes(4), b"../", b"/")))
def test_zip(file, content):
    path = file.with_suffix(".zip")
    path.write_bytes(content)
    with watched():
        for each in read_parcels(path):
            assert isinstance(each, Parcel | Unread) and each.name.isprintable()


@many(near(MAIL, pieces=MAIL_PIECES))
def test_mail(file, content):
    path = file.with_suffix(".eml")
    path.write_bytes(content)
    with watched():
        for each in read_parcels(path):
            assert isinstance(each, Parcel | Unread) and each.name.isprintable()


@many(near(b"K7QM-2XHD-9FPT", "k7qm – 2xhd\u00a09fpt".encode(), b"K7QM2XHD9FPT"))
def test_pupil_code(content):
    typed = content.decode("utf-8", "surrogateescape")
    with watched():
        code = normalise(typed)
        receipt = normalise_receipt(typed)
    assert code is None or (len(code) == 12 and set(code) <= set(ALPHABET))
    assert receipt is None or normalise_receipt(receipt) == receipt


@many(near(b"2026-11-23T12:00", b"2026-11-23 12:00", b"0001-01-01T00:00", b"9999-12-31T23:59", b"2026-10-25T02:30"))
def test_time_of_a_command(content):
    typed = content.decode("utf-8", "surrogateescape")
    with watched():
        try:
            time = read_time(typed, ZONE)
        except NoTime:
            return
    assert time is None or time.tzinfo


@many(near(b"https://school.example/course/", b"http://[::1]:80/", pieces=(b"[", b"]", b":", b"@", b"//", b"\\")))
def test_web_address_of_a_command(content):
    typed = content.decode("utf-8", "surrogateescape")
    with watched():
        try:
            assert base_url(typed).endswith("/") or not typed
        except Refusal as error:
            assert "no web address" in str(error)


@many(near(sealed_stream(), pieces=(bytes(4), b"\xff\xff\xff\xff", b"\n", b"{", b'"lock"')))
def test_backup(content):
    with watched():
        stream = io.BufferedReader(io.BytesIO(content))
        try:
            _, line = read_header(stream)
            assert SealedReader(stream, line, bytes(32)).read() == b"what is kept"
        except Refusal as error:
            assert "backup" in str(error)


@many(near(JOURNAL, pieces=(b"\n", b"{", b"}", b"null", b"[]", b"\xff")))
def test_journal_of_marks(file, content):
    file.write_bytes(content)
    with watched():
        assert all(isinstance(each, dict) for each in entries(file))
