"""A graded exercise in a real browser, against the real hand-in service."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scenario_quiz.release import freeze
from tests.browser.pupil_at_work import (
    PAGE,
    answer,
    button,
    do_walk,
    saved,
    sign_in,
    write,
)
from tests.browser.quiz_pages import exercise_page, let_it_be_kept, served, shown


def test_the_code_comes_first_and_a_wrong_one_is_explained(school):
    page = school.device()
    expect(page.get_by_text("Geef eerst je code.")).to_be_visible()
    assert not page.locator(".scenario-quiz").first.is_visible()
    sign_in(page, "aaaa-bbbb-cccc")
    expect(page.get_by_role("alert")).to_contain_text("Die code kennen we niet.")
    sign_in(page, school.codes["Noor"])
    expect(page.get_by_text("Hallo Noor?")).to_be_visible()
    button(page, "Nee, andere code").click()
    expect(page.get_by_label("Jouw code")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Jouw code")).to_be_visible()


def test_a_pupil_answers_hands_in_and_gets_a_receipt(school):
    page = school.at_work()
    assert page.locator(".quiz-kicker").all_inner_texts() == ["Situatie 1 van 2", "Situatie 2 van 2"]
    do_walk(page)
    expect(page.get_by_text("1 van 2 situaties klaar")).to_be_visible()
    button(page, "Verder").click()
    assert page.evaluate("document.activeElement.textContent") == "Vertellen"
    write(page, "Ik bel mijn mentor.")
    assert page.get_by_text("Ik bel mijn mentor.").is_visible()
    button(page, "Verder").last.click()
    assert page.evaluate("document.activeElement.textContent") == "Alles gedaan?"
    button(page, "Dien in").click()
    receipt = page.locator(".hand-in-end .quiz-receipt")
    for words in ("Ingediend", "Stage", "3 van 3 vragen"):
        expect(receipt).to_contain_text(words)
    [hand_in] = school.hand_ins()
    assert hand_in.pupil_id == school.ids["Noor"]
    assert b"Ik bel mijn mentor." in hand_in.answers
    page.reload()
    expect(page.locator(".quiz-receipt").first).to_be_visible()
    assert page.locator("form").count() == 0
    assert not button(page, "Dien in").is_visible()


def test_an_answer_can_change_until_it_is_confirmed_and_not_after(school):
    page = school.at_work()
    page.get_by_label("Posten.").check()
    answer(page, "Vragen.")
    assert page.get_by_label("Posten.").count() == 0
    assert page.locator(".quiz-answered").text_content() == "Jouw antwoord: Vragen."
    saved(page)
    assert school.draft().count('"step"') == 1


def test_open_situations_are_named_and_asked_about_once(school):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    assert page.evaluate("document.activeElement.textContent") == "Nog één situatie is niet af"
    button(page, "Vertellen").click()
    assert page.evaluate("document.activeElement.textContent") == "Vertellen"
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("2 van 3 vragen")
    assert page.evaluate("document.activeElement.textContent") == "Ingediend"


def test_the_question_about_open_situations_goes_when_they_are_done(school):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    write(page, "Toch nog.")
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("3 van 3 vragen")


def test_leaving_wipes_this_device_and_keeps_the_work(school):
    page = school.at_work()
    answer(page, "Vragen.")
    button(page, "Klaar op dit toestel").click()
    expect(page.get_by_label("Jouw code")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert school.draft().count('"step"') == 1
    sign_in(page, school.codes["Yassin"])
    button(page, "Ja, ik ben Yassin").click()
    expect(page.get_by_text("Wat nu?")).to_be_visible()


@pytest.mark.parametrize("host", ["web", "file"])
def test_without_a_service_it_works_and_says_where_to_hand_in(browser, small_course, tmp_path: Path, host):
    course = small_course.load()
    path = exercise_page(tmp_path / "site/nl", freeze(course.assignments["placement"], course.school))
    page = browser.new_context().new_page()
    with served(tmp_path / "site") as address:
        page.goto(f"{address}{PAGE}" if host == "web" else path.as_uri())
        shown(page)
        do_walk(page)
        let_it_be_kept(page, urljoin(page.url, "page.css"))
        page.reload()
        expect(page.get_by_text("1 van 2 situaties klaar")).to_be_visible()
        expect(page.locator(".quiz-saved")).to_have_text("Bewaard in deze browser")
        expect(page.locator(".hand-in-end")).to_contain_text("het adres dat je leerkracht geeft")
        assert button(page, "Dien in").count() == 0
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_in_any_state(school, scheme, width):
    def check(state):
        violations = Axe().run(page).response["violations"]
        assert [
            (state, one["id"], [node["html"] + node["failureSummary"] for node in one["nodes"]]) for one in violations
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    page = school.device(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    expect(page.get_by_label("Jouw code")).to_be_visible()
    check("code")
    sign_in(page, "aaaa-bbbb-cccc")
    expect(page.get_by_role("alert")).not_to_be_empty()
    check("wrong code")
    sign_in(page, school.codes["Noor"])
    expect(page.get_by_text("Hallo Noor?")).to_be_visible()
    check("greeting")
    button(page, "Ja, ik ben Noor").click()
    do_walk(page)
    check("at work")
    button(page, "Dien in").click()
    check("still open")
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    check("handed in")


def test_pupils_after_each_other_at_one_device_never_see_each_others_answers(school):
    page = school.at_work("Noor")
    answer(page, "Vragen.")
    page.get_by_label("Schrijf.").press_sequentially("Geheim")
    page.get_by_label("Schrijf.").blur()
    saved(page)
    button(page, "Klaar op dit toestel").click()
    sign_in(page, school.codes["Yassin"])
    button(page, "Ja, ik ben Yassin").click()
    expect(page.get_by_text("0 van 2 situaties klaar")).to_be_visible()
    assert page.get_by_label("Schrijf.").input_value() == ""
    assert page.locator(".quiz-answered").count() == 0
    do_walk(page)
    saved(page)
    assert "Geheim" not in school.draft("Yassin")
    assert school.draft("Noor").count('"step"') == 1
