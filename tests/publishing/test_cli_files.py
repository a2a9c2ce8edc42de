"""`course keys create`, `course collect --from` and stock `nbgrader zip_collect`, as a teacher runs them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from typer.testing import CliRunner

from course_site.cli import app
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME, Placement
from tests.grading.sealing import seal

WORDS = "vier woorden zijn genoeg"
NOOR, SAM = Pupil("p-noor", "5VZ", "Noor", "Peeters"), Pupil("p-sam", "5VZ", "Sam", "Maes")


@pytest.fixture
def placement(small_course, tmp_path, monkeypatch) -> Placement:
    placement = Placement.make(tmp_path / "data", small_course)
    Roster((NOOR, SAM)).save(placement.data.roster)
    monkeypatch.chdir(small_course.root)
    monkeypatch.delenv("COURSE_KEY_PASSPHRASE", raising=False)
    return placement


def course(placement: Placement, *arguments: object, typed: str | None = None):
    return CliRunner().invoke(app, ["--data", str(placement.data.path), *map(str, arguments)], input=typed)


def counting(placement: Placement) -> dict[str, bytes]:
    with Inbox(placement.data.inbox_url) as inbox:
        return {one.pupil_id: one.answers for one in inbox.counting(NAME)}


def test_from_keys_to_a_class_collected(placement, small_course, tmp_path):
    made = course(placement, "keys", "create", typed=f"{WORDS}\n{WORDS}\n")
    assert made.exit_code == 0, made.output
    assert "nobody can open those files ever again" in made.output and WORDS not in made.output
    assert str(course(placement, "keys", "create").exception).count("there is a public key already") == 1

    public = load_pem_public_key((small_course.root / "schools/small-school/public_key.pem").read_bytes())
    noor = seal(placement.answers(), public, NAME)
    source, words = tmp_path / "moodle.zip", tmp_path / "words.txt"
    words.write_text(f"{WORDS}\n")
    mark = "_1_assignsubmission_file_/placement-answers.txt"
    source.write_bytes(zipped((f"Noor Peeters{mark}", noor), (f"Participant{mark}", placement.answers(attempt="b"))))
    collect = ["collect", NAME, "--from", source, "--passphrase-file", words]
    first = course(placement, *collect)

    assert first.exit_code == 0, first.output
    assert "2 bestanden: 1 opgehaald" in first.output
    asked = placement.data.path / f"match-{NAME}.csv"
    assert asked.name in first.output
    assert counting(placement) == {"p-noor": placement.answers()}

    asked.write_text(asked.read_text("utf-8-sig").rstrip("\n") + "Sam Maes\n")
    second = course(placement, *collect, "--match", asked)
    assert "2 bestanden: 1 opgehaald, 1 waren er al" in second.output
    assert counting(placement).keys() == {"p-noor", "p-sam"}
    assert {path.name for path in placement.data.submitted.iterdir()} == {"p-noor", "p-sam"}


def test_stock_zip_collect_ends_as_course_collect_does(placement):
    archive = placement.data.course / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    mark = "_1_assignsubmission_file_/placement-answers.txt"
    content = zipped((f"Noor Peeters{mark}", placement.answers()), (f"Sam Maes{mark}", b"{"))
    (archive / "moodle.zip").write_bytes(content)

    command = placement.nbgrader("zip_collect", NAME, "--force")

    assert command.returncode == 0, command.stderr
    assert f"Sam Maes{mark} (Sam Maes (5VZ)): refused: this isn't a file" in command.stderr
    assert [path.name for path in placement.data.submitted.iterdir()] == ["p-noor"]
    again = course(placement, "collect", NAME)
    assert "0 collected, 1 there already, 0 refused" in again.output


def test_all_exercises_at_once_and_one_that_fails_is_named(placement):
    placement.hand_in("p-noor")
    collected = course(placement, "collect", "all")
    assert collected.exit_code == 0, collected.output
    assert "placement: 1 collected, 0 there already, 0 refused" in collected.output
    (key,) = placement.data.releases.glob(f"{NAME}/*/full.json")
    key.unlink()

    graded = course(placement, "grade", "all")

    assert graded.exit_code == 1
    assert str(graded.exception) == "1 of 1 exercises failed: placement."
    assert "Traceback" in graded.exception.__notes__[0] and "Traceback" not in graded.output
