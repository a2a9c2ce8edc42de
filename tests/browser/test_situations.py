"""Every kind of situation in a real browser: said in full, drawn in full, and clean for axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pydantic import TypeAdapter

from scenario_quiz.situations import AnyShow
from scenario_quiz.situations.drawings import drawing, names
from scenario_quiz.situations.words import KnownWords
from scenario_quiz.views import practice_view
from tests.browser.quiz_pages import practice_page, shown

PEOPLE = {"yara": "Yara", "sam": "Sam", "noor": "Noor"}
TEXTS = {
    "long": "Eindelijk vakantie! Maar eerst nog een toets van " + "heel" * 40,
    "short": "Dag.",
    "markup": "<img src=x onerror=alert(1)>",
    "alt": "Een tekening van mensen.",
}
LINES = [{"by": "yara", "text": "long"}, {"by": "me", "text": "short"}, {"by": "sam", "text": "markup"}]
SHOWS = [
    {"kind": "post", "by": "yara", "text": ["long", "short"], "likes": 12, "comments": LINES},
    {"kind": "story", "by": "me", "text": ["long"], "hours_left": 19},
    {"kind": "chat", "title": "long", "messages": LINES},
    {"kind": "chat", "messages": LINES[:2]},
    {"kind": "mail", "by": "yara", "to": "me", "subject": "long", "text": ["short", "markup"], "attachment": "short"},
    {"kind": "comments", "on": "long", "comments": LINES},
    {"kind": "profile", "by": "yara", "text": ["long", "short"], "picture": {"drawing": "bus", "alt": "alt"}},
    {"kind": "notification", "app": "short", "text": ["long"]},
    *({"kind": "photo", "picture": {"drawing": name, "alt": "alt"}} for name in names()),
]


@pytest.fixture
def page_file(small_course, tmp_path):
    """A page with a scenario for each situation."""
    course = small_course.load()
    talk = practice_view(course.scenario("placement/talk"), course.school, "nl")
    words = KnownWords(PEOPLE, TEXTS)
    views = [
        talk.model_copy(update={"id": f"talk-{number}", "show": TypeAdapter(AnyShow).validate_python(show).fill(words)})
        for number, show in enumerate(SHOWS)
    ]
    return practice_page(tmp_path / "site", *views).as_uri()


@pytest.fixture
def open_page(browser, page_file):
    pages = []

    def opened(**options):
        pages.append(browser.new_page(**options))
        pages[-1].goto(page_file)
        shown(pages[-1])
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


def test_a_situation_has_a_name_and_says_who_says_what(open_page):
    page = open_page()
    figures = page.get_by_role("figure")
    assert figures.count() == len(SHOWS)
    named = figures.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert named[:8] == [
        "Post, Yara", "Story, jij", "Chat", "Chat", "Mail, Yara", "Reacties", "Profiel, Yara", "Melding",
    ]  # fmt: skip
    assert "Nog 19 uur te zien" in figures.nth(1).inner_text()
    private = figures.nth(3).inner_text()
    assert "Privégesprek: Yara, jij" in private
    assert figures.nth(3).get_by_role("listitem").all_text_contents()[1] == "jijDag."
    assert "<img src=x onerror=alert(1)>" in figures.nth(2).inner_text()


def test_drawings_are_images_with_words_of_their_own(open_page):
    page = open_page()
    pictures = page.get_by_role("img", name="Een tekening van mensen.")
    assert pictures.count() == len(names()) + 1
    assert all(pictures.evaluate_all("all => all.map((one) => one.complete && one.naturalWidth > 0)"))
    assert page.locator("[onerror]").count() == 0


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_sticks_out(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = "[...document.querySelectorAll('.quiz-show *')].filter((one) => one.scrollWidth > one.clientWidth + 1"
    cut += (
        " && !['inline', 'none'].includes(getComputedStyle(one).display) && !one.matches('.quiz-unseen, svg, svg *'))"
    )
    assert page.evaluate(f"{cut}.map((one) => one.className)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page, scheme, width):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(page, {"include": [[".quiz-show"]]})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []


def test_a_spot_to_tap_lies_on_what_it_names_and_shows_its_name(browser, small_course, tmp_path):
    parts = {spot: f"part-{number}" for number, spot in enumerate(drawing("class-photo").hotspots)}
    structure = small_course.files["exercises/placement/talk/scenario.yml"]
    structure["start"] = "who"
    structure["steps"]["who"] = {
        **{"kind": "mark", "skill": "speak-up", "rules": ["7.9"], "points": 1, "next": "draft"},
        "parts": {part: "harmless" if part == "part-0" else "gives-away" for part in parts.values()},
        "show": {"kind": "photo", "picture": {"drawing": "class-photo", "alt": "alt", "parts": parts}},
    }
    for language in ("nl", "en"):
        words = small_course.files[f"exercises/placement/talk/{language}.yml"]
        texts = {part: spot for spot, part in parts.items()}
        words["steps"]["who"] = {"prompt": "Wie?", "parts": texts, "feedback": texts}
        words["texts"] = {"alt": "Een klas."}
    course = small_course.load()
    page = browser.new_page(viewport={"width": 360, "height": 900})
    view = practice_view(course.scenario("placement/talk"), course.school, "nl")
    page.goto(practice_page(tmp_path / "site", view).as_uri())
    shown(page)
    picture = page.get_by_role("img", name="Een klas.").bounding_box()
    for spot, box in drawing("class-photo").hotspots.items():
        to_tap = page.get_by_role("button", name=spot, exact=True).bounding_box()
        assert to_tap["x"] - picture["x"] == pytest.approx(picture["width"] * box.x / 100, abs=1)
        assert to_tap["y"] - picture["y"] == pytest.approx(picture["height"] * box.y / 100, abs=1)
        assert min(to_tap["width"], to_tap["height"]) >= 24
    assert page.locator(".quiz-spot-names li:visible").all_inner_texts() == list(parts)
    page.close()
