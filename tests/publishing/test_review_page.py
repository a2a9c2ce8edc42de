"""The review page of the school's own course: what is in it, and a pupil's days with it in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from course_site.handin import make_app, running
from course_site.review_page import taught_to_pupils
from skill_grading.data import DataFolder
from tests.browser.quiz_pages import shown

MONDAY = datetime(2026, 11, 23, 18)
KEY = "ivv-sint-vincentius/practice/review"
READ = "localStorage.setItem('ivv-sint-vincentius/reader', JSON.stringify({ pages: { attitude: [7, 7] } }))"
CORE = {"think-first", "respect", "consent", "confidentiality"}


@pytest.fixture(scope="module")
def address(course, published) -> Iterator[str]:
    with running(make_app(DataFolder(published.with_name("data")), published, course)) as address:
        yield address


@pytest.fixture
def pupil(browser: Browser, address) -> Iterator[BrowserContext]:
    """A pupil's own browser, on a Monday evening; what goes wrong on its pages fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.clock.set_fixed_time(MONDAY)
    yield context
    context.close()
    assert errors == []


def open_page(pupil: BrowserContext, name: str = "nl/review.html") -> Page:
    page = pupil.new_page()
    page.goto(name)
    return page


def todays(page: Page) -> list[str]:
    expect(page.locator(".review-live")).to_be_visible()
    return [each.get_attribute("data-scenario") for each in page.locator(".scenario-quiz:visible").all()]


def later(pupil: BrowserContext, page: Page, days: int) -> None:
    pupil.clock.set_fixed_time(MONDAY + timedelta(days=days))
    page.reload()


def answer(page: Page, scenario: str, *options: str) -> Locator:
    quiz = page.locator(f"#scenario-{scenario}")
    for option in options:
        quiz.locator(f'[value="{option}"]').check()
    quiz.locator("[type=submit]").click()
    return quiz.locator(".review-back")


def test_the_situations_ask_every_skill_of_pupils_and_many_are_fine(course):
    review = course.assignments["review"]
    assert (review.exercise, review.collected) == ([], False)
    steps = [step for scenario in review.practice for step in scenario.decisions.values()]
    skills = Counter(step.skill for step in steps)
    assert len(review.practice) >= 12
    assert skills.keys() == {name for name, skill in course.school.skills.items() if "pupils" in skill.audience}
    assert all(skills[skill] >= 2 for skill in CORE)
    assert 0.35 <= sum(step.fine for step in steps) / len(steps) <= 0.45
    assert all(taught_to_pupils(course).values())


def test_a_rule_that_went_well_comes_back_after_growing_gaps_and_one_that_did_not_tomorrow(pupil):
    page = open_page(pupil, "nl/welcome.html")
    page.evaluate(READ)
    page.goto("nl/review.html")
    first = todays(page)
    assert len(first) == 3
    assert first[:2] == ["black-lasagne", "one-point-short"]  # of the chapter that was read
    expect(answer(page, "one-point-short", "notes")).to_contain_text("morgen nog eens")
    expect(answer(page, "black-lasagne", "dog")).to_contain_text("morgen opnieuw")
    page.reload()
    assert sorted(todays(page)) == sorted(first)
    expect(page.locator(".review")).to_contain_text("Eén kort verhaal voor vandaag")
    later(pupil, page, 1)
    assert "one-point-short" in todays(page)
    expect(answer(page, "one-point-short", "notes")).to_contain_text("over 3 dagen")
    later(pupil, page, 2)
    assert "one-point-short" not in todays(page)
    later(pupil, page, 4)
    assert "one-point-short" in todays(page)


def test_the_last_one_of_today_says_when_there_is_more_in_the_other_language_too(pupil):
    page = open_page(pupil, "en/review.html")
    for scenario in todays(page):
        quiz = page.locator(f"#scenario-{scenario}")
        quiz.locator(".quiz-step :is(input[type=radio], input[type=checkbox], [data-part])").first.click()
        quiz.locator("[type=submit]").click()
    expect(page.locator(".review-end")).to_contain_text("Done for today. There'll be something new for you tomorrow.")
    page.goto("nl/review.html")
    expect(page.locator(".review-end")).to_contain_text("Klaar voor vandaag. Er staat morgen weer iets voor je klaar.")


def test_one_button_wipes_it_and_another_tab_starts_afresh(pupil):
    page = open_page(pupil)
    page.evaluate(READ)
    answer(page, todays(page)[0], "notes" if todays(page)[0] == "one-point-short" else "dog")
    other = open_page(pupil)
    page.goto("nl/attitude.html")
    page.goto("nl/welcome.html")
    page.get_by_text("Wis wat deze browser bewaart").press("Enter")
    with other.expect_navigation():
        page.get_by_role("button", name="Ja, wis alles").press("Enter")
    expect(other.locator(".review")).to_contain_text("3 korte verhalen voor vandaag")
    page.close()
    other.close()


@pytest.mark.parametrize("spoilt", ["{", "[1]", '{"rules": {"1.1": null}, "answered": 3}', '{"day": 1e99}'])
def test_what_was_spoilt_in_storage_is_no_harm(pupil, spoilt):
    page = open_page(pupil)
    page.evaluate(
        f"([spoilt]) => {{ localStorage['{KEY}'] = spoilt; localStorage['{KEY}/one-point-short'] = spoilt; }}", [spoilt]
    )
    page.reload()
    assert len(todays(page)) == 3


def test_a_browser_that_keeps_nothing_practises_and_says_so(pupil):
    pupil.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    page = open_page(pupil)
    expect(page.locator(".review")).to_contain_text("Deze browser onthoudt niets")
    first = todays(page)[0]
    assert first == "black-lasagne"
    expect(answer(page, first, "firemen", "shorter", "second-place")).to_contain_text("morgen nog eens")


def test_from_a_file_it_works_too(pupil, published):
    page = open_page(pupil, (published / "nl/review.html").as_uri())
    shown(page)
    assert len(todays(page)) == 3


def test_without_scripts_all_situations_can_be_read_and_chapters_are_linked(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("nl/review.html")
    expect(page.locator(".scenario-quiz:visible")).to_have_count(14)
    expect(page.locator("#content li").get_by_role("link", name=re.compile("^Eén tik:"))).to_be_visible()
    context.close()


def test_it_weighs_little_and_is_no_page_to_get_done(pupil, published):
    page = open_page(pupil)
    html = (published / "nl/review.html").read_text(encoding="utf-8")
    loads = ["review.html", *re.findall(r'(?:src|href)="(_static/[^"?]+\.(?:js|css))', html)]
    assert sum((published / "nl" / f"{name}.gz").stat().st_size for name in loads) < 55_000
    assert page.locator(".so-far").count() == 0
    assert page.evaluate("localStorage['ivv-sint-vincentius/reader']") is None
