import json
import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from course_site.contents import in_order
from course_site.publish import release_all
from course_site.teacher.overview import latest_assignment, written_reports
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.report.writing import report_folder


def hand_in(data, assignment, attempt):
    with Inbox(data.inbox_url) as inbox:
        inbox.accept("p-1", assignment, json.dumps({}).encode(), version="0" * 64, attempt=attempt, answered=1, steps=1)


def test_a_teacher_comes_for_what_was_handed_in_last(small_course, tmp_path):
    for name, data in list(small_course.files.items()):
        if name.startswith("exercises/placement/"):
            small_course.files[name.replace("/placement/", "/another/")] = data
    data = DataFolder(tmp_path / "data")
    assert latest_assignment(data, []) == ""
    release_all(small_course.load(), data)
    assert latest_assignment(data, ["another", "placement"]) == "another"
    hand_in(data, "placement", "0" * 32)
    assert latest_assignment(data, ["another", "placement"]) == "placement"
    hand_in(data, "another", "1" * 32)
    assert latest_assignment(data, ["another", "placement"]) == "another"


def test_says_on_the_clock_of_the_school_when_a_report_was_made(tmp_path):
    data = DataFolder(tmp_path / "data")
    page = report_folder(data.reports, "placement", "5VZ") / "report.html"
    page.parent.mkdir(parents=True)
    page.touch()
    made = datetime(2026, 11, 23, 20, 30, tzinfo=UTC).timestamp()
    os.utime(page, (made, made))

    [report, other] = written_reports(data, "placement", ["5VZ", "6VZ"], ZoneInfo("Asia/Tokyo"))

    assert f"{report.made:%d %H:%M}" == "24 05:30"
    assert other.made is None


def test_only_what_was_written_of_a_report_can_be_opened(tmp_path):
    data = DataFolder(tmp_path / "data")
    folder = report_folder(data.reports, "placement", "5VZ")
    folder.mkdir(parents=True)
    for name in ("report.html", "skills.csv", "report.pdf"):
        (folder / name).touch()

    def offered():
        [report] = written_reports(data, "placement", ["5VZ"], ZoneInfo("Europe/Brussels"))
        return [file.name for file in (*report.documents, *report.tables)]

    assert offered() == ["report.html", "report.pdf", "skills.csv"]
    (folder / "report.pdf").unlink()
    assert offered() == ["report.html", "skills.csv"]


def test_exercises_stand_in_the_order_of_the_book_and_those_without_a_page_last(course, small_course):
    known = sorted(course.collected)
    found = in_order(course, [*known, "gone"])
    assert found[0] == "attitude" and found.index("privacy") < found.index("internship") < found.index("channels")
    assert sorted(found[:-1]) == known and found[-1] == "gone"
    assert in_order(small_course.load(), ["b", "a"]) == ["a", "b"]  # it has no contents at all
