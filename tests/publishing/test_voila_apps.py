"""The pages for marking open answers and for looking around in the report: real Voila in the real teacher's server."""

import re
import time
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from skill_grading.collecting import collect
from skill_grading.gradebook import grade
from skill_grading.marking.concerns import concerns
from skill_grading.roster import import_class_list
from tests.conftest import SmallCourse
from tests.grading.placement import NAME, Placement
from tests.publishing.teachers import TOKEN, free_port, start, wait_for

HOSTILE = [
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>",
    '</pre></textarea><svg onload=window.pwned=1> ![x](x" onerror="window.pwned=1) [a](javascript:window.pwned=1)',
    "$\\href{javascript:window.pwned=1}{x}$ \\(\\unicode[window.pwned=1]{1}\\) {{7*7}} ${window.pwned=1}",
    "\u202eomgekeerd \u200b\u2066 \x1b[31mrood\x07 \x00 \ufeff`x`",
    "lang" * 490,
]
PATIENCE = 90_000


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A class whose hostile answers are graded, and the teacher's server on them."""
    folder = tmp_path_factory.mktemp("marking")
    small = SmallCourse(folder / "course")
    # Colours that can be read, unlike those of the small school.
    for theme, colours in THEMES.items():
        small.files["schools/small-school/school.yml"]["colours"][theme] = colours
    placement = Placement.make(folder / "data", small)
    listed = folder / "klas.csv"
    listed.write_text("klas;voornaam;naam\n" + "".join(f"5VZ;Leerling{i};Naam{i}\n" for i in range(len(HOSTILE))))
    for pupil, text in zip(import_class_list(placement.data, listed).new, HOSTILE, strict=True):
        placement.hand_in(pupil.pupil_id, placement.answers(text=text))
    collect(placement.data, NAME)
    assert len(grade(placement.data, NAME).graded) == len(HOSTILE)
    port = free_port()
    with (folder / "out.txt").open("w+") as log:
        process = start(small, placement, port, log)
        try:
            wait_for(process, port)
            yield placement, f"http://localhost:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


THEMES = {
    "light": dict(
        paper="#ffffff", panel="#f1f3fa", ink="#1d2233", muted="#555c72", line="#7c849b", accent="#4338a8",
        accent_ink="#ffffff", good="#17694a", harm="#ab2a3a", careful="#7a5200",
    ),
    "dark": dict(
        paper="#171a24", panel="#222736", ink="#eef0f8", muted="#b3b9cc", line="#7d859d", accent="#b6b0ff",
        accent_ink="#1b1740", good="#7fd6ac", harm="#ff9ea6", careful="#f0c36a",
    ),
}  # fmt: skip


def opened(page, address):
    page.goto(f"{address}course/marking?assignment={NAME}", timeout=PATIENCE, wait_until="commit")
    page.locator(".marking-answer").first.wait_for(timeout=PATIENCE)


def given(placement):
    """The points by hand, and whether each answer still waits."""
    return sorted(str(mark[1:]) for (_, cell), mark in placement.marks().items() if cell == "tell--write")


def comes_true(true):
    give_up = time.monotonic() + 60
    while not true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


def violations(page):
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]


def test_a_class_is_marked_by_keyboard_alone_and_no_answer_runs(browser, classroom):
    placement, address = classroom
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address}course/?token={TOKEN}")
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
    chosen.focus()
    page.keyboard.press("1")
    expect(far).to_have_text("4 van 5")

    chosen.locator("summary", has_text="Zorgelijk antwoord?").click()
    assert "Luisterlijn 102" in chosen.inner_text()
    chosen.get_by_role("button", name="Ik heb dit gezien").click()
    chosen.get_by_role("button", name="Dit is opgevolgd").wait_for()
    [concern] = concerns(placement.data)
    assert page.locator(".marking-warning").inner_text() == ""

    page.set_viewport_size({"width": 1024, "height": 768})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    assert page.evaluate("typeof window.pwned") == "undefined"
    # The gradebook has it a moment after the page.
    expected = ["(0.0, 0)", "(1.5, 0)", "(3.0, 0)", "(3.0, 0)", "(None, 1)"]
    assert comes_true(lambda: given(placement) == expected), given(placement)
    assert placement.sql("SELECT COUNT(*) FROM comment WHERE manual_comment = 'Zeg ook waarom.'") == [(2,)]

    page.goto(f"{address}course/")
    page.locator("summary", has_text="opvolgen: 1").click()
    page.get_by_role("button", name="Opgevolgd").click()
    page.get_by_text("Genoteerd").wait_for()
    assert concerns(placement.data) == [] and concern.place.cell == "tell--write"

    ours = ("about:", "data:", "blob:", address)
    assert [url for url in asked if not url.startswith(ours)] == []
    assert refused == []
    context.close()


