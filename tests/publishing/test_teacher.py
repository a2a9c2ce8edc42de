"""The teacher's side: a real Jupyter Server on a small course, asked by real requests and a real browser."""

from __future__ import annotations

import asyncio
import html
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookiejar import CookieJar

import pytest
from axe_playwright_python.sync_playwright import Axe

from course_site.teacher.desk import Desk, Notice
from course_site.teacher.office import Office
from course_site.teacher.overview import progress, work_by_class
from course_site.teacher.server import serve_teacher
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.gradebook import grade
from skill_grading.inbox import Inbox
from skill_grading.roster import Roster, import_class_list
from skill_grading.submissions import submitted_pupils
from tests.conftest import SmallCourse
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME, Placement
from tests.markup import findings

TOKEN = "only-for-this-test"
REGRADE = f"course/regrade?assignment={NAME}"
HOSTILE = "<script>alert('$x$')</script>"
CLASS_LIST = f'klas;voornaam;naam\n5VZ;Noor;Peeters\n5VZ;"{HOSTILE}";O\'Neil\n5VZ;Yassin;El Amrani\n6 <b>;Zoë;Ünal\n'


class Teacher:
    """A running teacher's side, and a browser without scripts that has its token."""

    def __init__(self, placement: Placement, course: SmallCourse, address: str) -> None:
        self.placement = placement
        self.course = course
        self.address = address
        self.ids = {p.first_name: p.pupil_id for p in Roster.load(placement.data.roster).pupils}
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )

    @property
    def log(self) -> str:
        return (self.placement.data.path / "teacher.log").read_text("utf-8")

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, xsrf: bool = True, **fields: str) -> Page:
        if xsrf:
            fields["_xsrf"] = re.search('name="_xsrf" value="([^"]+)"', self.get("course/pupils").text)[1]
        return self._ask(urllib.request.Request(self.address + path, urllib.parse.urlencode(fields).encode()))

    def upload(self, name: str, content: bytes, page: str = "pupils/import", field: str = "list") -> Page:
        xsrf = re.search('name="_xsrf" value="([^"]+)"', self.get("course/pupils").text)[1]
        parts = [
            b'--b\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n' + xsrf.encode(),
            f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode() + content,
        ]
        body = b"\r\n".join([*parts, b"--b--\r\n"])
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        return self._ask(urllib.request.Request(f"{self.address}course/{page}", body, headers))

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._browser.open(request, timeout=60) as answer:
                return Page(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.code, dict(error.headers), error.read())


class Page:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teacher")
    small = SmallCourse(folder / "course")
    placement = Placement.make(folder / "data", small)
    listed = folder / "klas.csv"
    listed.write_text(CLASS_LIST)
    import_class_list(placement.data, listed)
    port = free_port()
    log = (folder / "out.txt").open("w+")
    process = start(small, placement, port, log)
    teacher = Teacher(placement, small, f"http://localhost:{port}/")
    try:
        wait_for(process, port)
        assert teacher.get(f"course/?token={TOKEN}").status == 200
        yield teacher
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert "Traceback" not in (folder / "out.txt").read_text()


def start(small, placement, port, out) -> subprocess.Popen:
    command = [sys.executable, "-m", "course_site.teacher"]
    command += [str(small.root), "small-school", str(placement.data.path), str(port)]
    return subprocess.Popen(command, env={**os.environ, "COURSE_TEACHER_TOKEN": TOKEN}, stdout=out, stderr=out)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(process: subprocess.Popen, port: int) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


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
    assert hand_ins.count("nog niet") == 1
    assert re.search(r"Noor Peeters</a></th>\s*<td>ingediend\s*</td>\s*<td[^>]*>[^<]+</td>\s*<td>2</td>", hand_ins)

    collected = teacher.post("course/collect", assignment=NAME).text
    assert "Opgehaald: 2. Stond er al: 0. Geweigerd: 1." in collected
    assert "Yassin El Amrani: het bestand met antwoorden is niet bruikbaar (invalid)." in collected
    assert "Nog te verbeteren: 2." in collected
    assert "Opgehaald: 0. Stond er al: 2." in teacher.post("course/collect", assignment=NAME).text

    graded = teacher.post("course/grade", assignment=NAME).text
    assert "Verbeterd: 2. Was al verbeterd: 0. Niet verbeterd: 0." in graded
    assert "Leerlingen met een open antwoord dat jij nog moet lezen: 2." in graded

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


