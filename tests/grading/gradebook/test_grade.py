"""Grading in bulk: the gradebook that stock nbgrader would give, and nobody graded wrongly in silence."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from skill_grading.collecting.collect import collect
from skill_grading.course_folder import SETTINGS
from skill_grading.gradebook import grade as grading
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from tests.grading.placement import NAME, Placement

CLASS = {
    "P001": {},
    "P002": {"first": "post", "ticked": ["name"], "text": None},
    "P003": {"first": "hide", "ticked": ["call", "mail"], "text": "  \n"},
    "P004": {"first": None, "text": "<script>alert(1)</script> $x$ \\(y\\)"},
    "P005": {"first": "keep", "ticked": ["call", "sue"], "text": "—"},
    "P006": {"first": "ask", "ticked": []},
}


@pytest.fixture
def classroom(placement):
    """The exercise with a class whose hand-ins are collected."""
    for pupil, given in CLASS.items():
        placement.hand_in(pupil, placement.answers(**given))
    collect(placement.data, NAME)
    return placement


def files(placement):
    found = [path for path in placement.data.autograded.rglob("*") if path.is_file()]
    return {path.relative_to(placement.data.autograded): path.read_bytes() for path in found}


def stock(placement):
    result = placement.nbgrader("autograde", NAME)
    assert result.returncode == 0, result.stderr
    return placement


def teacher_marks(placement, pupil, points, comment="Mooi."):
    placement.sql(
        "UPDATE grade SET manual_score = ?, extra_credit = 0.5, needs_manual_grade = 0 WHERE needs_manual_grade AND"
        " notebook_id IN (SELECT n.id FROM submitted_notebook n JOIN submitted_assignment s ON s.id = n.assignment_id"
        " WHERE s.student_id = ?)",
        points,
        pupil,
    )
    placement.sql("UPDATE comment SET manual_comment = ?", comment)


def test_every_table_and_file_is_what_stock_nbgrader_gives(classroom, tmp_path):
    other = stock(classroom.copy(tmp_path / "stock"))

    report = grade(classroom.data, NAME)

    assert report.graded == list(CLASS)
    assert classroom.tables() == other.tables()
    assert files(classroom) == files(other)


def test_a_class_with_late_absent_and_refused_pupils_is_what_stock_nbgrader_gives(classroom, tmp_path):
    with Inbox(classroom.data.inbox_url) as inbox:
        inbox.calendar.set(NAME, Dates(due=datetime.now(UTC) - timedelta(hours=1)))
        inbox.calendar.extend(NAME, "P002", datetime.now(UTC) + timedelta(hours=1))
        inbox.mark_absent("P099", NAME, True)
    (classroom.submitted("P005") / "answers.json").write_bytes(b"not json")
    other = classroom.copy(tmp_path / "stock")

    refused = other.nbgrader("autograde", NAME)
    report = grade(classroom.data, NAME)

    assert refused.returncode != 0 and "P005" in refused.stderr
    assert [each.pupil_id for each in report.not_graded] == ["P005"]
    # Stock nbgrader leaves an empty row for who was refused, which it exports as 0 points, like a real 0. We don't.
    tables = {name: [row for row in rows if "P005" not in row] for name, rows in other.tables().items()}
    assert classroom.tables() == tables
    assert not any("P005" in row for rows in classroom.tables().values() for row in rows)


def test_two_who_grade_at_once_wait_for_each_other(classroom):
    """All find pupils that are not in the gradebook yet; without turns, one fails on the rows of another."""
    with ThreadPoolExecutor() as pool:
        reports = list(pool.map(lambda _: grade(classroom.data, NAME), range(3)))

    assert sorted(len(report.graded) for report in reports) == [0, 0, len(CLASS)]
    assert len(classroom.sql("SELECT id FROM grade")) == 2 * len(CLASS)


def test_a_second_hand_in_after_marking_gives_what_stock_nbgrader_gives(classroom, tmp_path):
    grade(classroom.data, NAME)
    teacher_marks(classroom, "P001", 2.0)
    teacher_marks(classroom, "P004", 1.0)
    with Inbox(classroom.data.inbox_url) as inbox:
        inbox.reopen("P001", NAME)
    classroom.hand_in("P001", classroom.answers(first="post", text="Anders."), attempt="b")
    collect(classroom.data, NAME)
    other = stock(classroom.copy(tmp_path / "stock"))

    report = grade(classroom.data, NAME)

    assert (report.graded, len(report.unchanged)) == (["P001"], len(CLASS) - 1)
    assert classroom.tables() == other.tables()
    assert files(classroom) == files(other)
    assert classroom.marks()["P001", "tell--write"] == (None, 2.0, 1)


@pytest.mark.parametrize("method", ["none", "zero"])
def test_late_hand_ins_lose_what_stock_nbgrader_takes(classroom, tmp_path, monkeypatch, method):
    classroom.sql("UPDATE assignment SET duedate = '2020-01-01 00:00:00.000000'")
    grade(classroom.data, NAME)
    shutil.rmtree(classroom.data.autograded)
    # nbgrader keeps an extension as the time since 1970: this one lasts until 2040.
    extended = "UPDATE submitted_assignment SET extension = '1990-01-01 00:00:00.000000' WHERE student_id = 'P006'"
    classroom.sql(extended)
    with open(classroom.data.course / SETTINGS, "a") as settings:
        settings.write(f"\nc.LateSubmissionPlugin.penalty_method = {method!r}\n")
    monkeypatch.setattr("skill_grading.course_folder.prepare", lambda data: None)

    other = stock(classroom.copy(tmp_path / "stock"))
    grade(classroom.data, NAME)

    assert classroom.tables() == other.tables()
    penalties = classroom.sql("SELECT late_submission_penalty FROM submitted_notebook ORDER BY late_submission_penalty")
    zero = [(None,), (0.0,), (1.5,), (2.0,), (4.0,), (5.0,)]
    assert penalties == (zero if method == "zero" else [(None,)] * len(CLASS))


def test_points_and_waiting_answers(classroom):
    grade(classroom.data, NAME)

    marks = classroom.marks()
    assert {pupil: marks[pupil, "walk"] for pupil in CLASS} == {
        "P001": (5.0, None, 0),
        "P002": (1.5, None, 0),
        "P003": (4.0, None, 0),
        "P004": (0.0, None, 0),
        "P005": (2.0, None, 0),
        "P006": (2.0, None, 0),
    }
    waiting = [pupil for pupil in CLASS if marks[pupil, "tell--write"] == (None, None, 1)]
    skipped = [pupil for pupil in CLASS if marks[pupil, "tell--write"] == (0.0, None, 0)]
    assert (waiting, skipped) == (["P001", "P004", "P005", "P006"], ["P002", "P003"])


def test_the_teacher_sees_what_the_pupil_did(classroom):
    grade(classroom.data, NAME)

    def shown(pupil):
        cells = classroom.autograded_notebook(pupil).cells
        return cells, [output.data["text/plain"] for cell in cells for output in cell.get("outputs", [])]

    cells, texts = shown("P004")
    assert any("CANARY-ANCHOR" in text for text in texts)
    assert any(cell.source.startswith("<pre>&#60;script&#62;alert(1)") for cell in cells)
    _, texts = shown("P001")
    assert any("→ Vragen.\n    2 van 2 punten" in text for text in texts)


def test_grading_again_touches_nothing(classroom):
    grade(classroom.data, NAME)
    teacher_marks(classroom, "P001", 2.0)
    tables, inodes = classroom.tables(), {path: path.stat().st_ino for path in classroom.data.autograded.rglob("*")}

    report = grade(classroom.data, NAME)

    assert (report.graded, report.unchanged) == ([], list(CLASS))
    assert classroom.tables() == tables
    assert {path: path.stat().st_ino for path in classroom.data.autograded.rglob("*")} == inodes


def test_who_can_not_be_graded_is_named_and_has_no_mark(classroom):
    key = classroom.data.releases / NAME / classroom.release.version / "full.json"
    (classroom.submitted("P001") / "answers.json").write_bytes(b"not json")
    (classroom.submitted("P002") / "answers.json").unlink()
    (classroom.submitted("P002") / "answers.json").symlink_to(key)
    (classroom.submitted("P003") / "notes.txt").symlink_to(key)
    (classroom.submitted("P004") / "timestamp.txt").write_text("yesterday")
    (classroom.submitted("P005") / "placement.ipynb").unlink()

    report = grade(classroom.data, NAME)

    assert report.graded == ["P006"]
    assert {each.pupil_id: each.code for each in report.not_graded} == {
        "P001": "not_json",
        "P002": "strange_files",
        "P003": "strange_files",
        "P004": "strange_files",
        "P005": "strange_files",
    }
    assert {pupil for pupil, _ in classroom.marks()} == {"P006"}
    assert classroom.sql("SELECT id FROM student") == [("P006",)]
    assert [path.name for path in classroom.data.autograded.iterdir()] == ["P006"]
    assert "P001: not graded: not readable as JSON" in str(report)


def test_a_fault_of_our_own_is_named_and_stops_nobody_else(classroom, monkeypatch):
    read = grading.Judge.read
    monkeypatch.setattr(grading.Judge, "read", lambda judge, pupil: 1 / 0 if pupil == "P002" else read(judge, pupil))

    report = grade(classroom.data, NAME)

    assert [(each.pupil_id, each.code) for each in report.not_graded] == [("P002", "unexpected")]
    assert len(report.graded) == len(CLASS) - 1


def test_a_crash_before_the_commit_is_mended_by_grading_again(classroom, tmp_path, monkeypatch):
    other = classroom.copy(tmp_path / "other")
    grade(other.data, NAME)
    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(grading.GradebookWriter, "write", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        grade(classroom.data, NAME)
    assert classroom.marks() == {}

    assert grade(classroom.data, NAME).graded == list(CLASS)
    assert classroom.tables() == other.tables()


def test_progress_is_told_pupil_by_pupil(classroom):
    told = []

    grade(classroom.data, NAME, progress=lambda done, total: told.append((done, total)))

    assert told == [(number, len(CLASS)) for number in range(1, len(CLASS) + 1)]


def test_versions_with_other_points_are_graded_apart(classroom, small_course):
    steps = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]
    steps["left"]["points"] = steps["right"]["points"] = 4
    newer = Placement.make(classroom.data.path, small_course)
    newer.hand_in("P010")
    collect(newer.data, NAME)
    told = []

    report = grade(newer.data, NAME, progress=lambda done, total: told.append((done, total)))

    assert report.graded == [*CLASS, "P010"]
    assert classroom.marks()["P010", "walk"] == (6.0, None, 0)
    assert classroom.marks()["P001", "walk"] == (5.0, None, 0)
    assert told[-1] == (7, 7)


def test_nothing_collected_is_nothing_graded(placement):
    report = grade(placement.data, NAME)

    assert (report.graded, report.unchanged, report.not_graded) == ([], [], [])
