"""The course under a real JupyterHub and PostgreSQL: pupils and a teacher in real browsers, and what is closed."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, text

from skill_grading.inbox import Inbox
from tests.grading.placement import Placement

pytestmark = [pytest.mark.xdist_group("hub"), pytest.mark.timeout(600)]
PATIENCE = 90_000  # milliseconds for a server to start on a busy machine

HAND_IN = """async (answers) => {
  const answer = await fetch('../api/hand-ins/placement', {
    method: 'POST', body: answers, headers: { 'Content-Type': 'application/json' } });
  return [answer.status, await answer.json()];
}"""
STANDING = "async (address) => (await (await fetch(address)).json())"


@pytest.fixture(scope="module")
def people(browser, school):
    """Everyone at a browser of their own, signed in once: name -> page."""
    pages = {}
    for name in ("noor", "yassin", "teacher"):
        pages[name] = browser.new_context(locale="nl-BE", viewport={"width": 360, "height": 740}).new_page()
        pages[name].set_default_timeout(PATIENCE)
    yield pages
    for page in pages.values():
        page.context.close()


def sign_in(page, school, name):
    """Fill in the Hub's own form, to which the page has led."""
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(school.hub.passwords[name])
    page.locator("#login_submit").click()


def test_a_class_works_under_the_hub(people, school):
    noor, yassin, teacher = people["noor"], people["yassin"], people["teacher"]

    # Noor signs in on the exercise's page, and hands in from there.
    noor.goto(f"{school.pupils_address}nl/exercise.html")
    noor.locator(".quiz-account").click()
    sign_in(noor, school, "noor")
    noor.get_by_text("Hallo Noor").wait_for()
    answers = Placement(school.data, school.release).answers(attempt="noor").decode()
    status, receipt = noor.evaluate(HAND_IN, answers)
    assert (status, receipt["counts"]) == (201, True)
    assert noor.evaluate(HAND_IN, answers) == [200, receipt]

    # Yassin works in a live app, on a server of his own, and hands in from the notebook.
    yassin.goto(
        f"{school.hub.address}hub/login?next=/hub/user-redirect/voila/render/exercises/placement/placement.ipynb"
    )
    sign_in(yassin, school, "yassin")
    confirm(yassin, "Vragen.")
    confirm(yassin, "Naam.")
    yassin.get_by_role("button", name="Dien in").click()
    yassin.get_by_text("Ingediend: 2 van 3 vragen").wait_for()
    kept = json.loads((school.homes / "yassin/exercises/placement/answers.json").read_bytes())
    assert [entry["step"] for entry in kept["scenarios"]["walk"]] == ["first", "left"]

    with Inbox(school.data.inbox_url) as inbox:
        handed_in = {each.pupil_id: each for each in inbox.attempts("placement")}
    assert handed_in.keys() == {school.pupil_id("Noor"), school.pupil_id("Yassin")}
    assert handed_in[school.pupil_id("Noor")].receipt == receipt["receipt"]

    # Neither reaches the other's server, answers or receipt, nor any page of the teacher.
    for page, other in ((noor, "yassin"), (yassin, "noor")):
        for address in (f"user/{other}/lab", f"user/{other}/files/exercises/placement/answers.json"):
            assert page.goto(school.hub.address + address).status in (403, 404)
        for address in ("", "pupils", "hand-ins", "marks?assignment=placement", "reports", "log"):
            assert page.goto(school.teacher_address + address).status == 403
        assert page.goto(f"{school.hub.address}services/teacher/formgrader").status == 403
        assert page.goto(f"{school.hub.address}services/teacher/api/contents").status == 403
    noor.goto(f"{school.pupils_address}nl/exercise.html")
    seen = noor.evaluate(STANDING, "../api/course")
    assert seen["pupil"]["name"] == "Noor"
    assert seen["assignments"]["placement"]["handed_in"]["receipt"] == receipt["receipt"]

    # The teacher collects, grades and opens the report; the gradebook is in PostgreSQL.
    teacher.goto(school.teacher_address)
    sign_in(teacher, school, "teacher")
    teacher.locator("form[action$='collect'] button").click()
    teacher.locator("form[action$='grade'] button").click()
    teacher.wait_for_load_state()
    with create_engine(school.data.gradebook_url).connect() as connection:
        graded = set(connection.execute(text("SELECT student_id FROM submitted_assignment")).scalars())
    assert graded == handed_in.keys()
    teacher.goto(f"{school.teacher_address}reports?assignment=placement")
    teacher.locator("form[action*='reports'] button").first.click()
    teacher.wait_for_url("**told=*")
    reports = list(school.data.reports.rglob("*.html"))
    assert len(reports) == 1 and "Noor" in reports[0].read_text(encoding="utf-8")
    link = teacher.locator("a[href$='.html']").first.get_attribute("href")
    assert teacher.goto(f"{school.hub.address.rstrip('/')}{link}").status == 200


def confirm(page, label):
    """Choose what has this label, and confirm it."""
    control = page.get_by_label(label, exact=True)
    control.check()
    page.locator("form", has=control).get_by_text("Bevestig").click()
