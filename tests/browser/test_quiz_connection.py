"""A graded exercise when the network, the service, the session or the device goes: nothing is lost or doubled."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from course_site.handin import make_app, running
from skill_grading.inbox.inbox import Inbox
from tests.bad_days import full
from tests.browser.pupil_at_work import (
    PAGE,
    School,
    answer,
    button,
    do_all,
    do_walk,
    network,
    open_school,
    saved,
    sign_in,
    write,
)
from tests.browser.serving import free_port, wait_for
from tests.publishing.test_handin_app import SERVER


def test_a_hand_in_that_waits_for_the_network_goes_by_itself(school):
    page = school.at_work()
    do_all(page)
    saved(page)
    page.route("**/api/hand-ins/*", lambda route: route.abort(), times=1)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    assert len(school.hand_ins()) == 1


def test_nothing_is_lost_when_the_network_goes(school):
    page = school.at_work()
    network(page.context, on=False)
    do_walk(page)
    expect(page.locator(".quiz-saved")).to_contain_text("Geen verbinding")
    network(page.context, on=True)
    saved(page)
    assert school.draft().count('"step"') == 2


def test_a_reload_without_the_service_goes_on_where_the_pupil_was(school):
    page = school.at_work()
    answer(page, "Vragen.")
    page.context.route("**/api/**", lambda route: route.abort())
    page.reload()
    answer(page, "Kamer.")
    page.get_by_label("Schrijf.").press_sequentially("Half")
    page.get_by_label("Schrijf.").blur()
    page.context.unroute("**/api/**")
    page.reload()
    assert page.get_by_label("Schrijf.").input_value() == "Half"
    saved(page)
    assert school.draft().count('"step"') == 2


def test_two_devices_lose_nothing_of_each_other(school):
    laptop, phone = school.at_work(), school.at_work()
    network(phone.context, on=False)
    do_walk(laptop)
    saved(laptop)
    write(phone, "Van de gsm.")
    answer(phone, "Houden.")
    network(phone.context, on=True)
    # The laptop was first at the first step, so its path counts; the phone's answer stays in the log.
    expect(phone.get_by_text("2 van 2 situaties klaar")).to_be_visible()
    saved(phone)
    draft = school.draft()
    assert draft.count('"step"') == 4
    assert "Van de gsm." in draft
    laptop.reload()
    expect(laptop.get_by_text("2 van 2 situaties klaar")).to_be_visible()


def test_two_tabs_lose_nothing_of_each_other(school):
    one = school.at_work()
    two = one.context.new_page()
    two.goto(PAGE)
    answer(one, "Vragen.")
    expect(two.get_by_text("Wat zegt te veel?")).to_be_visible()
    answer(two, "Naam.")
    expect(one.get_by_text("1 van 2 situaties klaar")).to_be_visible()
    saved(two)
    assert school.draft().count('"step"') == 2


def test_a_session_that_ended_asks_for_the_code_again_and_loses_nothing(school):
    page = school.at_work()
    page.context.clear_cookies()
    answer(page, "Vragen.")
    expect(page.get_by_text("Geef bovenaan je code nog eens.")).to_be_visible()
    answer(page, "Kamer.")
    sign_in(page, school.codes["Noor"])
    saved(page)
    assert school.draft().count('"step"') == 2
    expect(page.get_by_label("Jouw code")).to_have_count(0)


def test_another_pupil_where_a_session_ended_sees_and_sends_nothing_of_the_one_before(school):
    page = school.at_work("Noor")
    answer(page, "Vragen.")
    saved(page)
    page.context.clear_cookies()
    write(page, "Geheim")
    expect(page.get_by_text("Geef bovenaan je code nog eens.")).to_be_visible()
    sign_in(page, school.codes["Yassin"])
    expect(page.get_by_text("Hallo Yassin?")).to_be_visible()
    expect(page.get_by_text("Geheim")).to_be_hidden()
    button(page, "Ja, ik ben Yassin").click()
    do_walk(page)
    saved(page)
    assert "Geheim" not in school.draft("Yassin")


def test_who_signs_in_just_when_the_network_goes_meets_no_work_of_the_one_before(school):
    page = school.at_work("Noor")
    answer(page, "Vragen.")
    saved(page)
    page.context.clear_cookies()
    page.reload()
    sign_in(page, school.codes["Yassin"])
    expect(page.get_by_text("Hallo Yassin?")).to_be_visible()
    page.route("**/api/course", lambda route: route.abort())
    button(page, "Ja, ik ben Yassin").click()
    expect(page.get_by_text("Hallo Yassin", exact=True)).to_be_visible()
    write(page, "Van Yassin.")
    saved(page)
    assert school.draft("Yassin").count('"step"') == 1


def test_a_hand_in_whose_answer_got_lost_is_sent_again_as_the_same_attempt(school):
    page = school.at_work()
    do_all(page)
    saved(page)
    lost = []

    def lose_the_answer(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/api/hand-ins/*", lose_the_answer, times=1)
    button(page, "Dien in").click()
    expect(page.get_by_text("Je antwoorden zijn veilig op dit toestel.")).to_be_visible()
    assert page.locator("form").count() == 0
    page.reload()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    assert lost == [201]
    assert len(Inbox(school.data.inbox_url).attempts("placement")) == 1


def test_leaving_without_a_network_wipes_nothing(school):
    page = school.at_work()
    network(page.context, on=False)
    answer(page, "Vragen.")
    button(page, "Klaar op dit toestel").click()
    expect(page.locator(".hand-in").get_by_text("Nog niet gewist.")).to_be_visible()
    assert "Vragen." in page.locator(".quiz-answered").inner_text()


def test_a_page_of_the_network_that_answers_for_the_service_costs_nothing(school):
    page = school.at_work()
    sign_in_page = {"content_type": "text/html", "body": "<h1>Wi-Fi</h1>"}
    page.context.route("**/api/**", lambda route: route.fulfill(**sign_in_page))
    answer(page, "Vragen.")
    button(page, "Klaar op dit toestel").click()
    expect(page.locator(".hand-in").get_by_text("Nog niet gewist.")).to_be_visible()
    page.reload()
    answer(page, "Kamer.")
    page.context.unroute("**/api/**")
    page.reload()
    saved(page)
    assert school.draft().count('"step"') == 2


def test_a_hand_in_on_another_device_shows_here_too(school):
    laptop, phone = school.at_work(), school.at_work()
    do_all(phone)
    button(phone, "Dien in").click()
    expect(phone.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    laptop.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(laptop.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    assert laptop.locator("form").count() == 0


def test_what_was_asked_before_the_receipt_came_does_not_take_it_away(school):
    page = school.at_work()
    do_all(page)
    saved(page)
    late = []
    page.route("**/api/course", lambda route: late.append((route, route.fetch())), times=1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for(lambda: page.evaluate("1") and late)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    [(route, answered)] = late
    with page.expect_response("**/api/course"):
        route.fulfill(response=answered)
    page.evaluate("fetch('../api/course').then((answer) => answer.text())")  # the page has had the other by then
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()


def test_an_answer_that_comes_after_leaving_brings_nothing_back(school):
    page = school.at_work()
    answer(page, "Vragen.")
    saved(page)
    other = page.context.new_page()
    other.goto("nl/page.css")
    late, reload = [], []
    page.route("**/api/course", lambda route: late.append((route, route.fetch())), times=1)
    page.route(f"**/{PAGE}", lambda route: reload.append(route))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for(lambda: page.evaluate("1") and late)
    button(page, "Klaar op dit toestel").click(no_wait_after=True)
    wait_for(lambda: other.evaluate("localStorage.length") == 0)
    [(route, answered)] = late
    route.fulfill(response=answered)
    other.wait_for_timeout(500)
    [reloading] = reload
    reloading.continue_()
    expect(page.get_by_label("Jouw code")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


@contextmanager
def killed_at_the_end(school: School, folder: Path) -> Iterator[str]:
    """The service in a process of its own, killed without a word."""
    port = free_port()
    places = [school.course.root, school.data.path, folder / "site", port]
    command = [sys.executable, "-c", SERVER, *map(str, places)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()


def test_a_hand_in_survives_a_service_that_dies_and_a_page_that_was_closed(browser, small_course, tmp_path):
    school = open_school(browser, small_course, tmp_path)
    with killed_at_the_end(school, tmp_path) as school.address:
        page = school.at_work()
        do_all(page)
        saved(page)
    button(page, "Dien in").click()
    expect(page.get_by_text("Je antwoorden zijn veilig op dit toestel.")).to_be_visible()
    context = page.context
    page.close()
    with running(make_app(school.data, tmp_path / "site", school.course), urlsplit(school.address).port):
        again = context.new_page()
        again.goto(PAGE)
        expect(again.locator(".hand-in-end .quiz-receipt")).to_be_visible()
        (kept,) = school.hand_ins()
        assert kept.answered == 3
    context.close()


@pytest.mark.exhaustive
def test_on_a_full_disk_the_pupil_reads_so_and_later_the_receipt_comes_by_itself(browser, small_course, small_disk):
    school = open_school(browser, small_course, small_disk)
    with running(make_app(school.data, small_disk / "site", school.course)) as school.address:
        page = school.at_work()
        do_all(page)
        saved(page)
        with full(small_disk):
            button(page, "Dien in").click()
            expect(page.get_by_text("Je antwoorden zijn veilig op dit toestel.")).to_be_visible()
            expect(page.locator(".hand-in-end")).to_contain_text("De school antwoordt even niet.")
            assert school.hand_ins() == []
        expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible(timeout=60_000)
        (kept,) = school.hand_ins()
        assert kept.answered == 3 and kept.receipt in page.locator(".quiz-receipt").first.inner_text()
        page.context.close()
