"""Every page of the school's own course, in every language, for everyone: in a real browser, one start for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.quiz_pages import shown

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
ZOOMED = {"200 %": {"width": 640, "height": 400}, "400 %": {"width": 320, "height": 200}}
# The rules of axe that hang on colours and sizes.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
LONG_WORD = "meerderjarigheidsverklaringsformulieren"
# The spacing that readers may set themselves, WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""

SPACE_OUT = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
LENGTHEN = """word => document.querySelectorAll(`article :is(h1, h2, h3, dt, dd, .admonition p, .quiz-prompt,
  .quiz-bubble, .quiz-option span, .quiz-item-text, .quiz-card-text, .quiz-part), .turn-title, .helpline-what`)
  .forEach((each) => each.append(' ' + word))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOR_EARS = "svg, .visually-hidden, .quiz-unseen, .quiz-spot-name, .language-name, .menu-button span"
# What is wider than the page, or larger than the box that hides what does not fit.
CUT = f"""() => [...document.querySelectorAll('body *')].filter((each) => {{
  const {{ left, right, width, height }} = each.getBoundingClientRect();
  if (!width || !height || each.closest(`{FOR_EARS}`)) return false;
  const {{ overflowX, overflowY }} = getComputedStyle(each);
  const hides = [overflowX, overflowY].some((how) => ['hidden', 'clip'].includes(how));
  const cuts = hides && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
  const sticksOut = right > document.documentElement.clientWidth + 1 || left < -1;
  return cuts || (sticksOut && !each.closest('.table-wrapper'));
}}).map((each) => each.outerHTML.slice(0, 200))"""
# What is too small to tap; links in a sentence, and boxes that have a label around them, are no targets by themselves.
SMALL = """() => [...document.querySelectorAll('a, button, summary, textarea, label, input')].filter((each) => {
  const { width, height } = each.getBoundingClientRect();
  const inSentence = each.matches('a') && each.closest('p, li, dd, td') && getComputedStyle(each).display === 'inline';
  const isPart = !each.matches('label') && each.closest('label');
  return width && !inSentence && !isPart && !each.matches('.skip-to-content') && (width < 24 || height < 24);
}).map((each) => each.outerHTML.slice(0, 200))"""
UNSELECTABLE = """() => [...document.querySelectorAll('body *')]
  .filter((each) => each.textContent.trim() && getComputedStyle(each).userSelect === 'none')
  .map((each) => each.outerHTML.slice(0, 200))"""
MOVES = """() => [...document.querySelectorAll('*')].filter((each) => {
  const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(each);
  const lasts = [transitionDuration, animationDuration].some((times) => /[1-9]/.test(times));
  return lasts || scrollBehavior === 'smooth';
}).map((each) => each.outerHTML.slice(0, 100))"""
FOLDED = """() => [...document.querySelectorAll('.scenario-quiz details > :not(summary)')]
  .filter((each) => !each.checkVisibility()).map((each) => each.outerHTML.slice(0, 200))"""
