"""Notebooks as a teacher's apps: which are, and what a teacher sees when one's kernel is gone."""

from contextlib import suppress

import psutil
from playwright.sync_api import expect

from tests.browser.serving import wait_for
from tests.grading.placement import NAME
from tests.publishing.classroom import PATIENCE, violations
from tests.publishing.teachers import signed_in


def test_no_other_notebook_is_shown_as_an_app(browser, classroom):
    placement, address = classroom.placement, classroom.address
    pupil = next(placement.data.submitted.iterdir()).name
    page = signed_in(classroom, browser)
    assert page.context.request.get(f"{address}course/explore/{NAME}.ipynb").status == 404
    for path in (f"voila/render/course/submitted/{pupil}/{NAME}/{NAME}.ipynb", f"course/marking/{NAME}.ipynb"):
        assert page.context.request.get(address + path).status == 404
    page.context.close()
    assert browser.new_context().request.get(f"{address}course/marking", max_redirects=0).status in (302, 403)


def kernels_of(server: psutil.Process) -> set[psutil.Process]:
    found = set()
    for each in server.children():
        with suppress(psutil.NoSuchProcess):
            if "ipykernel_launcher" in each.cmdline():
                found.add(each)
    return found


def test_a_teacher_is_told_when_the_kernel_of_a_page_is_gone(browser, classroom):
    placement, address = classroom.placement, classroom.address
    page = signed_in(classroom, browser, viewport={"width": 360, "height": 740}, color_scheme="dark")

    # It dies before it can show anything.
    before = kernels_of(classroom.server)
    page.goto(f"{address}course/explore", timeout=PATIENCE, wait_until="commit")
    wait_for(lambda: kernels_of(classroom.server) - before)
    (kernels_of(classroom.server) - before).pop().kill()
    expect(page.get_by_role("alert")).to_contain_text("Deze pagina kon niet openen.", timeout=PATIENCE)
    assert "teacher.log" in page.get_by_role("alert").inner_text()
    expect(page.locator("#loading")).to_be_hidden()
    assert violations(page) == []

    # It can't read the class list.
    roster = placement.data.roster
    kept = roster.read_bytes()
    roster.write_bytes(b"\xff\xfe\x00;")
    page.goto(f"{address}course/marking", timeout=PATIENCE, wait_until="commit")
    expect(page.get_by_role("alert")).to_contain_text("Deze pagina kon niet openen.", timeout=PATIENCE)
    roster.write_bytes(kept)

    # It dies while the page is in use.
    before = kernels_of(classroom.server)
    page.get_by_role("link", name="Probeer opnieuw").click(timeout=PATIENCE, no_wait_after=True)
    page.locator(".marking-answer").first.wait_for(timeout=PATIENCE)
    for kernel in kernels_of(classroom.server) - before:
        kernel.kill()
    expect(page.get_by_text("Deze pagina is haar verbinding kwijt.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Probeer opnieuw").click(timeout=PATIENCE, no_wait_after=True)
    expect(page.get_by_text("Deze pagina is haar verbinding kwijt.")).to_have_count(0, timeout=PATIENCE)
    page.locator(".marking-answer").first.wait_for(timeout=PATIENCE)
    page.context.close()
