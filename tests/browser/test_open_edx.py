"""The package in a platform of others: Open edX's SCORM XBlock, in the XBlock workbench."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from course_site.packaging.pages import packed
from course_site.packaging.scorm import scorm_files
from tests.browser import open_edx
from tests.browser.conftest import LANGUAGES
from tests.browser.scorm_platform import Sco
from tests.browser.serving import wait_for

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("homes")]


@pytest.fixture(scope="module")
def address(browser: Browser, bilingual, open_edx_python, tmp_path_factory):
    with open_edx.workbench(open_edx_python, tmp_path_factory.mktemp("workbench")) as address:
        open_edx.upload(browser, address, packed(scorm_files(bilingual.course, bilingual.site, LANGUAGES)))
        yield address


@pytest.fixture
def device(browser, address):
    contexts: list[BrowserContext] = []

    def another() -> BrowserContext:
        contexts.append(browser.new_context())
        return contexts[-1]

    yield another
    for context in contexts:
        context.close()


def open_course(device: BrowserContext, address: str, pupil: str) -> Sco:
    page = device.new_page()
    page.goto(f"{address}{open_edx.SCENARIO}?student={pupil}")
    sco = Sco(page, page.frame_locator("iframe.scorm-embedded"))
    expect(sco.course.get_by_role("heading", level=1)).to_be_visible()
    return sco


def close(sco: Sco, address: str) -> None:
    sco.kept()
    # The block sends what it was given after it has said that it keeps it.
    sco.page.wait_for_load_state("networkidle")
    leave(sco, address)


def leave(sco: Sco, address: str) -> None:
    # A page that is closed at once sends its last words past what is routed.
    sco.page.goto(f"{address}userlist/")
    sco.page.close()


def test_three_visits_begin_come_back_on_another_device_and_finish(device, address):
    phone, laptop = device(), device()
    sco = open_course(phone, address, "noor")
    sco.turn()
    sco.answer("Posten.")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    sco.turn()
    sco.answer("Vragen.")
    expect(sco.page.locator(".completion-status")).to_have_text("incomplete")
    expect(sco.page.locator(".grade")).to_have_text("0.33")
    close(sco, address)

    sco = open_course(laptop, address, "noor")
    expect(sco.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    sco.answer("Kamer.")
    sco.write("Ik bel mijn mentor.")
    expect(sco.page.locator(".completion-status")).to_have_text("completed")
    expect(sco.page.locator(".grade")).to_have_text("1")
    close(sco, address)

    sco = open_course(phone, address, "noor")
    expect(sco.course.get_by_text("Jouw antwoord: Kamer.")).to_be_visible()
    sco.course.locator(".turn-back").click()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    expect(sco.page.locator(".completion-status")).to_have_text("completed")
    close(sco, address)

    sco = open_course(phone, address, "yassin")
    expect(sco.course.get_by_role("heading", level=1)).to_have_text("Deel")
    sco.turn()
    expect(sco.course.locator(".quiz-feedback")).to_have_count(0)


def test_what_the_network_lost_arrives_at_the_next_visit(device, address):
    phone, laptop = device(), device()
    sco, aborted = open_course(phone, address, "mila"), []
    sco.turn()
    expect(sco.course.locator(".quiz-step")).to_be_visible()
    sco.page.wait_for_load_state("networkidle")
    sco.page.route(re.compile("scorm_set_value"), lambda route: aborted.append(route.abort()))
    sco.answer("Posten.")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    wait_for(lambda: sco.page.evaluate("1") and aborted)
    leave(sco, address)
    sco = open_course(laptop, address, "mila")
    expect(sco.course.locator(".quiz-step")).to_be_visible()
    expect(sco.course.locator(".quiz-feedback")).to_have_count(0)
    sco.page.close()
    sco = open_course(phone, address, "mila")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    close(sco, address)
    sco = open_course(laptop, address, "mila")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")


def test_two_tabs_lose_nothing_of_each_other(device, address):
    phone, laptop = device(), device()
    one, two = open_course(phone, address, "finn"), open_course(phone, address, "finn")
    one.turn()
    one.answer("Posten.")
    one.kept()
    two.turn()
    two.turn()
    two.answer("Vragen.")
    expect(two.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    close(one, address)
    close(two, address)
    sco = open_course(laptop, address, "finn")
    expect(sco.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    sco.course.locator(".turn-back").click()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
