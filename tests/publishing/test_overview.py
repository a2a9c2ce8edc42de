import json

from course_site.publish import release_all
from course_site.teacher.overview import latest_assignment
from skill_grading.data import DataFolder
from skill_grading.inbox import Inbox


def hand_in(data, assignment, attempt):
    with Inbox(data.inbox_url) as inbox:
        inbox.accept("p-1", assignment, json.dumps({}).encode(), version="0" * 64, attempt=attempt, answered=1, steps=1)


def test_a_teacher_comes_for_what_was_handed_in_last(small_course, tmp_path):
    for name, data in list(small_course.files.items()):
        if name.startswith("exercises/placement/"):
            small_course.files[name.replace("/placement/", "/another/")] = data
    data = DataFolder(tmp_path / "data")
    assert latest_assignment(data) == ""
    release_all(small_course.load(), data)
    assert latest_assignment(data) == "another"
    hand_in(data, "placement", "0" * 32)
    assert latest_assignment(data) == "placement"
    hand_in(data, "another", "1" * 32)
    assert latest_assignment(data) == "another"
