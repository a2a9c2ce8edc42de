"""The teacher's side: a real Jupyter Server on a small course, asked by real requests and a real browser."""

from __future__ import annotations

import asyncio
import html
import re
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from course_site.teacher.desk import Desk, Notice
from course_site.teacher.office import Office
from course_site.teacher.overview import progress
from course_site.teacher.server import serve_teacher
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME
from tests.publishing.teachers import (
    HOSTILE,
    TOKEN,
)


def test_an_exercise_and_its_key_can_be_printed_from_the_start_page(teacher):
    start = teacher.get("course/").text
    links = re.findall(r'href="[^"]*/(course/paper/[^"]+)"', start)
    assert len(links) == 2 * len(teacher.course.load().school.languages)
    for link in links:
        page = teacher.get(link.replace("&amp;", "&"))
        assert (page.status, page.body[:5]) == (200, b"%PDF-")
    assert teacher.get("course/paper/booklet?language=xx").status == 404


def test_the_path_leads_from_hand_in_to_report(teacher):
    data, placement = teacher.placement.data, teacher.placement
    start = teacher.get("course/").text
    assert "Leerlingen: 4. Klassen: 2." in start
    assert "Ingediend: 0 van 4." in start

    placement.hand_in(teacher.ids["Noor"])
    placement.hand_in(teacher.ids["Noor"], attempt="second")
    placement.hand_in(teacher.ids[HOSTILE])
    placement.hand_in(teacher.ids["Yassin"], answers=b"[]")
    hand_ins = teacher.get("course/hand-ins").text
    assert hand_ins.count("nog op te halen") == 3
    start = teacher.get("course/").text
    assert "Nog op te halen: 3." in start and "Haal eerst op wat is ingediend." in start
    assert hand_ins.count("nog niet") == 1
    assert re.search(r"Noor Peeters</a></th>\s*<td>ingediend\s*</td>\s*<td[^>]*>[^<]+</td>\s*<td>2</td>", hand_ins)

    collected = teacher.post("course/collect", assignment=NAME).text
    assert "Opgehaald: 2. Stond er al: 0. Geweigerd: 1." in collected
    invalid = "er staat iets in dat niet in een bestand met antwoorden hoort."
    assert f"Yassin El Amrani: {invalid}" in collected
    assert "Nog te verbeteren: 2." in collected and "Niet bruikbaar: 1." in collected
    assert "Feedback kan zodra er werk verbeterd is." in collected
    hand_ins = teacher.get("course/hand-ins").text
    assert "nog op te halen" not in hand_ins and f"niet verbeterd: {invalid}" in hand_ins
    assert "Opgehaald: 0. Stond er al: 2." in teacher.post("course/collect", assignment=NAME).text

    graded = teacher.post("course/grade", assignment=NAME).text
    assert "Verbeterd: 2. Was al verbeterd: 0. Niet verbeterd: 0." in graded
    assert "Leerlingen met een open antwoord dat jij nog moet lezen: 2." in graded
    assert "Nog niet vrijgegeven: leerlingen zien nog niets." in graded
    teacher.post("course/feedback", assignment=NAME, class_name="5VZ", what="release", unmarked="yes")
    assert "Vrijgegeven: 2 van 2." in teacher.get("course/").text
    assert "feedback vrijgegeven: 5VZ" in teacher.get("course/log").text
    teacher.post("course/feedback", assignment=NAME, class_name="5VZ", what="withdraw")
    assert "feedback ingetrokken: 5VZ" in teacher.get("course/log").text

    work = re.search(r"formgrader/submissions/[0-9a-f]{32}/", teacher.get("course/hand-ins").text)[0]
    assert "Ik vraag het." in teacher.get(work).text

    made = teacher.post("course/reports", assignment=NAME, class_name="5VZ").text
    assert "Het rapport van 5VZ is klaar." in made
    files = re.findall(r'href="/(course/reports/[^"]+)"', made)
    assert {file.rpartition(".")[2] for file in files} == {"html", "pdf", "csv"}
    report = teacher.get(files[0])
    assert "verbeterd: 2 van 3 leerlingen" in report.text
    assert "script-src" not in report.headers["Content-Security-Policy"]
    assert "default-src 'none'" in report.headers["Content-Security-Policy"]
    assert teacher.get(files[1]).body.startswith(b"%PDF")
    assert (data.reports / NAME).is_dir()

    whole = teacher.post("course/reports", assignment="all", class_name="5VZ").text
    assert 'aria-current="true">De hele cursus<' in whole
    assert "De hele cursus, " in teacher.get(re.search(r'href="/(course/reports/all/[^"]+html)"', whole)[1]).text
    assert teacher.get("course/hand-ins?assignment=all").status == 200


