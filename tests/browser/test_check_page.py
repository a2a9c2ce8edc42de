"""The page of entry check and final exam, on a phone: which form a pupil is led to, and what stays covered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from course_site.book import build_site
from course_site.handin import make_app, running
from course_site.publish import release_all
from scenario_quiz.forms import Moment
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import import_class_list
from tests.grading.pair_of_forms import Checked
from tests.publishing.books import CONTENTS, SmallBook
from tests.widgets.pair_of_forms import DECISIONS, add_forms

TEXT = "# Toets\n\nKies je reeks.\n\n```{forms}\n```\n\nVeel succes.\n"


class Served(Checked):
    """A small book with forms, served, and the pupils' codes by id."""

    address: str
    site: Path
    codes: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("check")
    book = SmallBook(folder)
    part = {"caption": "start", "chapters": [{"file": "check"}, {"file": "placement"}]}
    parts = {"parts": [part, CONTENTS["parts"][1]], "unlisted": ["form-a-exercise", "form-b-exercise"]}
    book.course.files["_toc.yml"] = CONTENTS | parts
    book.page("check").write_text(TEXT, encoding="utf-8")
    add_forms(book.course)
    served = Served(book.course.load(), book.data)
    release_all(served.course, served.data)
    build_site(served.course, served.data, book.site, ["nl"])
    listed = folder / "class.csv"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;Peeters;Yassin\n", encoding="utf-8")
    served.site, served.codes = book.site, import_class_list(served.data, listed).codes
    with running(make_app(served.data, served.site, served.course)) as served.address:
        yield served


@pytest.fixture
def phone(browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    yield context.new_page()
    context.close()


def test_a_pupil_is_led_to_the_form_of_the_moment_and_the_other_stays_covered(served, phone):
    pupil = served.pupils[0]
    entry, exam = (served.pair.form(moment, pupil.entry_form) for moment in Moment)
    phone.goto(f"{served.address}nl/check.html")
    phone.fill(".quiz-code", served.codes[pupil.pupil_id])
    phone.click("button[type=submit]")
    phone.get_by_role("button", name=f"Ja, ik ben {pupil.first_name}").click()
    link = phone.locator(".form-choice a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", f"{entry}-exercise.html")
    expect(phone.locator(".form-choice .quiz-panel-title")).to_have_text(
        f"{pupil.first_name}, nu maak je de instaptoets"
    )
    assert Axe().run(phone).violations_count == 0
    phone.goto(f"{served.address}nl/{exam}-exercise.html")
    expect(phone.locator(".hand-in .quiz-panel-title")).to_have_text("Nu niet open")
    expect(phone.locator(".scenario-quiz:visible")).to_have_count(0)
    phone.locator(".hand-in a").click()
    expect(link).to_have_count(1)
    link.click()
    expect(phone.locator(".scenario-quiz:visible")).to_have_count(DECISIONS)
    served.hand_in(pupil, Moment.ENTRY)
    phone.goto(f"{served.address}nl/check.html")
    expect(phone.locator(".form-choice .quiz-panel-title")).to_have_text("Je instaptoets is ingediend")
    with Inbox(served.data.inbox_url) as inbox:
        inbox.calendar.set(Moment.EXAM, Dates(opens=datetime.now(UTC)), "5VZ")
    back_from_a_form(phone)
    expect(link).to_have_attribute("href", f"{exam}-exercise.html")


def back_from_a_form(page: Page) -> None:
    """The browser shows the page as it kept it."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def test_until_the_service_has_answered_there_is_no_form_to_tap_and_nothing_moves_after(served, phone):
    held = []
    phone.route("**/api/course", lambda route: held.append(route))
    phone.goto(f"{served.address}nl/check.html")
    expect(phone.locator(".form-choice")).to_have_text("Even geduld. We kijken welke reeks je nu maakt.")
    below = phone.get_by_text("Veel succes.")
    before = below.bounding_box()["y"]
    held.pop().continue_()
    expect(phone.locator(".quiz-code")).to_be_visible()
    assert abs(below.bounding_box()["y"] - before) < 2


def test_both_forms_come_where_the_service_does_not_answer_in_the_end(served, phone):
    phone.route("**/api/course", lambda route: route.abort())
    phone.goto(f"{served.address}nl/check.html")
    expect(phone.locator(".form-choice a")).to_have_count(2)
    phone.unroute("**/api/course")
    back_from_a_form(phone)
    expect(phone.locator(".quiz-code")).to_be_visible()


def test_a_browser_without_scripts_shows_both_forms(served, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}nl/check.html")
    expect(page.locator(".form-choice a").first).to_be_visible()
    expect(page.locator(".form-choice a")).to_have_count(2)
    context.close()


def test_without_the_service_both_forms_are_there_and_the_words_around_them_say_the_rest(served, phone):
    phone.goto((served.site / "nl" / "check.html").as_uri())
    expect(phone.locator(".form-choice a")).to_have_count(2)
    expect(phone.locator("#content")).to_contain_text("Kies je reeks.")
    expect(phone.locator('#menu a[href*="form-"]')).to_have_count(0)
    expect(phone.locator('#menu a[href="placement.html"]')).to_have_count(1)
