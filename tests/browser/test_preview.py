"""`course preview` as an author uses it: write, save, look."""

import os
import signal
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.serving import COURSE, free_port


@pytest.fixture
def preview(small_course, browser):
    """Opens the preview of a scenario of the small course in a browser."""
    running = []

    def preview(reference):
        port = free_port()
        process = subprocess.Popen(
            [*COURSE, "preview", reference, "--port", str(port)],
            cwd=small_course.root,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        running.append(process)
        assert f"{reference}: http://localhost:{port}/" in process.stdout.readline()
        page = browser.new_context(color_scheme="dark").new_page()
        page.goto(f"http://localhost:{port}/")
        return page

    yield preview
    for context in list(browser.contexts):
        context.close()
    for process in running:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        process.stdout.close()


def test_what_is_saved_is_shown_and_slips_are_told_until_they_are_mended(small_course, preview):
    page = preview("placement/talk")
    expect(page.get_by_role("group", name="Wat doe je?")).to_be_visible()
    words = small_course.root / "exercises/placement/talk/nl.yml"
    sound = words.read_text(encoding="utf-8")

    words.write_text(sound.replace("Wat doe je?", "Wat doe jij nu?"), encoding="utf-8")
    expect(page.get_by_role("group", name="Wat doe jij nu?")).to_be_visible()

    words.write_text(sound.replace("prompt:", "promt:"), encoding="utf-8")
    expect(page.get_by_role("listitem").filter(has_text="promt: is not a name that is known here")).to_be_visible()
    assert Axe().run(page).response["violations"] == []

    words.write_text(sound, encoding="utf-8")
    expect(page.get_by_role("group", name="Wat doe je?")).to_be_visible()
    expect(page.get_by_text("Dit moet nog hersteld worden")).to_have_count(0)


def test_answers_stay_while_words_change_and_go_on_request(small_course, preview):
    page = preview("placement/walk")
    page.get_by_label("Vragen.").check()
    page.get_by_role("button", name="Bevestig").click()
    words = small_course.root / "exercises/placement/walk/nl.yml"
    words.write_text(words.read_text(encoding="utf-8").replace("Wat zegt te veel?", "Wat verklapt iets?"), "utf-8")
    expect(page.get_by_role("group", name="Wat verklapt iets?")).to_be_visible()
    page.get_by_role("button", name="Begin opnieuw").click()
    expect(page.get_by_role("group", name="Wat nu?")).to_be_visible()


def test_a_rule_that_feedback_cites_can_be_read(preview):
    page = preview("placement/talk")
    page.get_by_label("Posten.").check()
    page.get_by_role("button", name="Bevestig").click()
    page.get_by_role("link", name="Regel 1.5 Stage").click()
    expect(page.locator("section:target")).to_contain_text("Zwijg.")
