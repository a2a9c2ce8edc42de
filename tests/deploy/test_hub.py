"""The course under a real JupyterHub and PostgreSQL: pupils and a teacher in real browsers, and what is closed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, make_url, text

from skill_grading.inbox.inbox import Inbox
from tests.deploy.lab import put_file, run_all_cells, run_program
from tests.grading.placement import Placement

pytestmark = pytest.mark.xdist_group("hub")
PATIENCE = 90_000  # milliseconds for a server to start on a busy machine
PUPILS = ("noor", "yassin", "sofie")

HAND_IN = """async (answers) => {
  const answer = await fetch('../api/hand-ins/placement', {
    method: 'POST', body: answers, headers: { 'Content-Type': 'application/json' } });
  return [answer.status, await answer.json()];
}"""
ANSWER = """async (address) => {
  const answer = await fetch(address);
  return [answer.status, answer.headers.get('content-type').includes('json') ? await answer.json() : null];
}"""


@pytest.fixture(scope="module")
def people(browser, school):
    """Everyone at a browser of their own, signed in once: name -> page. Noor works in Lab, which wants a wider one."""
    pages = {}
    for name in (*PUPILS, "teacher"):
        size = {"width": 1280, "height": 800} if name == "noor" else {"width": 360, "height": 740}
        pages[name] = browser.new_context(locale="nl-BE", viewport=size).new_page()
        pages[name].set_default_timeout(PATIENCE)
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def handed_in(people, school):
    """Every pupil hands in by a way of their own: Noor in Lab, Yassin in a live app, Sofie on the site."""
    noor, yassin, sofie = (people[name] for name in PUPILS)
    # Both servers start at the same time.
    for page, name, where in (
        (noor, "noor", "doc/tree/start.md"),
        (yassin, "yassin", "voila/render/exercises/placement/placement.ipynb"),
    ):
        page.goto(f"{school.hub.address}hub/login?next=/hub/user-redirect/{where}")
        sign_in(page, school, name)

    sofie.goto(f"{school.pupils_address}nl/exercise.html")
    sofie.locator(".quiz-account").click()
    sign_in(sofie, school, "sofie")
    sofie.get_by_text("Hallo Sofie").wait_for()
    answers = Placement(school.data, school.release).answers(attempt="sofie").decode()
    status, receipt = sofie.evaluate(HAND_IN, answers)
    assert (status, receipt["counts"]) == (201, True)
    assert sofie.evaluate(HAND_IN, answers) == [200, receipt]

    noor.locator(".jp-RenderedMarkdown").get_by_role("link", name="Stage").click()
    noor.locator(".jp-Notebook").wait_for()
    run_all_cells(noor)
    for page in (noor, yassin):
        confirm(page, "Vragen.")
        confirm(page, "Naam.")
        page.get_by_role("button", name="Dien in").click()
        page.get_by_text("Ingediend: 2 van 3 vragen").wait_for()

    with Inbox(school.data.inbox_url) as inbox:
        return {each.pupil_id: each for each in inbox.counting("placement")}


def sign_in(page, school, name):
    """Fill in the Hub's own form, to which the page has led."""
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(school.hub.passwords[name])
    page.locator("#login_submit").click()


def confirm(page, label):
    """Choose what has this label, and confirm it."""
    control = page.get_by_label(label, exact=True)
    control.check()
    page.locator("form", has=control).get_by_text("Bevestig").click()


def test_what_is_handed_in_from_lab_a_live_app_or_the_site_comes_under_the_hubs_name(handed_in, school):
    assert handed_in.keys() == {school.pupil_id(name.capitalize()) for name in PUPILS}
    for name in ("noor", "yassin"):
        kept = json.loads((school.homes / name / "exercises/placement/answers.json").read_bytes())
        assert [entry["step"] for entry in kept["scenarios"]["walk"]] == ["first", "left"]
        came = handed_in[school.pupil_id(name.capitalize())]
        assert json.loads(came.answers)["scenarios"] == kept["scenarios"]


def test_signing_in_fits_a_phone_and_a_wrong_password_is_told_in_the_schools_language(browser, school):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{school.hub.address}hub/login")
    assert page.locator("h1").inner_text() == "Meld je aan"
    assert page.locator("#login_submit").bounding_box()["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#username_input").fill("noor")
    page.locator("#password_input").fill("not hers")
    page.locator("#login_submit").click()
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    page.close()


