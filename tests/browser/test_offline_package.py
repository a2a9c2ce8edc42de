"""The zip for a stick, unpacked and opened with a double click, in a real browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from course_site.packaging.offline import offline_files, package_offline
from course_site.packaging.pages import packed
from tests.browser.pupil_at_work import answer
from tests.browser.quiz_pages import let_it_be_kept
from tests.publishing.books import SmallBook


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    book = SmallBook(tmp_path_factory.mktemp("stick"))
    return package_offline(book.course.load(), book.data)


@pytest.fixture(scope="module")
def start(package, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("USB stick Zoë")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return (folder / "start.html").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    slips: list[str] = []
    page.on("console", lambda said: slips.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: slips.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else slips.append(asked.url))
    yield page
    context.close()
    assert slips == []


def readme(start: str) -> str:
    return start.replace("start.html", "LEESMIJ.txt")


def banner(page: Page, name: str):
    return page.get_by_role("banner").get_by_role("link", name=name)


def test_holds_the_pages_and_none_of_what_only_a_server_needs(package):
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        told = archive.read("LEESMIJ.txt").decode()
    assert {name for name in names if "/" not in name} == {"start.html", "LEESMIJ.txt", "README.txt"}
    assert {"nl/welcome.html", "en/welcome.html", "nl/searchindex.js", "nl/_static/save.js"} <= set(names)
    assert not [name for name in names if name.endswith((".gz", "_csp.json", "sw.js", ".webmanifest"))]
    assert "start.html" in told and "Kleine cursus" in told


def test_the_same_course_gives_the_same_bytes(tmp_path):
    files = {"b.txt": b"two", "a.txt": b"one"}
    assert packed(files) == packed(dict(reversed(files.items())))


def test_a_package_in_one_language_has_no_other(tmp_path, small_course):
    site = tmp_path / "site"
    for name in ("index.html", "nl/a.html", "nl/a.html.gz", "nl/_csp.json", "en/a.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    files = offline_files(SmallBook(tmp_path / "book").course.load(), site, ["nl"])
    assert set(files) == {"start.html", "LEESMIJ.txt", "nl/a.html"}


def test_opens_in_the_first_language_and_goes_on_in_the_other(page, start):
    page.goto(start)
    expect(page).to_have_url(re.compile("/nl/welcome.html$"))
    page.get_by_role("link", name="Read", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Op stage")
    answer(page, "Posten.")
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    let_it_be_kept(page, readme(start))
    page.reload()
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    banner(page, "English").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")


@pytest.mark.parametrize(
    ("language", "word", "found"), [("nl", "stage", "Op stage"), ("en", "placement", "On placement")]
)
def test_search_the_menu_and_the_theme_work(page, start, language, word, found):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(start.replace("start.html", f"{language}/search.html"))
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#search-results")).to_contain_text(found)
    page.get_by_role("banner").get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name=found).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(found)
    expect(page.locator("html")).not_to_have_class(re.compile("no-js"))
    theme = "document.body.dataset.theme"
    before = page.evaluate(theme)
    page.locator(".theme-toggle").click()
    chosen = page.evaluate(theme)
    assert chosen != before
    let_it_be_kept(page, readme(start))
    page.reload()
    page.wait_for_function(f"{theme} === '{chosen}'")


@pytest.mark.parametrize("name", ["welcome", "placement", "placement-exercise", "search"])
def test_a_page_looks_in_storage_only_after_it_was_shown(page, start, name):
    page.add_init_script("""
        const { get } = Object.getOwnPropertyDescriptor(window, 'localStorage');
        window.looks = [];      // frames drawn before each look
        let frames = 0;
        const count = () => { frames += 1; requestAnimationFrame(count); };
        requestAnimationFrame(count);
        Object.defineProperty(window, 'localStorage', { get() { looks.push(frames); return get.call(window); } });
    """)
    page.goto(start.replace("start.html", f"nl/{name}.html"))
    page.wait_for_function("looks.length > 1")
    assert min(page.evaluate("looks")) > 1


def test_progress_is_remembered_on_the_welcome_page(page, start):
    page.goto(start.replace("start.html", "nl/placement.html"))
    answer(page, "Wachten.")
    # How far a page is, is kept once every situation on it has said so.
    expect(page.locator(".scenario-quiz:not([data-done])")).to_have_count(0)
    expect(page.locator(".still-to-do")).to_be_visible()
    let_it_be_kept(page, readme(start))
    page.goto(start)
    expect(page.locator(".onward a")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "send", "kept"),
    [("nl", "Bevestig", "Jouw antwoord: Vragen."), ("en", "Confirm", "Your answer: Vragen.")],
)
def test_a_graded_exercise_keeps_its_answers_here(page, start, language, send, kept):
    page.goto(start.replace("start.html", f"{language}/placement-exercise.html"))
    option = page.get_by_label("Vragen.", exact=True)
    option.check()
    page.locator("form", has=option).get_by_text(send).click()
    let_it_be_kept(page, readme(start))
    page.reload()
    expect(page.get_by_text(kept)).to_be_visible()
