"""The page for looking around in the report: real Voila in the real teacher's server."""

import re

from playwright.sync_api import expect

from tests.publishing.classroom import PATIENCE, violations
from tests.publishing.teachers import signed_in


def explore(classroom, browser, **options):
    page = signed_in(classroom, browser, **options)
    page.goto(f"{classroom.address}course/explore", timeout=PATIENCE, wait_until="commit")
    return page


def test_a_teacher_looks_around_in_the_report_by_keyboard_and_sees_names_only_when_asked(browser, classroom):
    page = signed_in(classroom, browser, viewport={"width": 360, "height": 740}, color_scheme="dark")
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: "Content Security" in message.text and refused.append(message.text))
    page.get_by_role("link", name="Verken het rapport").click(timeout=PATIENCE, no_wait_after=True)
    pupil = page.get_by_role("button", name="Leerling 1", exact=True)
    pupil.wait_for(timeout=PATIENCE)
    expect(page.get_by_role("combobox", name="Klas")).to_have_value("5VZ")
    expect(page.locator(".explore-figures img")).to_have_count(3, timeout=PATIENCE)
    picture = page.locator(".explore-figures img").first
    assert "Zwijgen" in picture.get_attribute("alt")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("each => each.naturalWidth > 0 && each.scrollWidth <= innerWidth")
    assert "Naam0" not in page.content()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    back = page.get_by_role("link", name="Terug naar de start")
    expect(back).to_have_css("font-size", "16px")
    assert back.bounding_box()["height"] >= 24
    page.mouse.move(180, 500)
    page.mouse.wheel(0, 100_000)
    expect(page.get_by_role("heading", name="Situaties", exact=True)).to_be_in_viewport()

    pupil.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Leerling 1")).to_be_focused()
    expect(dialog).to_contain_text("Schade: 0. Te voorzichtig: 0.")
    expect(dialog).to_contain_text("te weinig bewijs")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(pupil).to_be_focused()

    page.get_by_role("region", name="Situaties").get_by_role("button", name="Wandelen, keuze 1").press("Enter")
    expect(dialog).to_contain_text("Wat nu?")
    expect(dialog).to_contain_text("80 % (4)")
    assert "Naam0" not in page.content()
    dialog.get_by_role("button", name="Toon wie wat koos").press("Enter")
    expect(dialog).to_contain_text("Leerling0 Naam0")
    expect(dialog.get_by_role("button", name="Toon wie wat koos")).to_be_focused()
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.keyboard.press("Escape")
    rows = page.get_by_role("button", name=re.compile("^Leerling[0-9] Naam"))
    expect(rows).to_have_count(5)

    page.get_by_label("Ingediend tot en met").fill("2020-01-02")
    expect(page.get_by_role("status")).to_contain_text("nog geen verbeterd werk")
    expect(page.get_by_role("status")).to_contain_text("Ingediend tot en met 2 januari 2020.")
    expect(page.get_by_text("buiten deze periode")).to_have_count(5)
    ours = ("about:", "data:", "blob:", classroom.address)
    assert [url for url in asked if not url.startswith(ours)] == []
    assert refused == []
    page.context.close()


def test_a_click_on_a_pupil_or_on_a_situation_in_a_figure_opens_it(browser, classroom):
    page = explore(classroom, browser, viewport={"width": 1280, "height": 900}, color_scheme="dark")
    figures, dialog = page.locator(".explore-figures"), page.get_by_role("dialog")
    expect(figures.get_by_text("Klik op een rij om de situatie te openen.")).to_have_count(1, timeout=PATIENCE)
    over = figures.get_by_role("button", name="Wandelen, keuze 1")
    row, picture = over.bounding_box(), figures.get_by_role("img").last.bounding_box()
    assert row["height"] >= 24 and row["width"] == picture["width"]
    assert picture["y"] < row["y"] and row["y"] + row["height"] < picture["y"] + picture["height"]

    page.mouse.click(row["x"] + 5, row["y"] + 5)
    expect(dialog.get_by_role("heading", name="Wandelen, keuze 1")).to_be_focused()
    expect(dialog).to_contain_text("80 % (4)")
    page.keyboard.press("Escape")
    expect(over).to_be_focused()
    over.press("Enter")
    expect(dialog.get_by_role("heading", name="Wandelen, keuze 1")).to_be_focused()
    page.keyboard.press("Escape")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []

    # A pupil's row opens wherever it is clicked.
    page.get_by_role("row", name="Leerling 5").locator(".explore-tag").first.click()
    expect(dialog.get_by_role("heading", name="Leerling 5")).to_be_focused()
    expect(dialog).to_contain_text("Schade: 1. Te voorzichtig: 0.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Leerling 5")).to_be_focused()
    page.context.close()


def test_what_was_closed_opens_again_and_only_when_asked(browser, classroom):
    page = explore(classroom, browser)
    tables, dialog = page.locator(".explore-part"), page.get_by_role("dialog")
    for _ in range(2):
        tables.get_by_role("button", name="Wandelen, keuze 1").click(timeout=PATIENCE)
        expect(dialog.get_by_role("heading", name="Wandelen, keuze 1")).to_be_focused()
        page.keyboard.press("Escape")
    # A quick hand is faster than the browser, which says a moment later that something was closed.
    tables.get_by_role("button", name="Wandelen, keuze 1").click()
    expect(dialog.get_by_role("heading", name="Wandelen, keuze 1")).to_be_focused()
    dialog.evaluate("""each => {
        each.close();
        const buttons = [...document.querySelectorAll('.explore-part button')];
        buttons.find(one => one.innerText === 'Wandelen, keuze 1').click();
    }""")
    expect(dialog.get_by_role("heading", name="Wandelen, keuze 1")).to_be_focused()
    page.keyboard.press("Escape")
    named = page.get_by_role("button", name=re.compile("^Leerling[0-9] Naam"))
    page.get_by_role("button", name="Toon namen").click()
    expect(named).to_have_count(5)
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Toon namen").click()
    expect(named).to_have_count(0)

    # What the focus goes back to has a name by then.
    page.get_by_role("button", name="Leerling 5").click()
    dialog.get_by_role("button", name="Wandelen, keuze 1").click()
    dialog.get_by_role("button", name="Toon wie wat koos").click()
    expect(dialog).to_contain_text(re.compile("Leerling[0-9] Naam"))
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text(re.compile("^Leerling[0-9] Naam[0-9]$"))
    page.context.close()


def test_on_a_phone_the_tables_are_read_without_scrolling_sideways_and_stay_tables(browser, classroom):
    page = explore(classroom, browser, viewport={"width": 360, "height": 740})
    for name, row, cell in (
        ("Leerlingen", "Leerling 5", "Zwijgen: te weinig bewijs, 1/2"),
        ("Situaties", "Wandelen, keuze 1 Wat nu?", "Schade: 1"),
    ):
        table = page.get_by_role("region", name=name)
        table.wait_for(timeout=PATIENCE)
        assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
        expect(table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row))).to_have_count(1)
        expect(table.get_by_role("cell", name=cell, exact=True)).to_have_count(1)
    assert violations(page) == []
    page.context.close()
