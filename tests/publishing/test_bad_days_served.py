"""Bad days for the hand-in service and the teacher's pages while they run: words, nothing lost, and on again after."""

from __future__ import annotations

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from course_site.teacher.desk import Desk
from course_site.teacher.office import Office
from skill_grading.data import DataFolder
from skill_grading.inbox import store
from skill_grading.inbox.inbox import Inbox
from tests.bad_days import away, closed, full, locked
from tests.database import running_postgres
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import found_in
from tests.publishing.conftest import a_service, a_teacher
from tests.publishing.teachers import CLASS_LIST

exhaustive = pytest.mark.exhaustive
TROUBLE = "De schijf of de databank werkt nu niet mee."


def hand_in(device, service, attempt="a"):
    return device.request("POST", f"api/hand-ins/{NAME}", service.answers(attempt * 32))


def keeps_nothing_and_goes_on(service, trouble):
    """No receipt while it lasts, and afterwards the same attempt gives one, once."""
    noor, yassin = service.device("Noor"), service.device("Yassin")
    given = hand_in(noor, service)
    assert given.status == 201
    with trouble:
        for answer in (
            hand_in(yassin, service),
            hand_in(noor, service, "b"),
            service.device().sign_in(service.codes["Noor"]),
            yassin.request("PUT", f"api/drafts/{NAME}", {"revision": 0, "answers": service.answers("c" * 32)}),
        ):
            assert (answer.status, answer.json["error"]) == (500, "unavailable")
            assert "Traceback" not in json.dumps(answer.json) and "SQL" not in json.dumps(answer.json)
    first = hand_in(yassin, service)
    assert first.status == 201 and hand_in(yassin, service).json == first.json
    assert hand_in(noor, service).json == given.json
    with service.inbox() as inbox:
        assert {one.pupil_id: one.receipt for one in inbox.counting(NAME)} == {
            service.ids["Noor"]: given.json["receipt"],
            service.ids["Yassin"]: first.json["receipt"],
        }


@exhaustive
def test_on_a_full_disk_the_service_gives_no_receipt_and_goes_on_by_itself(small_course, small_disk):
    with a_service(small_course, small_disk) as service:
        keeps_nothing_and_goes_on(service, full(small_disk))


@exhaustive
def test_on_a_disk_that_is_closed_a_receipt_is_true_or_is_not_given(small_course, small_disk):
    """A database that was open can be written still; a connection that is made meanwhile must not stay closed."""
    with a_service(small_course, small_disk) as service, ThreadPoolExecutor(8) as threads:
        noor = service.device("Noor")
        with closed(small_disk):
            answers = list(threads.map(lambda n: hand_in(noor, service, f"{n:x}"), range(8)))
            assert {answer.status for answer in answers} <= {201, 500}
        given = {answer.json["receipt"] for answer in answers if answer.status == 201}
        with service.inbox() as inbox:
            assert given <= {one.receipt for one in inbox.attempts(NAME)}
        later = list(threads.map(lambda n: hand_in(noor, service, f"{n:x}"), range(8)))
        assert {answer.status for answer in later} <= {200, 201}
        with service.inbox() as inbox:
            assert {answer.json["receipt"] for answer in later} == {one.receipt for one in inbox.attempts(NAME)}


