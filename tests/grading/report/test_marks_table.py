"""Marks as CSV: every pupil in a row, nothing that a spreadsheet could run, and never a 0 for who has no mark."""

import csv
import json
from io import StringIO

import pytest

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Roster, import_class_list
from skill_grading.report.marks_table import PLAIN, marks_csv
from tests.grading.placement import NAME

PUPILS = ["Adam", "Bo", "Cem", "Dina", "Elif", "Fien"]
HOSTILE = "=cmd|'/C calc'!A0"


@pytest.fixture
def classroom(placement, tmp_path):
    """A class: graded, waiting for the teacher, marked, not gradable, absent, not handed in."""
    path = tmp_path / "list.csv"
    lines = [f"5VZ;{name};{'De Smet, Jr' if name == 'Bo' else name};{name.lower()}@school.example" for name in PUPILS]
    path.write_text("\n".join(["klas;voornaam;naam;gebruikersnaam", *lines, "6B;Gus;Vos;"]), "utf-8")
    import_class_list(placement.data, path)
    roster = placement.data.roster
    roster.write_text(roster.read_text("utf-8").replace("Vos", HOSTILE).replace("6B", "@6B"), "utf-8")
    ids = {pupil.first_name: pupil.pupil_id for pupil in Roster.load(placement.data.roster).pupils}
    placement.hand_in(ids["Adam"], placement.answers(first="post", ticked=["name"], text=None))
    placement.hand_in(ids["Bo"])
    placement.hand_in(ids["Cem"])
    placement.hand_in(ids["Dina"])
    collect(placement.data, NAME)
    (placement.submitted(ids["Dina"]) / "answers.json").write_bytes(b"{")
    grade(placement.data, NAME)
    placement.sql(
        "UPDATE grade SET manual_score = 2.25, needs_manual_grade = 0 WHERE needs_manual_grade AND notebook_id IN"
        " (SELECT n.id FROM submitted_notebook n JOIN submitted_assignment s ON s.id = n.assignment_id"
        " WHERE s.student_id = ?)",
        ids["Cem"],
    )
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.mark_absent(ids["Elif"], NAME, True)
    placement.ids = ids
    return placement


def rows(table, delimiter=";", encoding="utf-8-sig"):
    return list(csv.reader(StringIO(table.decode(encoding), newline=""), delimiter=delimiter))


def test_an_exercise_in_another_language_than_the_teachers_has_its_own_titles(classroom):
    """Such as one that was released before the school had that language."""
    (key,) = classroom.data.releases.glob(f"{NAME}/*/full.json")
    release = json.loads(key.read_text("utf-8"))
    for words in (release["words"], release["views"], *(scenario["words"] for scenario in release["scenarios"])):
        del words["en"]
    key.write_text(json.dumps(release), "utf-8")

    head, *_ = rows(marks_csv(classroom.data, NAME, "en", "5VZ"))

    assert head[4:6] == ["Wandelen", "Vertellen (open question)"]


def test_every_pupil_is_in_it_with_marks_or_the_reason(classroom):
    head, *pupils = rows(marks_csv(classroom.data, NAME, "nl", "5VZ"))

    assert head == [
        "Klas", "Achternaam", "Voornaam", "Stand", "Wandelen", "Vertellen (open vraag)", "Aftrek (te laat)",
        "Totaal", "Op",
    ]  # fmt: skip
    waits = "wacht op de leerkracht"
    assert {row[2]: row[3:] for row in pupils} == {
        "Adam": ["verbeterd", "1,5", "0", "", "1,5", "8"],
        "Bo": [waits, "5", waits, "", waits, "8"],
        "Cem": ["verbeterd", "5", "2,25", "", "7,25", "8"],
        "Dina": ["niet verbeterd: dit is geen bestand met antwoorden, of maar een half.", "", "", "", "", ""],
        "Elif": ["afwezig", "", "", "", "", ""],
        "Fien": ["nog niet ingediend", "", "", "", "", ""],
    }


def test_names_are_quoted_and_run_nothing(classroom):
    table = marks_csv(classroom.data, NAME, "en", how=PLAIN)

    assert not table.startswith(b"\xef\xbb\xbf")
    found = rows(table, ",", "utf-8")
    assert ["5VZ", "De Smet, Jr", "Bo"] in [row[:3] for row in found]
    assert ["'@6B", f"'{HOSTILE}", "Gus"] in [row[:3] for row in found]


def test_moodle_finds_every_pupil_and_no_word_among_the_marks(classroom):
    head, *pupils = rows(marks_csv(classroom.data, NAME, "en", "5VZ", PLAIN), ",", "utf-8")

    assert head[3:5] == ["Number or address on the platform", "Status"]
    by_name = {row[2]: row[3:] for row in pupils}
    assert by_name["Adam"] == ["adam@school.example", "graded", "1.5", "0", "", "1.5", "8"]
    assert by_name["Bo"] == ["bo@school.example", "waiting for the teacher", "5", "", "", "", "8"]
    assert by_name["Elif"] == ["elif@school.example", "absent", "", "", "", "", ""]


def test_it_opens_in_excel_with_dutch_settings(classroom):
    table = marks_csv(classroom.data, NAME, "nl")

    assert table.startswith(b"\xef\xbb\xbfKlas;")
    assert table.count(b"\r\n") == table.count(b"\n") == 8


def test_what_being_late_costs_is_in_it(classroom):
    classroom.sql("UPDATE submitted_notebook SET late_submission_penalty = 0.5")

    by_name = {row[2]: row for row in rows(marks_csv(classroom.data, NAME, "nl"))}

    assert by_name["Adam"][6:] == ["0,5", "1", "8"]


def test_nbgraders_own_export_still_works(classroom, tmp_path):
    result = classroom.nbgrader("export", "--to", str(tmp_path / "grades.csv"))

    assert result.returncode == 0, result.stderr
    exported = list(csv.DictReader(StringIO((tmp_path / "grades.csv").read_text())))
    scores = {row["student_id"]: float(row["score"]) for row in exported}
    assert {name: scores[classroom.ids[name]] for name in ("Adam", "Bo", "Cem")} == {
        "Adam": 1.5,
        "Bo": 5.0,
        "Cem": 7.25,
    }
