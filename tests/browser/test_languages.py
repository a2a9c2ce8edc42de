"""Going from one language to the other in the middle of a page, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pupil_at_work import answer, saved, sign_in

pytestmark = pytest.mark.xdist_group("bilingual")  # one worker builds the course


@pytest.fixture
def page(browser: Browser, bilingual) -> Iterator[Page]:
    context = browser.new_context(base_url=bilingual.address)
    yield context.new_page()
    context.close()


def switch(page: Page, language: str) -> None:
    # By keyboard: Playwright's click first scrolls to where a sticky header would be without its stickiness.
    page.get_by_role("banner").get_by_role("link", name=language).press("Enter")


def test_the_address_starts_in_the_source_language(page):
    page.goto("./")
    expect(page).to_have_url(re.compile("/nl/welcome.html$"))


def test_an_exercise_begun_in_dutch_goes_on_in_english(page, bilingual):
    page.goto("nl/placement-exercise.html")
    sign_in(page, bilingual.codes["Noor"])
    page.get_by_role("button", name="Ja, ik ben Noor").click()
    answer(page, "Vragen.")
    saved(page)
    switch(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Your answer: Vragen.")).to_be_visible()
    page.get_by_label("Kamer.", exact=True).check()
    page.locator("form", has=page.get_by_label("Kamer.", exact=True)).get_by_text("Confirm").click()
    switch(page, "Nederlands")
    expect(page.get_by_text("Jouw antwoord: Kamer.")).to_be_visible()


def test_practice_goes_on_in_the_other_language(page):
    page.goto("nl/placement.html")
    answer(page, "Posten.")
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    switch(page, "English")
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")


def test_the_switch_keeps_the_place_on_the_page(page):
    page.goto("nl/welcome.html")
    page.get_by_role("heading", name="Deel 3").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    switch(page, "English")
    expect(page).to_have_url(re.compile("/en/welcome.html#part_3$"))
    expect(page.get_by_role("heading", name="Part 3")).to_be_in_viewport()
    page.wait_for_load_state()  # until then the browser itself goes back to the part
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    switch(page, "Nederlands")
    expect(page).to_have_url(re.compile("/nl/welcome.html$"))