def test_while_the_database_is_locked_the_service_gives_no_receipt(small_course, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    with a_service(small_course, tmp_path) as service:
        keeps_nothing_and_goes_on(service, locked(service.data.path / "inbox.db"))


@exhaustive
def test_while_the_databases_server_is_away_the_service_gives_no_receipt(small_course, tmp_path, monkeypatch):
    with running_postgres("course") as urls:
        monkeypatch.setenv("COURSE_INBOX_URL", urls["course"])
        with a_service(small_course, tmp_path) as service:
            keeps_nothing_and_goes_on(service, away(urls["course"]))


def test_when_the_clock_jumps_back_pupils_stay_signed_in_and_the_first_hand_in_counts(service, monkeypatch):
    year = 400 * 86400
    device, now = service.device("Noor"), time.time
    first = hand_in(device, service)

    class LastYear(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.fromtimestamp(now() - year, zone)

    with monkeypatch.context() as jump:
        jump.setattr(time, "time", lambda: now() - year)
        jump.setattr("skill_grading.inbox.store.datetime", LastYear)
        jump.setattr("course_site.handin.desk.datetime", LastYear)
        later = hand_in(device, service, "b")
        assert (later.status, later.json["counts"]) == (201, False)
        assert later.json["time"][:4] < first.json["time"][:4]
        assert device.request("GET", "api/course").json["assignments"][NAME]["handed_in"] == first.json
        other = service.device("Yassin")
    assert hand_in(other, service).status == 401, "a session from the past is over"
    with service.inbox() as inbox:
        assert [one.receipt for one in inbox.counting(NAME)] == [first.json["receipt"]]


ACTIONS = {
    "collect": {},
    "grade": {},
    "reports": {"class_name": "5VZ"},
    "feedback": {"class_name": "5VZ", "what": "release", "unmarked": "yes"},
    "dates": {"class_name": "", "opens": "", "due": "2099-01-01T12:00", "closes": ""},
    "pupils/card": {},
    "pupil-data/export": {},
    "pupil-data/forget": {"typed": "Noor Peeters"},
}


@exhaustive
@pytest.mark.parametrize("trouble", [full, closed])
def test_on_a_bad_disk_the_teachers_pages_say_so_and_the_same_button_works_later(tmp_path, small_disk, trouble):
    with a_teacher(tmp_path, small_disk) as teacher:
        noor, data = {"assignment": NAME, "pupil_id": teacher.ids["Noor"]}, teacher.placement.data
        for name in ("Noor", "Yassin"):
            teacher.placement.hand_in(teacher.ids[name])
        for action, fields in ACTIONS.items():
            with trouble(small_disk):
                told = teacher.post(f"course/{action}", **noor | fields)
                pages = [teacher.get(f"course/{page}") for page in ("", "pupils", "hand-ins", "reports", "log")]
            assert TROUBLE in told.text, action
            assert re.search("No space left|is full|Read-only|readonly|open data|I/O", told.text), told.text[-700:]
            for page in (told, *pages):
                assert "Traceback" not in page.text and "[SQL" not in page.text
                assert page.status == 200 or TROUBLE in page.text
            again = teacher.post(f"course/{action}", **noor | fields)
            assert again.status == 200 and "notice" in again.text and "notice problem" not in again.text, action
        assert "is gewist" in again.text and found_in(data.path, noor["pupil_id"]) == []
        assert {pupil for pupil, _ in teacher.placement.marks()} == {teacher.ids["Yassin"]}
        assert not [path for path in data.path.rglob(".*") if path.is_file()], "nothing half is left"


def test_while_the_database_is_locked_the_teacher_reads_so(tmp_path, small_course, monkeypatch):
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    data = DataFolder(tmp_path / "data")
    office = Office(Desk(data, small_course.load(), ""))
    Inbox(data.inbox_url).close()
    with locked(data.path / "inbox.db"), ThreadPoolExecutor(1) as threads:  # Playwright runs a loop in this thread
        notice = threads.submit(asyncio.run, office.do("", office.desk.import_list, CLASS_LIST.encode())).result()
    assert notice.problem and TROUBLE in notice.text and notice.details == ["database is locked"]


@exhaustive
def test_while_the_databases_server_is_away_the_teacher_reads_so(tmp_path, monkeypatch):
    with running_postgres("course") as urls:
        monkeypatch.setenv("COURSE_INBOX_URL", urls["course"])
        monkeypatch.setenv("COURSE_GRADEBOOK_URL", urls["course"])
        with a_teacher(tmp_path, tmp_path) as teacher:
            teacher.placement.hand_in(teacher.ids["Noor"])
            with away(urls["course"]):
                asked = [teacher.get("course/"), teacher.get("course/hand-ins"), teacher.post("course/collect")]
                for answer in asked:
                    assert TROUBLE in answer.text and "Traceback" not in answer.text
                    assert urls["course"] not in answer.text
            for action in ("collect", "grade"):
                assert "notice problem" not in teacher.post(f"course/{action}", assignment=NAME).text
            assert "Nog op te halen: 0" not in teacher.get("course/").text
