"""The published pages of the school's own course in a real browser, served with their real security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from course_site.handin import make_app, running
from skill_grading.data import DataFolder
from tests.browser.quiz_pages import let_it_be_kept
from tests.markup import findings

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
WATCHED = "performance.getEntriesByType('resource').length"


@pytest.fixture(scope="module")
def address(course, published) -> Iterator[str]:
    with running(make_app(DataFolder(published.with_name("data")), published, course)) as address:
        yield f"{address}nl/"


@pytest.fixture
def slips() -> list[str]:
    return []


@pytest.fixture
def open_page(browser: Browser, address: str, slips: list[str]):
    """Opens pages in one fresh browser; what they ask of others, and what it complains about, goes into `slips`."""
    contexts = []

    def open_(name: str, viewport: dict = LAPTOP, until: str = "networkidle") -> Page:
        if not contexts:
            contexts.append(browser.new_context(viewport=viewport))
            own = re.compile(rf"^(data:|{re.escape(address.removesuffix('nl/'))})")
            contexts[0].on("request", lambda asked: None if own.match(asked.url) else slips.append(asked.url))
            contexts[0].on("console", lambda said: slips.append(said.text) if said.type == "error" else None)
            contexts[0].on("weberror", lambda error: slips.append(str(error.error)))
        page = contexts[0].new_page()
        page.goto(address + name, wait_until=until)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_no_page_asks_a_stranger_or_breaks_its_policy(published, open_page, slips):
    # The error page beside the languages has a policy of its own, and is asked for by no address of its own.
    files = [published / "index.html", *published.glob("*/*.html")]
    pages = sorted(path.relative_to(published).as_posix() for path in files)
    assert len(pages) >= 2 * 9
    opened = [open_page(f"../{name}", PHONE, until="load") for name in pages]
    for name, page in zip(pages, opened, strict=True):
        page.wait_for_load_state("networkidle")
        assert page.evaluate(WATCHED) > 0, f"{name}: nothing was loaded"
    assert slips == []


def test_a_page_that_breaks_its_policy_is_noticed(open_page, slips):
    page = open_page("welcome.html")
    for element in (
        "document.createElement('script'), { textContent: '1' }",
        "new Image(), { src: 'https://else.invalid/' }",
    ):
        with page.expect_console_message():
            page.evaluate(f"document.body.append(Object.assign({element}))")
    assert len(slips) >= 2


def test_every_page_is_valid_html(published, open_page, tmp_path, address):
    missing = tmp_path / "missing.html"
    missing.write_text(open_page("missing.html").context.request.get(f"{address}missing.html").text(), "utf-8")
    assert findings([*published.rglob("*.html"), missing]) == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "search.html",
            {"stages": "internship", "stagiairs": "internship", "foto's": "privacy", "bewoonster": "internship"},
        ),
        (
            "../en/search.html",
            {"photos": "privacy", "placements": "internship", "posting": "attitude", "residents": "internship"},
        ),
    ],
    ids=["nl", "en"],
)
def test_search_finds_other_forms_of_a_word(open_page, slips, page, words):
    for word, chapter in words.items():
        found = open_page(f"{page}?q={word}").locator(f'#search-results li a[href*="{chapter}"]')
        expect(found.first, word).to_be_visible()
    assert slips == []


def test_search_says_in_the_page_language_what_it_found(open_page, slips):
    for page, some, none in (("", "Gevonden", "Niets gevonden"), ("../en/", "Found", "Nothing found")):
        expect(open_page(f"{page}search.html?q=protocol").locator("#search-results")).to_contain_text(some)
        expect(open_page(f"{page}search.html?q=xyzzy").locator("#search-results")).to_contain_text(none)
    assert slips == []


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_page):
    page = open_page("welcome.html", PHONE)
    menu = page.get_by_role("navigation", name="Hoofdstukken")
    expect(menu).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Menu sluiten")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_the_theme_button_changes_the_colours_and_the_next_page_keeps_them(open_page, address):
    page = open_page("welcome.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Licht of donker").click()
    assert page.evaluate(paper) != light
    let_it_be_kept(page, f"{address}searchindex.js")
    assert open_page("protocol.html").evaluate(paper) == page.evaluate(paper)


def test_a_link_to_a_rule_opens_at_that_rule(open_page):
    page = open_page("internship.html")
    page.locator('a[href="protocol.html#rule-1-5"]').first.click()
    expect(page.locator("#rule-1-5")).to_be_in_viewport()