def test_a_pupil_reaches_neither_another_pupils_work_nor_a_page_of_the_teacher(people, handed_in, school):
    for name in PUPILS:
        page, server = people[name], f"{school.hub.address}user/"
        for other in {"noor", "yassin"} - {name}:
            for address in ("lab", "files/exercises/placement/answers.json", "api/contents/exercises", "api/kernels"):
                assert page.goto(f"{server}{other}/{address}").status in (403, 404)
        for address in ("", "pupils", "hand-ins", "marks?assignment=placement", "reports", "log"):
            assert page.goto(school.teacher_address + address).status == 403
        for address in ("formgrader", "api/contents", "api/kernels"):
            assert page.goto(f"{school.hub.address}services/teacher/{address}").status == 403

        # The service asks the Hub who it is: nothing that a page says makes it another.
        page.goto(f"{school.pupils_address}nl/exercise.html")
        if name != "sofie":
            page.locator(".quiz-account").click()
        page.get_by_text(f"Hallo {name.capitalize()}").wait_for()
        seen = page.evaluate(ANSWER, "../api/course")[1]
        own = handed_in[school.pupil_id(name.capitalize())]
        assert seen["pupil"]["name"] == name.capitalize()
        assert seen["assignments"]["placement"]["handed_in"]["receipt"] == own.receipt
        for other in (each for each in handed_in if each != own.pupil_id):
            kept = page.evaluate(ANSWER, f"../api/drafts/placement?pupil={other}")
            assert kept == page.evaluate(ANSWER, "../api/drafts/placement")
            for address in (f"drafts/placement/{other}", f"feedback/placement/{other}", f"hand-ins/placement/{other}"):
                assert page.evaluate(ANSWER, f"../api/{address}")[0] == 404


def test_a_pupils_kernel_gets_at_no_other_pupils_files_no_key_no_inbox_and_no_class_list(people, handed_in, school):
    if os.geteuid() != 0:
        pytest.skip("only root can start pupils' servers as users of their own")
    assert school.hub.shared == ""
    noor, server = people["noor"], f"{school.hub.address}user/noor/"
    noor.goto(f"{server}doc/tree/start.md")
    noor.locator(".jp-RenderedMarkdown").wait_for()
    own, handed_out = school.homes / "noor", school.homes.parent / "pupil-files"
    database = make_url(school.data.inbox_url)
    files = [
        str(file) for top in (school.course.root, school.data.path, school.homes.parent) for file in top.rglob("*")
        if file.is_file()
    ]  # fmt: skip
    others = "exercises/placement/answers.json"
    addresses = [
        ("hub/api/users", 403),
        ("hub/api/users/yassin", 404),
        ("user/yassin/api/contents", 403),
        (f"user/yassin/files/{others}", 403),
        ("services/teacher/course/", 403),
        ("services/teacher/api/contents", 403),
        ("services/hand-in/api/course", 200),
    ]
    wanted = {
        "files": files,
        "port": database.port,
        "addresses": [school.hub.address + each for each, _ in addresses],
    }
    put_file(noor, server, "wanted.json", json.dumps(wanted))
    run_program(noor, server, Path(__file__).with_name("prying.py").read_text())

    seen = json.loads((own / "seen.json").read_bytes())
    read, written = ({Path(each) for each in seen[verb]} for verb in ("read", "written"))
    assert {own / others, handed_out / "start.md"} <= read and own / others in written
    # Neither a key nor a name stands in what lies open in the course's folder itself.
    open_files = {file for file in school.course.root.iterdir() if file.is_file()}
    assert [each for each in read - open_files if own not in each.parents and handed_out not in each.parents] == []
    assert [each for each in written if own not in each.parents] == []
    assert seen["users"] == [own.stat().st_uid] != [(school.homes / "yassin").stat().st_uid]
    assert seen["statuses"] == [status for _, status in addresses]
    assert not seen["database"] and seen["environment"] == ["COURSE_HAND_IN_URL", "COURSE_PUPIL_FILES"]

    # Nor does the server itself, by a link that leads out of the home.
    (own / "peek.json").symlink_to(school.homes / "yassin" / others)
    (own / "peeks").symlink_to(school.data.path)
    for address in ("files/peek.json", "api/contents/peek.json", "api/contents/peeks", "files/peeks/roster.csv",
                    f"files/..%2Fyassin%2F{others}", f"api/contents/..%2Fyassin%2F{others}"):  # fmt: skip
        assert noor.request.get(server + address).status in (400, 403, 404, 500)


def test_the_teacher_collects_grades_and_opens_the_report(people, handed_in, school):
    teacher = people["teacher"]
    teacher.goto(school.teacher_address)
    sign_in(teacher, school, "teacher")
    teacher.locator("form[action$='collect'] button").wait_for()
    for step in ("collect", "grade"):
        with teacher.expect_navigation():
            teacher.locator(f"form[action$='{step}'] button").click()
    with create_engine(school.data.gradebook_url).connect() as connection:
        graded = set(connection.execute(text("SELECT student_id FROM submitted_assignment")).scalars())
    assert graded == handed_in.keys()
    teacher.goto(f"{school.teacher_address}reports?assignment=placement")
    with teacher.expect_navigation():
        teacher.locator("form[action*='reports'] button").first.click()
    reports = list(school.data.reports.rglob("*.html"))
    assert len(reports) == 1 and "Noor" in reports[0].read_text(encoding="utf-8")
    link = teacher.locator("a[href$='.html']").first.get_attribute("href")
    assert teacher.goto(f"{school.hub.address.rstrip('/')}{link}").status == 200
