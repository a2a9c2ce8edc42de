"""Saving answers as a file, from the page to the inbox: sealed for the school, never silently plain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from scenario_quiz.answers import parse_answers
from skill_grading.collecting.keys import create_keys, open_keys, published_key
from skill_grading.collecting.parcels import read_parcels
from skill_grading.collecting.taking_in import take_in
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.browser.pupil_at_work import button, do_walk
from tests.browser.quiz_pages import exercise_page, shown
from tests.grading.placement import NAME, Placement

PASSPHRASE = "vier woorden zijn genoeg"
SHARE = """
  globalThis.shared = [];
  navigator.canShare = ({ files }) => files.every((file) => file.name.endsWith('.txt'));
  navigator.share = async ({ files }) => globalThis.shared.push(files[0].name, await files[0].text());
"""
INSECURE = "Object.defineProperty(crypto, 'subtle', { value: undefined });"


@pytest.fixture
def placement(small_course, tmp_path) -> Placement:
    placement = Placement.make(tmp_path / "data", small_course)
    Roster((Pupil("p-noor", "5VZ", "Noor", "Peeters"),)).save(placement.data.roster)
    return placement


@pytest.fixture
def school(tmp_path, placement) -> Path:
    """The school's folder, with a public key; the private one is in the data folder."""
    folder = tmp_path / "school"
    create_keys(folder, placement.data.keys, PASSPHRASE)
    return folder


def opened(browser, folder: Path, placement: Placement, public_key: str = "", script: str = "") -> Page:
    """The exercise from a folder on this device, with the first situation done."""
    path = exercise_page(folder, placement.release, public_key=public_key)
    look = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}  # for axe, which measures at once
    page = browser.new_context(accept_downloads=True, **look).new_page()
    if script:
        page.add_init_script(script)
    page.goto(path.as_uri())
    shown(page)
    do_walk(page)
    return page


def collected(placement: Placement, file: bytes, folder: Path) -> tuple[list[str], bytes]:
    """What becomes of the file as Moodle gives it, and the answers that then count."""
    place = folder / "Noor Peeters_123_assignsubmission_file_" / "placement-answers.txt"
    place.parent.mkdir(parents=True)
    place.write_bytes(file)
    report = take_in(
        placement.data, NAME, read_parcels(folder), lambda: open_keys(placement.data.keys, lambda: PASSPHRASE)
    )
    with Inbox(placement.data.inbox_url) as inbox:
        (hand_in,) = inbox.counting(NAME)
    return [each.code for each in report.outcomes], hand_in.answers


def test_a_sealed_file_reaches_the_teacher_and_nobody_else_can_read_it(browser, placement, school, tmp_path):
    page = opened(browser, tmp_path / "page", placement, published_key(school))
    with page.expect_download() as download:
        button(page, "Bewaar als bestand").click()
    content = Path(download.value.path()).read_bytes()
    page_text = page.locator(".hand-in-end").inner_text()

    assert download.value.suggested_filename == "placement-answers.txt"
    assert json.loads(content).keys() >= {"format", "version", "course", "assignment", "key"}
    assert b"scenarios" not in content and b"walk" not in content
    assert "Bewaard als placement-answers.txt" in page_text and "Alleen je school kan het lezen" in page_text
    assert "Let op: nog één situatie is niet af" in page_text
    assert Axe().run(page).violations_count == 0
    codes, answers = collected(placement, content, tmp_path / "moodle")
    assert codes == ["taken"]
    assert len(parse_answers(answers).scenarios["walk"]) == 2


def test_a_school_without_a_key_gets_a_plain_file_and_each_file_is_an_attempt(browser, placement, tmp_path):
    page = opened(browser, tmp_path / "page", placement)
    with page.expect_download() as first:
        button(page, "Bewaar als bestand").click()
    page.get_by_label("Schrijf.").fill("Ik bel.")
    page.locator("form", has=page.get_by_label("Schrijf.")).get_by_text("Bevestig").click()
    with page.expect_download() as second:
        button(page, "Bewaar als bestand").click()

    before, after = (parse_answers(Path(each.value.path()).read_bytes()) for each in (first, second))
    assert before.attempt != after.attempt
    assert after.scenarios["tell"][0]["answer"] == "Ik bel."
    assert "lezen" not in page.locator(".hand-in-end").inner_text()


def test_a_phone_shares_the_file(browser, placement, school, tmp_path):
    page = opened(browser, tmp_path / "page", placement, published_key(school), SHARE)
    button(page, "Bewaar als bestand").click()
    expect(page.locator(".hand-in-end .quiz-panel-title").last).to_be_focused()
    button(page, "Deel het bestand").click()
    page.wait_for_function("globalThis.shared.length === 2")

    name, text = page.evaluate("globalThis.shared")
    assert name == "placement-answers.txt"
    assert collected(placement, text.encode(), tmp_path / "moodle")[0] == ["taken"]


def test_an_insecure_page_never_falls_back_to_a_plain_file(browser, placement, school, tmp_path):
    page = opened(browser, tmp_path / "page", placement, published_key(school), INSECURE)
    page.on("download", lambda download: pytest.fail(f"saved {download.suggested_filename}"))
    button(page, "Bewaar als bestand").click()

    expect(page.get_by_text("Hier kan je geen bestand bewaren")).to_be_focused()
    expect(page.get_by_text("https")).to_be_visible()
    assert page.get_by_role("button", name="Download het bestand").count() == 0