def test_the_reports_page_gives_a_page_per_pupil_for_the_parents(browser, classroom):
    _, address = classroom
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}course/?token={TOKEN}")
    page.goto(f"{address}course/reports")
    link = page.get_by_role("link", name="Nederlands (5VZ)").get_attribute("href")
    answer = context.request.get(f"http://{address.split('/')[2]}{link}")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert len(PdfReader(BytesIO(answer.body())).pages) == len(HOSTILE)
    unknown = context.request.get(f"{address}course/summary?class_name=7A")
    assert "There is no class" in unknown.text()
    context.close()


def test_formgrader_shows_the_same_and_its_marks_come_back(browser, classroom):
    placement, address = classroom
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}course/?token={TOKEN}")
    notebooks = placement.sql("SELECT id FROM submitted_notebook")
    texts = []
    for (notebook,) in notebooks:
        page.goto(f"{address}formgrader/submissions/{notebook}/", wait_until="domcontentloaded")
        page.locator(".nbgrader_cell pre").last.wait_for()
        texts.append(page.locator("body").inner_text())
        assert page.evaluate("typeof window.pwned") == "undefined"
    assert sum(HOSTILE[0] in text for text in texts) == 1

    [(grade_id,)] = placement.sql("SELECT id FROM grade WHERE auto_score IS NULL AND manual_score IS NULL LIMIT 1")
    xsrf = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "_xsrf")
    answer = context.request.put(
        f"{address}formgrader/api/grade/{grade_id}", data={"manual_score": 2.5}, headers={"X-XSRFToken": xsrf}
    )
    assert answer.ok
    opened(page, address)
    expect(page.locator(".marking-badge", has_text=re.compile(r"2\.5 van 3 punten"))).to_have_count(1, timeout=PATIENCE)
    assert page.evaluate("typeof window.pwned") == "undefined"
    context.close()


def test_no_other_notebook_is_shown_as_an_app(browser, classroom):
    placement, address = classroom
    pupil = next(placement.data.submitted.iterdir()).name
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}course/?token={TOKEN}")
    assert context.request.get(f"{address}course/explore/{NAME}.ipynb").status == 404
    for path in (f"voila/render/course/submitted/{pupil}/{NAME}/{NAME}.ipynb", f"course/marking/{NAME}.ipynb"):
        assert context.request.get(address + path).status == 404
    context.close()
    assert browser.new_context().request.get(f"{address}course/marking", max_redirects=0).status in (302, 403)


def test_a_teacher_looks_around_in_the_report_by_keyboard_and_sees_names_only_when_asked(browser, classroom):
    _, address = classroom
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.goto(f"{address}course/?token={TOKEN}")
    page.get_by_role("link", name="Verken het rapport").click(timeout=PATIENCE, no_wait_after=True)
    pupil = page.get_by_role("button", name="Leerling 1", exact=True)
    pupil.wait_for(timeout=PATIENCE)
    expect(page.get_by_role("combobox", name="Klas")).to_have_value("5VZ")
    expect(page.locator(".explore-figures img")).to_have_count(2, timeout=PATIENCE)
    assert "Zwijgen" in page.locator(".explore-figures img").first.get_attribute("alt")
    assert "Naam0" not in page.content()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    pupil.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Leerling 1")).to_be_focused()
    expect(dialog).to_contain_text("Schade: 0. Te voorzichtig: 0.")
    expect(dialog).to_contain_text("te weinig bewijs")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(pupil).to_be_focused()

    page.get_by_role("button", name="Wandelen, keuze 1").press("Enter")
    expect(dialog).to_contain_text("Wat nu?")
    expect(dialog).to_contain_text("100 % (5)")
    assert "Naam0" not in page.content()
    dialog.get_by_role("button", name="Toon wie wat koos").press("Enter")
    expect(dialog).to_contain_text("Leerling0 Naam0")
    expect(dialog.get_by_role("button", name="Toon wie wat koos")).to_be_focused()
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.keyboard.press("Escape")
    rows = page.get_by_role("button", name=re.compile("^Leerling[0-9] Naam"))
    expect(rows).to_have_count(5)

    page.get_by_label("Ingediend tot en met").fill("2020-01-01")
    expect(page.get_by_role("status")).to_contain_text("nog geen verbeterd werk")
    expect(page.get_by_text("buiten deze periode")).to_have_count(5)
    ours = ("about:", "data:", "blob:", address)
    assert [url for url in asked if not url.startswith(ours)] == []
    assert refused == []
    context.close()
