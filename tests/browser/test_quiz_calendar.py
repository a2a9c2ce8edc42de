"""A graded exercise over time: its dates, a new version, opened again, moved, and its feedback."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scenario_quiz.release import freeze
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import ReleaseStore
from tests.browser.pupil_at_work import (
    answer,
    button,
    do_all,
    do_walk,
    saved,
    sign_in,
    write,
)


def change_the_exercise(school, small_course):
    small_course.files["exercises/placement/walk/nl.yml"]["steps"]["first"]["prompt"] = "Wat nu dan?"
    course = small_course.load()
    ReleaseStore(school.data).publish(freeze(course.assignments["placement"], course.school))


def test_an_exercise_that_has_changed_asks_to_reload_and_can_still_be_done(school, small_course):
    change_the_exercise(school, small_course)
    page = school.device()
    expect(page.get_by_text("Deze pagina is verouderd")).to_be_visible()
    assert button(page, "Laad opnieuw").is_visible()
    button(page, "Ga hiermee verder").click()
    sign_in(page, school.codes["Noor"])
    button(page, "Ja, ik ben Noor").click()
    do_all(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()


def test_a_pupil_at_work_is_not_disturbed_when_the_exercise_changes(school, small_course):
    page = school.at_work()
    answer(page, "Vragen.")
    change_the_exercise(school, small_course)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    answer(page, "Kamer.")
    saved(page)
    assert school.draft().count('"step"') == 2


def test_a_pupil_sees_the_deadline_and_late_work_is_called_late(school):
    now = datetime.now(UTC)
    with Inbox(school.data.inbox_url) as inbox:
        inbox.calendar.set("placement", Dates(due=now + timedelta(days=1)))
        page = school.at_work(timezone_id="America/New_York")
        expect(page.locator(".quiz-dates")).to_contain_text("In te dienen tegen")
        there = (now + timedelta(days=1)).astimezone(ZoneInfo("America/New_York"))
        expect(page.locator(".quiz-dates")).to_contain_text(f"{there:%H:%M}")
        inbox.calendar.set("placement", Dates(due=now - timedelta(days=1)))
    page.reload()
    expect(page.locator(".quiz-dates")).to_contain_text("Het telt dan als te laat.")
    do_all(page)
    saved(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("te laat ingediend")


def test_a_closed_exercise_says_when_it_opens(school):
    with Inbox(school.data.inbox_url) as inbox:
        inbox.calendar.set("placement", Dates(opens=datetime.now(UTC) + timedelta(days=1)))
    page = school.signed_in()
    expect(page.locator(".hand-in-end")).to_contain_text("Je kan dit indienen vanaf")
    assert button(page, "Dien in").count() == 0


@pytest.mark.parametrize("keep", [True, False])
def test_an_exercise_that_is_open_again_says_so_and_begins_where_the_teacher_chose(school, keep):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    with Inbox(school.data.inbox_url) as inbox:
        inbox.reopen(school.ids["Noor"], "placement", keep)
    page.reload()
    expect(page.locator(".quiz-dates")).to_contain_text("opnieuw geopend")
    expect(page.get_by_text(f"{int(keep)} van 2 situaties klaar")).to_be_visible()
    if not keep:
        do_walk(page)
    write(page, "Nu wel.")
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("3 van 3 vragen")
    assert b"Nu wel." in school.hand_ins()[0].answers
    assert len(Inbox(school.data.inbox_url).attempts("placement")) == 2


def test_after_a_move_the_pupil_whose_code_it_was_begins_with_nothing(school):
    """Noor typed Yassin's code and never said so; later Yassin sits down at the same device."""
    page = school.at_work("Yassin")
    do_all(page)
    saved(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    with Inbox(school.data.inbox_url) as inbox:
        (attempt,) = inbox.attempts("placement")
        inbox.move(school.ids["Yassin"], "placement", attempt.attempt, to=school.ids["Noor"])
    page.reload()
    expect(page.get_by_text("0 van 2 situaties klaar")).to_be_visible()
    assert "mentor" not in page.locator("main").inner_text()
    assert school.draft("Yassin") == ""
    expect(school.signed_in("Noor").locator(".hand-in-end .quiz-receipt")).to_contain_text(attempt.receipt)


def test_feedback_is_offered_from_the_moment_it_is_released(school):
    page = school.at_work()
    do_all(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    expect(page.get_by_text("Je feedback staat klaar")).to_have_count(0)
    with Inbox(school.data.inbox_url) as inbox:
        receipt = inbox.standing(school.ids["Noor"], "placement").receipt.receipt
        inbox.feedback.release("placement", [(school.ids["Noor"], receipt, "<!doctype html><h1>Voor jou</h1>")], "5VZ")
    page.emulate_media(reduced_motion="reduce")  # what fades in is measured when it is there
    page.reload()
    expect(page.get_by_text("Je feedback staat klaar")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Lees mijn feedback").click()
    expect(page.get_by_role("heading", name="Voor jou")).to_be_visible()
