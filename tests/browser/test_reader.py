"""How far a pupil is and where they were, kept in one browser for both languages, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pupil_at_work import answer, button, saved, sign_in
from tests.browser.quiz_pages import let_it_be_kept

pytestmark = pytest.mark.xdist_group("bilingual")  # one worker builds the course
KEPT = "small-school/reader"


@pytest.fixture
def pupil(browser: Browser, bilingual) -> Iterator[BrowserContext]:
    """A pupil's own browser; what goes wrong on its pages fails the test."""
    context = browser.new_context(base_url=bilingual.address, viewport={"width": 1280, "height": 300})
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


def open_page(pupil: BrowserContext, name: str) -> Page:
    page = pupil.new_page()
    page.goto(name)
    return page


def chapter(page: Page, name: str):
    """The link to a page in the chapter navigation, by its whole name."""
    return page.locator("#menu").get_by_role("link", name=name, exact=True)


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def finish(page: Page) -> None:
    answer(page, "Wachten.")
    expect(page.locator(".so-far")).to_have_text("1 van 1 situaties gedaan")


def test_a_chapter_is_done_when_each_of_its_situations_is_also_in_the_other_language(pupil):
    page = open_page(pupil, "nl/placement.html")
    expect(page.locator(".so-far")).to_have_text("0 van 1 situaties gedaan")
    expect(chapter(page, "Op stage")).to_be_visible()
    finish(page)
    expect(chapter(page, "Op stage gedaan")).to_be_visible()
    expect(page.locator(".still-to-do")).to_have_text("Je deed alle situaties van dit hoofdstuk.")
    page.goto("en/protocol.html")
    expect(chapter(page, "On placement done")).to_be_visible()


def test_the_welcome_page_leads_on_to_where_the_pupil_was(pupil):
    page = open_page(pupil, "nl/welcome.html")
    expect(page.locator(".onward")).to_be_hidden()
    page.goto("nl/placement.html")
    page.locator("#scenario-talk").evaluate("talk => talk.scrollIntoView({ behavior: 'instant' })")
    page.goto("en/welcome.html")
    on = page.get_by_role("link", name="Carry on where you left off On placement")
    expect(on).to_have_attribute("href", "placement.html#scenario-talk")
    on.click()
    expect(page).to_have_url(re.compile("/en/placement.html#scenario-talk$"))


def test_what_is_done_leads_on_to_the_next_page(pupil):
    page = open_page(pupil, "nl/placement.html")
    finish(page)
    page.goto("nl/welcome.html")
    expect(page.get_by_role("link", name="Dit is het volgende Stage")).to_have_attribute(
        "href", "placement-exercise.html"
    )


def test_a_page_without_situations_is_done_at_its_end(pupil):
    page = open_page(pupil, "nl/protocol.html")
    expect(chapter(page, "Het protocol")).to_be_visible()
    page.locator(".turning").scroll_into_view_if_needed()
    expect(chapter(page, "Het protocol gedaan")).to_be_visible()


def test_an_exercise_is_done_when_it_is_handed_in_and_leaving_wipes_all_of_it(pupil, bilingual):
    page = open_page(pupil, "nl/placement.html")
    finish(page)
    page.goto("nl/placement-exercise.html")
    sign_in(page, bilingual.codes["Mila"])
    button(page, "Ja, ik ben Mila").click()
    answer(page, "Vragen.")
    saved(page)
    expect(chapter(page, "Stage")).to_be_visible()
    button(page, "Dien in").click()
    button(page, "Ja, dien in").click()
    expect(chapter(page, "Stage gedaan")).to_be_visible()
    page.get_by_role("button", name="Klaar op dit toestel").first.click()
    expect(page.get_by_text("Alles is gewist op dit toestel")).to_be_focused()
    expect(page.get_by_text("is veilig bewaard")).to_be_visible()
    expect(chapter(page, "Stage")).to_be_visible()
    assert kept(page) == []
    page.goto("nl/placement.html")
    expect(page.locator(".so-far")).to_have_text("0 van 1 situaties gedaan")
    page.goto("nl/placement-exercise.html")
    expect(page.get_by_text("Wie ben je?")).to_be_visible()
    expect(page.get_by_text("Alles is gewist op dit toestel")).to_be_hidden()