def state_of(teacher, name):
    row = re.search(rf">{name}</a></th>\s*<td>([^<]+)", teacher.get("course/hand-ins").text)
    return row[1].strip()


def of(teacher, name, **fields):
    return {"assignment": NAME, "pupil_id": teacher.ids[name], **fields}


def test_dates_decide_who_is_late_and_who_did_not_hand_in(teacher):
    teacher.placement.hand_in(teacher.ids["Noor"])
    dates = {"assignment": NAME, "class_name": "5VZ", "opens": "", "due": "2020-01-01T12:00", "closes": ""}
    assert "Deadline 01/01/2020 om 12:00." in teacher.post("course/dates", **dates, do="save").text
    assert state_of(teacher, "Noor Peeters") == "te laat ingediend"
    assert state_of(teacher, "Zoë Ünal") == "nog niet"
    given = teacher.post("course/pupil/extend", **of(teacher, "Noor", due="2099-01-01T12:00")).text
    assert "Noor Peeters heeft tijd tot 01/01/2099 om 12:00." in given
    assert state_of(teacher, "Noor Peeters") == "ingediend"
    for_all = dates | {"class_name": ""}
    teacher.post("course/dates", **for_all, do="save")
    assert state_of(teacher, "Zoë Ünal") == "niet ingediend"
    with Inbox(teacher.placement.data.inbox_url) as inbox:
        teacher.post("course/dates", **for_all, do="close")
        assert not inbox.calendar.of(NAME).everybody.is_open(datetime.now(UTC))
        teacher.post("course/dates", **for_all, do="open")
        assert inbox.calendar.of(NAME).everybody.is_open(datetime.now(UTC))
    assert "volgt weer" in teacher.post("course/dates", **dates, do="follow").text
    assert "De volgorde klopt niet." in teacher.post("course/dates", **dates | {"opens": "2021-01-01T12:00"}).text
    assert "geen datum met uur: morgen" in teacher.post("course/dates", **dates | {"due": "morgen"}).text


def test_an_absent_pupil_is_shown_as_absent_until_the_tick_goes(teacher):
    zoe = teacher.ids["Zoë"]
    ticked = {"assignment": NAME, "class_name": "6 <b>", "listed": zoe}
    assert "Afwezig: 1." in teacher.post("course/hand-ins/absent", **ticked, absent=zoe).text
    assert state_of(teacher, "Zoë Ünal") == "afwezig"
    assert "Afwezig: 0." in teacher.post("course/hand-ins/absent", **ticked).text
    assert state_of(teacher, "Zoë Ünal") != "afwezig"


def test_a_receipt_can_be_looked_up_and_a_false_one_is_not_real(teacher):
    teacher.placement.hand_in(teacher.ids["Noor"])
    with Inbox(teacher.placement.data.inbox_url) as inbox:
        receipt = inbox.standing(teacher.ids["Noor"], NAME).receipt.receipt
    typed = urllib.parse.quote(receipt.lower().replace("-", " "))
    found = teacher.get(f"course/receipt?number={typed}").text
    assert f"Bewijs {receipt} is echt." in found and "Noor Peeters" in found
    assert "bestaat hier niet" in teacher.get("course/receipt?number=ZZZZ-ZZ").text
    assert "&lt;b&gt;" in teacher.get("course/receipt?number=%3Cb%3E").text


def test_work_under_the_wrong_code_is_moved_and_all_of_it_is_in_the_log(teacher):
    teacher.placement.hand_in(teacher.ids[HOSTILE])
    with Inbox(teacher.placement.data.inbox_url) as inbox:
        attempt = inbox.attempts(NAME, teacher.ids[HOSTILE])[0]
        page = teacher.get(f"course/pupil?assignment={NAME}&pupil_id={attempt.pupil_id}").text
        assert attempt.receipt in page and "<script>" not in page
        assert "Kies eerst" in teacher.post("course/pupil/move", **of(teacher, HOSTILE, attempt=attempt.attempt)).text
        moved = of(teacher, HOSTILE, attempt=attempt.attempt, to=teacher.ids["Zoë"])
        assert "Het werk staat nu bij Zoë Ünal" in teacher.post("course/pupil/move", **moved).text
        assert state_of(teacher, "Zoë Ünal") in ("ingediend", "te laat ingediend")
        back = of(teacher, "Zoë", attempt=attempt.attempt, to=attempt.pupil_id)
        teacher.post("course/pupil/move", **back)
        again = teacher.post("course/pupil/reopen", **of(teacher, "Zoë", answers="fresh", due="2099-01-01T12:00")).text
        assert "opnieuw open voor Zoë Ünal" in again
        assert inbox.standing(teacher.ids["Zoë"], NAME).reopened
    assert state_of(teacher, "Zoë Ünal") == "weer open"
    log = teacher.get("course/log").text
    assert f"werk met bewijs {attempt.receipt} verplaatst naar Zoë Ünal" in log
    assert "opnieuw geopend" in log and "tijd tot 01/01/2099 om 12:00" in log