# The order in which Tab should reach things: that of the page; of radio buttons the group is one.
STOPS = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, textarea, summary')].filter((each) => {
    const first = each.type !== 'radio' || !groups.has(each.name);
    if (each.type === 'radio') groups.add(each.name);
    return first && each.checkVisibility() && !each.disabled && each.tabIndex >= 0;
  }).map((each, index) => (each.dataset.stop = String(index)));
}"""
WATCH = """() => {
  window.reached = [];
  document.addEventListener('focusin', ({ target }) => {
    if (!target.dataset.stop) return;
    const header = document.querySelector('.site-header');
    const { top, bottom } = target.getBoundingClientRect();
    const under = header.contains(target) || target.closest('#menu') ? 0 : header.getBoundingClientRect().bottom;
    const isOutlined = (each) => each && getComputedStyle(each).outlineStyle !== 'none';
    const outlined = [target, target.nextElementSibling].some(isOutlined);
    const inView = target.matches('.skip-to-content') || (bottom > under && top < innerHeight);
    window.reached.push([target.dataset.stop, outlined && inView ? '' : target.outerHTML.slice(0, 200)]);
  });
}"""


@pytest.fixture(scope="module", params=["nl", "en"])
def pages(published, request) -> list[Path]:
    """Every page of a language, and there are many; its `index.html` only leads to one."""
    found = sorted(path for path in published.glob(f"{request.param}/*.html") if path.name != "index.html")
    assert len(found) >= 20
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=LAPTOP)
    yield context.new_page()
    context.close()


def opened(page: Page, path: Path, **media: str) -> str:
    """Opens a page from its file, and gives what to call it."""
    page.set_viewport_size(LAPTOP)
    page.emulate_media(**{"reduced_motion": "reduce", **media})  # what fades is measured when it is there
    page.goto(path.as_uri())
    shown(page)
    return f"{path.parent.name}/{path.stem}"


def test_no_page_has_a_barrier_in_any_theme_or_size(page, pages):
    found = []
    for path in pages:
        name = opened(page, path)
        # Over the languages each page has every rule in both sizes, and what hangs on its look in both themes too.
        sizes = (LAPTOP, PHONE) if path.parent.name == "nl" else (PHONE, LAPTOP)
        for scheme, size, rules in zip(("light", "dark"), sizes, ({}, {"runOnly": LOOKS}), strict=True):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            broken = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
            found += [(name, scheme, size, rule["id"], rule["nodes"][0]["html"][:200]) for rule in broken]
    assert found == []


def test_the_open_menu_of_a_phone_has_no_barrier(page, pages):
    opened(page, pages[0])
    page.set_viewport_size(PHONE)
    page.locator(".menu-button").click()
    assert Axe().run(page).response["violations"] == []


def test_every_page_fits_zoomed_and_with_the_spacing_that_a_reader_sets(page, pages):
    for path in pages:
        name = opened(page, path)
        assert (name, page.evaluate(SMALL)) == (name, [])
        assert (name, page.evaluate(UNSELECTABLE)) == (name, [])
        for zoom, size in ZOOMED.items():
            page.set_viewport_size(size)
            assert (name, zoom, page.evaluate(WIDER), page.evaluate(CUT)) == (name, zoom, 0, [])
        page.set_viewport_size(PHONE)
        page.evaluate(SPACE_OUT, SPACING)
        assert (name, page.evaluate(WIDER), page.evaluate(CUT)) == (name, 0, [])


def test_a_long_word_fits_wherever_it_stands(page, pages):
    opened(page, next(path for path in pages if path.stem == "attitude"))
    page.set_viewport_size(ZOOMED["400 %"])
    page.evaluate(LENGTHEN, LONG_WORD)
    assert (page.evaluate(WIDER), page.evaluate(CUT)) == (0, [])


def test_nothing_moves_for_who_wants_no_motion(page, pages):
    for path in pages:
        name = opened(page, path)
        assert (name, page.evaluate(MOVES)) == (name, [])


def test_tab_reaches_everything_in_order_and_shows_where_it_is(page, pages):
    for path in pages:
        name = opened(page, path)
        page.set_viewport_size(PHONE if path.parent.name == "nl" else LAPTOP)
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        stops = page.evaluate(STOPS)
        page.evaluate(WATCH)
        for _ in stops:
            page.keyboard.press("Tab")
        reached = page.evaluate("window.reached")
        assert (name, [stop for stop, _ in reached]) == (name, stops)
        assert (name, [what for _, what in reached if what]) == (name, [])


def test_the_first_tab_leads_past_the_menu_to_the_content(page, pages):
    for path in pages:
        name = opened(page, path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-to-content", name
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#content, .turning, .site-footer') !== null"), name


def test_every_page_says_which_language_it_speaks_and_where_the_other_is(page, pages):
    for path in pages:
        name, language = opened(page, path), path.parent.name
        assert page.evaluate("document.documentElement.lang") == language, name
        other = page.locator("a.language")
        assert other.get_attribute("lang") == other.get_attribute("hreflang") != language, name
        assert (path.parent / other.get_attribute("href")).resolve().is_file(), name
        assert page.locator("h1").count() == 1, name
        assert page.get_by_role("main").count() == 1, name


def test_marks_show_in_forced_colours(page, pages):
    opened(page, next(path for path in pages if path.stem == "attitude"), forced_colors="active")
    page.locator(".quiz-option input[type=radio]").first.press("Space")
    outline = "getComputedStyle(document.querySelector('{}')).outlineStyle"
    border = "getComputedStyle(document.querySelector('{}')).borderTopStyle"
    assert page.evaluate(outline.format(".quiz-option input:checked + span")) == "solid"
    assert page.evaluate(outline.format("#menu .current-page > .reference")) == "solid"
    for box in (".quiz-bubble", ".quiz-face", ".admonition"):
        assert page.evaluate(border.format(box)) == "solid", box


def test_print_leaves_the_frame_out_and_opens_what_is_folded(page, pages):
    for path in pages:
        name = opened(page, path, media="print")
        for gone in (".site-header", "#menu", ".turning"):
            assert not page.locator(gone).filter(visible=True).count(), (name, gone)
        assert page.locator(".helplines").is_visible(), name
        assert (name, page.evaluate(FOLDED)) == (name, [])