def test_one_button_wipes_what_this_browser_keeps_but_not_what_waits_under_a_code(pupil):
    page = open_page(pupil, "nl/placement.html")
    finish(page)
    page.evaluate("""() => {
      localStorage.setItem("small-school/graded/placement/here", "{}");
      localStorage.setItem("small-school/practice/review", "{}");
      localStorage.setItem("small-school/graded/placement/a1b2", "{}");
      localStorage.setItem("another-course/reader", "{}");
    }""")
    other = open_page(pupil, "nl/placement.html")
    page.goto("nl/welcome.html")
    page.get_by_text("Wis wat deze browser bewaart").press("Enter")
    expect(page.get_by_text("blijft veilig bewaard")).to_be_visible()
    with other.expect_navigation():  # another tab forgets it too
        button(page, "Ja, wis alles").press("Enter")
    expect(page.get_by_text("Gewist. Je kan opnieuw beginnen.")).to_be_focused()
    expect(page.locator(".onward")).to_be_hidden()
    expect(chapter(page, "Op stage")).to_be_visible()
    expect(other.locator(".so-far")).to_have_text("0 van 1 situaties gedaan")
    other.close()
    assert sorted(set(kept(page)) - {KEPT}) == ["another-course/reader", "small-school/graded/placement/a1b2"]


def test_a_browser_that_keeps_nothing_still_counts_on_the_page(pupil):
    pupil.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    page = open_page(pupil, "nl/placement.html")
    finish(page)
    page.goto("nl/welcome.html")
    expect(page.locator(".onward")).to_be_hidden()


def test_it_is_kept_from_a_file_too(pupil, bilingual):
    page = open_page(pupil, (bilingual.site / "nl/placement.html").as_uri())
    finish(page)
    let_it_be_kept(page, (bilingual.site / "sw.js").as_uri())
    page.goto((bilingual.site / "en/welcome.html").as_uri())
    expect(chapter(page, "On placement done")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Next up"))).to_be_visible()


def test_words_that_were_spoilt_in_storage_are_no_harm(pupil):
    page = open_page(pupil, "nl/protocol.html")
    page.evaluate(f"localStorage.setItem('{KEPT}', '{{')")
    page.goto("nl/placement.html")
    finish(page)
    expect(chapter(page, "Op stage gedaan")).to_be_visible()


def test_the_contents_of_the_page_show_which_part_is_read(pupil):
    page = pupil.new_page()
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto("nl/welcome.html")
    read = page.locator(".on-this-page .scroll-current")
    expect(read).to_have_count(0)
    for part in (2, 1):
        page.locator(f"#part_{part}").evaluate("part => part.scrollIntoView({ behavior: 'instant' })")
        expect(read).to_have_count(1)
        expect(read).to_have_text(f"Deel {part}")


def test_a_page_for_adults_counts_in_no_progress_and_leads_nobody_on(pupil):
    page = open_page(pupil, "nl/adults.html")
    expect(chapter(page, "Voor ouders")).to_be_visible()
    page.locator(".turning").scroll_into_view_if_needed()
    page.goto("nl/protocol.html")  # what is recorded by its end shows how long recording takes
    page.locator(".turning").scroll_into_view_if_needed()
    expect(chapter(page, "Het protocol gedaan")).to_be_visible()
    expect(chapter(page, "Voor ouders")).to_be_visible()
    assert list(page.evaluate(f"JSON.parse(localStorage.getItem('{KEPT}')).pages")) == ["protocol"]
    page.goto("nl/welcome.html")
    expect(page.locator(".onward")).to_be_visible()
    expect(page.locator(".onward a")).to_be_hidden()  # after the protocol only the adults' page is left


def test_the_look_can_be_switched_and_is_kept(pupil):
    page = open_page(pupil, "nl/placement.html")
    expect(page.locator("html")).not_to_have_class(re.compile("no-js"))
    for look in ("dark", "light", "auto", "dark"):
        page.locator(".theme-toggle").click()
        expect(page.locator("body")).to_have_attribute("data-theme", look)
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-theme", "dark")