@pytest.mark.parametrize("page", ["course/", "course/hand-ins", "course/reports/x.html", "course/cards/x.pdf"])
def test_without_the_token_nothing_is_shown_but_how_to_get_in(teacher, page):
    answer = Teacher(teacher.placement, teacher.course, teacher.address).get(page)
    assert answer.status == 403
    assert "volledige adres" in answer.text
    assert "Noor" not in answer.text


def test_jupyter_itself_asks_for_the_token_too(teacher):
    stranger = Teacher(teacher.placement, teacher.course, teacher.address)
    assert stranger.get("api/contents").status == 403
    assert NAME not in stranger.get("formgrader/gradebook").text


def test_feedback_is_looked_at_released_taken_back_and_saved(teacher):
    teacher.upload("more.csv", b"klas;voornaam;naam\n5VZ;Later;Leerling\n")
    for name in ("Noor", HOSTILE):
        teacher.placement.hand_in(teacher.ids[name])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    page = teacher.get("course/feedback").text
    assert "Met een open antwoord dat jij nog moet lezen" in page
    assert "6 &lt;b&gt;" in page and "<script" not in page
    look = teacher.get(f"course/feedback/pupil?assignment={NAME}&pupil={teacher.ids['Noor']}")
    assert "Jouw feedback" in look.text and "Wordt nog nagekeken" in look.text
    assert "default-src 'none'" in look.headers["Content-Security-Policy"]
    assert teacher.get(f"course/feedback/pupil?assignment={NAME}&pupil=nobody").status == 404

    of = {"assignment": NAME, "class_name": "5VZ"}
    assert "Nog niet vrijgegeven" in teacher.post("course/feedback", what="release", **of).text
    told = teacher.post("course/feedback", what="release", unmarked="yes", **of).text
    assert "De feedback van 5VZ is vrijgegeven. Leerlingen die ze kunnen lezen: 2." in told
    assert "Wie feedback heeft, kent de goede antwoorden" in told
    saved = teacher.get(f"course/feedback/zip?assignment={NAME}&class_name=5VZ")
    with zipfile.ZipFile(io.BytesIO(saved.body)) as archive:
        names = archive.namelist()
    assert "5VZ/Peeters Noor.html" in names and len(names) == 2
    assert not set("<>:|?*") & set("".join(names))
    assert "is ingetrokken. Aantal: 2." in teacher.post("course/feedback", what="withdraw", **of).text
    assert "There is no class" in teacher.post("course/feedback", what="withdraw", assignment=NAME, class_name="x").text


def test_a_form_from_elsewhere_does_nothing(teacher):
    answer = teacher.post("course/collect", xsrf=False, assignment=NAME)
    assert answer.status == 403
    assert "verlopen" in answer.text


@pytest.mark.parametrize("page", ["course/pupils", "course/hand-ins", "course/reports"])
def test_hostile_names_are_shown_as_they_stand(teacher, page):
    text = teacher.get(page).text
    assert "<script" not in text
    assert "6 &lt;b&gt;" in text


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
    assert "smartschool.zip/Zoe Unal/placement-answers.txt: geweigerd: dit is geen bestand met antwoorden" in told.text
    assert "<script>" not in told.text
    (file,) = re.findall(r'name="file" value="([^"]+)"', told.text)

    told = teacher.post("course/files", assignment=NAME, file=html.unescape(file), pupil="Wie?")
    assert "Deze namen staan niet" in told.text and "Wie?" in told.text
    assert 'name="file"' in teacher.get("course/files").text