def test_an_uploaded_list_gives_cards_to_print(teacher):
    told = teacher.upload("klas.csv", b"klas;voornaam;naam\n7A;Fien;De Smet\n7A;;\n").text
    assert "1 nieuw" in told
    assert "Regel 3: de voornaam ontbreekt." in told
    cards = re.search(r'href="/(course/cards/[^"]+\.pdf)"', told)[1]
    assert teacher.get(cards).body.startswith(b"%PDF")


@pytest.mark.parametrize(("content", "words"), [(b"", "Kies eerst"), (b"PK\x03\x04...", "Dit is een rekenblad")])
def test_a_list_that_cannot_be_read_is_refused_in_words(teacher, content, words):
    assert words in teacher.upload("klas.xlsx", content).text


def test_files_of_a_platform_are_taken_in_and_unknown_ones_asked_about(teacher):
    answers = teacher.placement.answers(attempt="file")
    upload = zipped(("Zoe Unal/placement-answers.txt", b"<script>"), (HOSTILE.replace("/", ""), answers))

    told = teacher.upload("smartschool.zip", upload, page=f"files?assignment={NAME}", field="files")
    assert "2 bestanden: 0 opgehaald, 0 waren er al, 0 bewaard maar tellen niet mee, 1 van wie" in told.text
    assert "Zoe Unal/placement-answers.txt (Zoë Ünal (6 &lt;b&gt;)): geweigerd: dit is geen bestand" in told.text
    assert "<script>" not in told.text
    assert "Geweigerd: dit is geen bestand met antwoorden" in teacher.get(f"course/hand-ins?assignment={NAME}").text
    (file,) = re.findall(r'name="file" value="([^"]+)"', told.text)

    told = teacher.post("course/files", assignment=NAME, file=html.unescape(file), pupil="Wie?")
    assert "Deze namen staan niet" in told.text and "Wie?" in told.text
    assert 'name="file"' in teacher.get("course/files").text


def test_a_lost_card_is_replaced(teacher):
    told = teacher.post("course/pupils/card", pupil_id=teacher.ids["Noor"]).text
    assert "Het nieuwe kaartje van Noor Peeters is klaar." in told
    assert "staat niet meer in de klaslijst" in teacher.post("course/pupils/card", pupil_id="nobody").text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://localhost:8000/", False),
        ("http://127.0.0.1:8000/services/hand-in/", False),
        ("http://[::1]:8000/", False),
        ("http://192.0.2.7:8000/", True),
        ("https://localhost.school.example/", True),
        ("", False),
    ],
)
def test_an_address_that_only_this_machine_finds_goes_on_no_card_and_to_no_parent(
    tmp_path, small_course, address, told
):
    desk = Desk(DataFolder(tmp_path), small_course.load(), address)
    assert desk.pupils_address == (address if told else "")


def test_one_action_at_a_time_while_the_server_goes_on(tmp_path, small_course):
    office = Office(Desk(DataFolder(tmp_path), small_course.load(), ""))
    go = threading.Event()

    def slow() -> Notice:
        go.wait(10)
        return Notice("slow")

    async def two():
        first = asyncio.create_task(office.do("ophalen", slow))
        await asyncio.sleep(0)
        second = await office.do("verbeteren", lambda: Notice("second"))
        go.set()
        return await first, second

    with ThreadPoolExecutor() as threads:  # Playwright runs a loop in this thread
        first, second = threads.submit(asyncio.run, two()).result()
    assert first.text == "slow"
    assert "nog bezig met ophalen" in second.text
    assert not office.busy


def test_a_taken_port_names_the_setting_to_change(tmp_path, small_course):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"TEACHER_PORT={port + 1}"):
            serve_teacher(DataFolder(tmp_path), small_course.load(), port, TOKEN)


def test_the_demo_class_has_handed_in_through_the_real_door(tmp_path, small_course):
    data = DataFolder(tmp_path)
    desk = Desk(data, small_course.load(), "")
    notice = desk.make_demo()
    assert "demoklas is klaar" in notice.text
    assert len(notice.details) == 1
    assert progress(data, NAME).next_step == "collect"
