"""The page for marking open answers, as a class is marked on it: real Voila in the real teacher's server."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from skill_grading.marking.concerns import concerns
from tests.browser.serving import wait_for
from tests.grading.placement import NAME
from tests.publishing.classroom import HOSTILE, PATIENCE, violations
from tests.publishing.teachers import signed_in


def opened(page, address):
    page.goto(f"{address}course/marking?assignment={NAME}", timeout=PATIENCE, wait_until="commit")
    page.locator(".marking-answer").first.wait_for(timeout=PATIENCE)


def given(placement):
    """The points by hand, and whether each answer still waits."""
    return sorted(str(mark[1:]) for (_, cell), mark in placement.marks().items() if cell == "tell--write")


def test_a_class_is_marked_by_keyboard_alone_and_no_answer_runs(browser, classroom):
    placement, address = classroom.placement, classroom.address
    page = signed_in(classroom, browser, viewport={"width": 1280, "height": 900})
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.get_by_role("link", name="Lees en verbeter ze").click(timeout=PATIENCE, no_wait_after=True)
    page.locator(".marking-answer").first.wait_for(timeout=PATIENCE)

    far, chosen = page.locator(".marking-far"), page.locator(".marking-answer[aria-current]")
    expect(far).to_have_text("0 van 5")
    assert "Naam" not in page.locator("body").inner_text().replace("Toon namen", "")
    assert page.locator(".marking-rubric blockquote").count() == 3
    shown = "".join(page.locator(".marking-text").all_inner_texts())
    assert HOSTILE[0] in shown and HOSTILE[1] in shown and HOSTILE[4] in shown
    assert not set("\u202e\u2066\x1b\x07\x00") & set(shown)
    assert violations(page) == []

    chosen.focus()
    page.keyboard.press("c")
    page.keyboard.type("Zeg ook waarom.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bewaar dit commentaar als vaste zin").press("Enter")
    page.get_by_role("list", name="Jouw vaste zinnen").wait_for()
    chosen.focus()
    page.keyboard.press("1")
    expect(far).to_have_text("1 van 5")
    page.keyboard.press("4")
    page.keyboard.press("2")
    page.keyboard.press("3")
    page.keyboard.press("3")
    expect(far).to_have_text("4 van 5")
    page.keyboard.press("u")
    expect(far).to_have_text("3 van 5")
    expect(chosen.locator(".marking-badge")).to_have_text("nog te lezen")
    page.keyboard.press("k")
    expect(chosen.locator("h2")).to_contain_text("Antwoord 3 van 5")
    page.keyboard.press("n")
    expect(chosen.locator(".marking-who")).to_contain_text("Naam")
    # On an AZERTY keyboard the digits need Shift; its key by itself does too.
    page.keyboard.press("ArrowDown")
    chosen.evaluate("e => e.dispatchEvent(new KeyboardEvent('keydown', {key: '&', code: 'Digit1', bubbles: true}))")
    expect(far).to_have_text("4 van 5")
    page.get_by_role("button", name="Sneltoetsen").press("Enter")
    expect(chosen.locator("kbd")).to_have_count(0)
    chosen.focus()
    page.keyboard.press("1")
    expect(far).to_have_text("4 van 5")

    chosen.locator("summary", has_text="Zorgelijk antwoord?").click()
    assert "Luisterlijn 102" in chosen.inner_text()
    chosen.get_by_role("button", name="Ik heb dit gezien").click()
    chosen.get_by_role("button", name="Dit is opgevolgd").wait_for()
    [concern] = concerns(placement.data)
    expect(page.locator(".marking-warning")).to_have_text("")

    page.set_viewport_size({"width": 1024, "height": 768})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "only its two parts scroll"

    assert page.evaluate("typeof window.pwned") == "undefined"
    # The gradebook has it a moment after the page.
    expected = ["(0.0, 0)", "(1.5, 0)", "(3.0, 0)", "(3.0, 0)", "(None, 1)"]
    wait_for(lambda: given(placement) == expected)
    assert placement.sql("SELECT COUNT(*) FROM comment WHERE manual_comment = 'Zeg ook waarom.'") == [(2,)]

    page.goto(f"{address}course/")
    page.locator("summary", has_text="opvolgen: 1").click()
    page.get_by_role("button", name="Opgevolgd").click()
    page.get_by_text("Genoteerd").wait_for()
    assert concerns(placement.data) == [] and concern.place.cell == "tell--write"

    ours = ("about:", "data:", "blob:", address)
    assert [url for url in asked if not url.startswith(ours)] == []
    assert refused == []
    page.context.close()


def test_the_reports_page_gives_a_page_per_pupil_for_the_parents(browser, classroom):
    address = classroom.address
    page = signed_in(classroom, browser)
    page.goto(f"{address}course/reports")
    link = page.get_by_role("link", name="Nederlands (5VZ)").get_attribute("href")
    answer = page.context.request.get(f"http://{address.split('/')[2]}{link}")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert len(PdfReader(BytesIO(answer.body())).pages) == len(HOSTILE)
    unknown = page.context.request.get(f"{address}course/summary?class_name=7A")
    assert "There is no class" in unknown.text()
    page.context.close()


def test_formgrader_shows_the_same_and_its_marks_come_back(browser, classroom):
    placement, address = classroom.placement, classroom.address
    page = signed_in(classroom, browser)
    notebooks = placement.sql("SELECT id FROM submitted_notebook")
    texts = []
    for (notebook,) in notebooks:
        page.goto(f"{address}formgrader/submissions/{notebook}/", wait_until="domcontentloaded")
        page.locator(".nbgrader_cell pre").last.wait_for()
        texts.append(page.locator("body").inner_text())
        assert page.evaluate("typeof window.pwned") == "undefined"
    assert sum(HOSTILE[0] in text for text in texts) == 1

    [(grade_id,)] = placement.sql("SELECT id FROM grade WHERE auto_score IS NULL AND manual_score IS NULL LIMIT 1")
    xsrf = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "_xsrf")
    answer = page.context.request.put(
        f"{address}formgrader/api/grade/{grade_id}", data={"manual_score": 2.5}, headers={"X-XSRFToken": xsrf}
    )
    assert answer.ok
    opened(page, address)
    expect(page.locator(".marking-badge", has_text=re.compile(r"2\.5 van 3 punten"))).to_have_count(1, timeout=PATIENCE)
    assert page.evaluate("typeof window.pwned") == "undefined"
    page.context.close()