def test_a_lost_card_is_replaced(teacher):
    told = teacher.post("course/pupils/card", pupil_id=teacher.ids["Noor"]).text
    assert "Het nieuwe kaartje van Noor Peeters is klaar." in told
    assert "staat niet meer in de klaslijst" in teacher.post("course/pupils/card", pupil_id="nobody").text


@pytest.mark.parametrize(
    "page", ["course/nothing", "course/hand-ins?assignment=x", "course/reports/x.html", "tree/course/source"]
)
def test_what_does_not_exist_is_told_in_words(teacher, page):
    answer = teacher.get(page)
    assert answer.status == (200 if page.startswith("tree") else 404)
    assert "Dit ging niet" in answer.text


@pytest.mark.parametrize(
    "page", ["course/reports/..%2fsecret", "course/reports/%2fetc/passwd", "course/cards/..%2fx.pdf"]
)
def test_only_reports_and_cards_can_be_fetched(teacher, page):
    assert teacher.get(f"course/{page}").status in (403, 404)


def test_a_broken_class_list_is_told_in_words_and_kept_for_the_engineer(teacher):
    roster = teacher.placement.data.roster
    whole = roster.read_bytes()
    roster.write_text("broken\n")
    try:
        answer = teacher.get("course/pupils")
    finally:
        roster.write_bytes(whole)
    assert answer.status == 500
    assert "Dit ging niet" in answer.text
    assert "Traceback" not in answer.text
    assert "Traceback" in teacher.log


def test_the_log_holds_no_token(teacher):
    teacher.get(f"course/?token={TOKEN}")
    assert TOKEN not in teacher.log


def test_formgraders_button_gives_what_grading_in_bulk_gives(teacher, tmp_path):
    placement, pupils = teacher.placement, [teacher.ids["Noor"], teacher.ids[HOSTILE]]
    for pupil, first in zip(pupils, ("ask", "post"), strict=True):
        placement.hand_in(pupil, placement.answers(first=first, ticked=["name"]))
    teacher.post("course/collect", assignment=NAME)
    bulk = placement.copy(tmp_path / "bulk")
    grade(bulk.data, NAME)

    for pupil in submitted_pupils(placement.data, NAME):
        answer = teacher.post(f"formgrader/api/submission/{NAME}/{pupil}/autograde")
        assert json.loads(answer.text)["success"], answer.text

    assert set(pupils) <= {pupil for pupil, _ in placement.marks()}
    assert placement.tables() == bulk.tables()


def test_work_that_can_not_be_graded_says_why(teacher):
    teacher.placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    file = teacher.placement.submitted(teacher.ids["Noor"]) / "answers.json"
    whole = file.read_bytes()
    graded = teacher.placement.autograded(teacher.ids["Noor"])
    file.write_bytes(b"{")
    aside = graded.rename(graded.with_name("aside")) if graded.exists() else None
    try:
        told, page = teacher.post("course/grade", assignment=NAME).text, teacher.get("course/hand-ins").text
    finally:
        file.write_bytes(whole)
        if aside:
            aside.rename(graded)
    reason = "het bestand met antwoorden is niet bruikbaar (not_json)."
    assert f"Noor Peeters: {reason}" in told
    assert f"niet verbeterd: {reason}" in page


