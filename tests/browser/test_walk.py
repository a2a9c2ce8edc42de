"""The whole path, as people walk it: a teacher makes codes, a pupil answers on a phone, the teacher reads a report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from tests.browser.serving import Served, course, served

CLASS_LIST = (
    "\ufeffKlas;Naam;Voornaam;Rijksregisternummer\n5VZ;Diallo;Noor;07.01.01-123.45\n5VZ;Peeters;Sam;08.02.02-234.56\n"
)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OPEN_ANSWER = "Je mag zeggen dat je moe bent. <script>alert(1)</script> Meer niet."


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory) -> Served:
    with served(root, tmp_path_factory.mktemp("walk") / "data") as running:
        yield running


def watched(context):
    """A page of `context` that notes what went wrong on it and every request to another host."""
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("request", lambda request: "localhost" in request.url or page.wrong.append(request.url))
    return page


def answer_scenario(section, index: int = 0) -> None:
    """Answer every step of one scenario with its option number `index` (or the last one)."""
    while section.locator(".quiz-step").count():
        step = section.locator(".quiz-step")
        if step.locator("textarea").count():
            step.locator("textarea").fill(OPEN_ANSWER)
        else:
            options = step.locator(".quiz-option, .quiz-part")
            options.nth(min(index, options.count() - 1)).click()
        done = section.locator(".quiz-visit").count()
        step.locator("button.quiz-main").click()
        section.locator(".quiz-visit").nth(done).wait_for()


def enter(page, code: str) -> None:
    page.locator("#quiz-code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Ja, ik ben Noor").click()
    page.locator(".scenario-quiz .quiz-step, .quiz-done").first.wait_for()


def test_from_a_class_list_to_a_report(site: Served, browser, root: Path, tmp_path):
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    teacher = watched(desk)
    teacher.goto(site.teacher)
    assert "token" not in teacher.url

    class_list = tmp_path / "klas.csv"
    class_list.write_text(CLASS_LIST, encoding="utf-8")
    teacher.get_by_role("link", name="Laad een klaslijst op").click()
    teacher.locator("#list").set_input_files(class_list)
    teacher.locator("form:has(#list) button").click()
    with teacher.expect_download() as download:
        teacher.locator(".notice a[download]").first.click()
    cards = "\n".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", cards)
    assert len(codes) == 2
    code = codes[0] if cards.index("Noor") < cards.index("Sam") else codes[1]

    phone = browser.new_context(**PHONE)
    pupil = watched(phone)
    pupil.goto(site.pupils)
    pupil.locator("main, article").get_by_role("link", name="Op stage").first.click()
    practice = pupil.locator("section.scenario-quiz").first
    practice.locator(".quiz-option, .quiz-part").first.click()
    practice.locator("button.quiz-main").click()
    practice.locator(".quiz-headline").wait_for()
    rule = practice.locator("a[href*='protocol.html#rule-']").first.get_attribute("href")
    pupil.goto(pupil.url.rsplit("/", 1)[0] + "/" + rule)
    assert pupil.locator(f"[id='{rule.split('#')[1]}']").count() == 1

    exercise = f"{site.pupils}nl/internship-exercise.html"
    pupil.goto(exercise)
    pupil.locator("section.scenario-quiz").first.wait_for(state="hidden")
    enter(pupil, code)
    sections = pupil.locator("section.scenario-quiz")
    total = sections.count()
    answer_scenario(sections.nth(0))
    pupil.reload()
    sections.nth(0).locator(".quiz-done").wait_for()

    phone.set_offline(True)
    answer_scenario(sections.nth(1), 1)
    phone.set_offline(False)
    pupil.evaluate("window.dispatchEvent(new Event('online'))")
    pupil.locator(".quiz-saved", has_text=re.compile("^Bewaard$")).wait_for()

    laptop = browser.new_context(viewport={"width": 1280, "height": 800})
    other = watched(laptop)
    other.goto(exercise)
    enter(other, code)
    others = other.locator("section.scenario-quiz")
    others.nth(1).locator(".quiz-done").wait_for()
    for index in range(2, total):
        answer_scenario(others.nth(index), index)
    other.get_by_role("button", name="Dien in").click()
    receipt = other.locator(".quiz-receipt").last
    receipt.wait_for()
    number = receipt.locator("dd").last.inner_text()
    assert "vragen" in receipt.inner_text()

    pupil.reload()
    pupil.locator(".quiz-receipt").first.wait_for()
    assert number in pupil.locator(".quiz-receipt").first.inner_text()

    inbox = Inbox(DataFolder(site.data).inbox_url)
    [hand_in] = inbox.counting("internship")
    inbox.close()
    answers = tmp_path / "answers.json"
    answers.write_bytes(hand_in.answers)
    scored = json.loads(course(root, site.data, "score", "internship", str(answers), "--json"))

    teacher.get_by_role("link", name="Ingediend").first.click()
    expect(teacher.locator("main")).to_contain_text("Noor Diallo", use_inner_text=True)
    teacher.get_by_role("link", name="Start").first.click()
    teacher.get_by_role("link", name="Op stage").click()
    teacher.get_by_role("button", name="Haal op").click()
    teacher.locator(".notice").wait_for()
    teacher.get_by_role("button", name="Verbeter").click()
    teacher.locator(".notice").wait_for()
    teacher.goto(f"{site.teacher.split('?')[0]}hand-ins?assignment=internship")
    teacher.get_by_role("link", name="Bekijk in Formgrader: Noor Diallo").click()
    teacher.wait_for_url("**/formgrader/submissions/**")
    shown = teacher.content()
    assert "<script>alert(1)</script>" not in shown
    assert "&lt;script&gt;alert(1)" in shown

    from nbgrader.api import Gradebook

    with Gradebook(DataFolder(site.data).gradebook_url) as gradebook:
        submission = gradebook.find_submission("internship", hand_in.pupil_id)
        marks = {grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades}
    for name, scenario in scored["scenarios"].items():
        if scenario["points"] is not None:
            assert marks[name] == pytest.approx(scenario["points"]), name

    teacher.goto(f"{site.teacher.split('?')[0]}reports?assignment=internship")
    teacher.locator("main form button").first.click()
    teacher.locator(".notice").wait_for()
    teacher.locator("a[href$='report.html']").first.click()
    report = teacher.locator("body")
    confidentiality = scored["skills"]["confidentiality"]
    for words in ("Noor Diallo", "Sam Peeters", str(confidentiality["decisions"])):
        expect(report).to_contain_text(words, use_inner_text=True)

    assert pupil.wrong == [] and other.wrong == []
    assert [wrong for wrong in teacher.wrong if "MathJax" not in wrong and "mathjax" not in wrong] == []