def test_a_mended_key_is_shown_before_it_changes_a_mark(teacher):
    placement = teacher.placement
    placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    assert "De sleutel van deze oefening is veranderd" not in teacher.get("course/").text
    folder = placement.data.releases / NAME / placement.release.version
    before = (folder / "full.json").read_text()
    mended = placement.release.model_dump(mode="json")
    mended["scenarios"][0]["steps"]["first"]["choices"]["ask"] |= {"verdict": "harm", "points": None}
    (folder / "mended.json").write_text(type(placement.release).model_validate(mended).model_dump_json())

    assert "De sleutel van deze oefening is veranderd" in teacher.get("course/").text
    page = teacher.get(f"course/regrade?assignment={NAME}").text
    told = teacher.post("course/regrade", assignment=NAME).text

    assert re.search(r"Minder punten: [1-9]", page)
    assert re.search(r"Noor Peeters</th><td>Wandelen</td><td>5</td><td>3</td>", page)
    assert re.search(r"Verbeterd: [1-9]", told)
    assert "Er wacht geen nieuwe sleutel." in teacher.get(f"course/regrade?assignment={NAME}").text
    (folder / "full.json").write_text(before)
    teacher.post("course/grade", assignment=NAME)


def test_marks_are_downloaded_for_every_class(teacher):
    page = teacher.get("course/reports").text
    table = teacher.get(re.search(r'href="/(course/marks[^"]+)"', page)[1])
    assert table.body.decode("utf-8-sig").splitlines()[0].startswith("Klas;Achternaam;Voornaam;Stand;Wandelen;")
    assert "O'Neil" in table.text


def test_formgrader_opens_work_and_nothing_leaves_the_machine(teacher, browser):
    teacher.placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    work = re.search(r"formgrader/submissions/[0-9a-f]{32}/", teacher.get("course/hand-ins").text)[0]
    page = signed_in(teacher, browser)
    answered = []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(teacher.address + work)
    assert page.locator("input.score").count() == 2
    assert page.get_by_text("Ik vraag het.").is_visible()
    page.goto(f"{teacher.address}formgrader/manage_assignments")
    page.get_by_role("link", name=NAME).first.wait_for()
    assert {urllib.parse.urlsplit(url).hostname for url in answered} == {"localhost"}
    page.context.close()


def test_pages_and_report_pass_axe_on_a_phone_and_in_the_dark(teacher, browser):
    teacher.post("course/reports", assignment=NAME, class_name="5VZ")
    report = re.search(r'href="/(course/reports/[^"]+\.html)"', teacher.get("course/reports").text)[1]
    for width, theme in ((1280, "light"), (360, "dark")):
        page = signed_in(teacher, browser, viewport={"width": width, "height": 800}, color_scheme=theme)
        for path in (
            "course/",
            "course/pupils",
            "course/hand-ins",
            "course/files",
            "course/dates",
            "course/log",
            "course/receipt?number=7F3KQ2",
            f"course/pupil?pupil_id={teacher.ids['Noor']}",
            "course/reports",
            "course/feedback",
            REGRADE,
            "course/nothing",
            report,
        ):
            page.goto(teacher.address + path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


def signed_in(teacher, browser, **options):
    page = browser.new_context(**options).new_page()
    page.goto(f"{teacher.address}course/?token={TOKEN}")
    assert "token" not in page.url
    return page


def test_every_page_and_the_report_are_valid_html(teacher, tmp_path):
    made = teacher.post("course/reports", assignment=NAME, class_name="5VZ").text
    report = re.search(r'href="/(course/reports/[^"]+\.html)"', made)[1]
    stranger = Teacher(teacher.placement, teacher.course, teacher.address)
    pages = {
        "outside": stranger.get("course/"),
        "missing": teacher.get("course/missing"),
        "report": teacher.get(report),
        **{
            name: teacher.get(f"course/{name}")
            for name in ["", "pupils", "hand-ins", "dates", "log", "receipt", "files", "reports"]
        },
        "pupil": teacher.get(f"course/pupil?pupil_id={teacher.ids['Noor']}"),
    }
    for name, page in pages.items():
        (tmp_path / f"{name or 'start'}.html").write_bytes(page.body)
    found = findings(tmp_path.glob("*.html"))
    assert found == []


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
    assert progress(work_by_class(data, NAME)).next_step == "collect"
