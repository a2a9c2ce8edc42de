"""A graded exercise in a real browser, against the real hand-in service."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from course_site.handin import make_app, running
from scenario_quiz.course import Course
from scenario_quiz.release import Release, freeze
from skill_grading.data import DataFolder
from skill_grading.inbox import Inbox
from skill_grading.inbox_dates import Dates
from skill_grading.releases import ReleaseStore
from skill_grading.roster import import_class_list
from tests.browser.quiz_pages import exercise_page, served
from tests.browser.serving import free_port
from tests.publishing.test_handin_app import SERVER

PAGE = "nl/exercise.html"


@dataclass
class School:
    """A running service, its two pupils' codes, and the browser that they use."""

    browser: Browser
    course: Course
    address: str
    release: Release
    data: DataFolder
    codes: dict[str, str]
    ids: dict[str, str]

    def device(self, **options) -> Page:
        """A browser of its own, at the exercise."""
        page = self.browser.new_context(base_url=self.address, **options).new_page()
        page.goto(PAGE)
        return page

    def signed_in(self, name: str = "Noor", **options) -> Page:
        """A device where this pupil is signed in."""
        page = self.device(**options)
        sign_in(page, self.codes[name])
        button(page, f"Ja, ik ben {name}").click()
        return page

    def at_work(self, name: str = "Noor", **options) -> Page:
        """A device where this pupil is signed in and can answer."""
        page = self.signed_in(name, **options)
        expect(page.locator(".quiz-step").first).to_be_visible()
        return page

    def draft(self, name: str = "Noor") -> str:
        return (Inbox(self.data.inbox_url).drafts.get(self.ids[name], "placement").answers or b"").decode()

    def hand_ins(self) -> list:
        return list(Inbox(self.data.inbox_url).counting("placement"))


def open_school(browser, small_course, tmp_path) -> School:
    """All but the service."""
    course = small_course.load()
    data = DataFolder(tmp_path / "data")
    release = freeze(course.assignments["placement"], course.school)
    ReleaseStore(data).publish(release)
    class_list = tmp_path / "class.csv"
    class_list.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;El Amrani;Yassin\n", encoding="utf-8")
    report = import_class_list(data, class_list)
    exercise_page(tmp_path / "site/nl", release)
    names = {pupil.first_name: pupil.pupil_id for pupil in report.new}
    codes = {name: report.codes[pupil_id] for name, pupil_id in names.items()}
    return School(browser, course, "", release, data, codes, names)


@pytest.fixture
def school(browser, small_course, tmp_path):
    school = open_school(browser, small_course, tmp_path)
    with running(make_app(school.data, tmp_path / "site", school.course)) as school.address:
        yield school
        for context in list(browser.contexts):
            context.close()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def sign_in(page: Page, code: str) -> None:
    page.get_by_label("Jouw code").fill(code.lower())
    button(page, "Start").click()


def answer(page: Page, option: str) -> None:
    page.get_by_label(option, exact=True).check()
    confirm(page, option)


def write(page: Page, text: str) -> None:
    page.get_by_label("Schrijf.").fill(text)
    confirm(page, "Schrijf.")


def confirm(page: Page, control: str) -> None:
    page.locator("form", has=page.get_by_label(control, exact=True)).get_by_text("Bevestig").click()


def do_walk(page: Page) -> None:
    answer(page, "Vragen.")
    answer(page, "Kamer.")


def do_all(page: Page) -> None:
    do_walk(page)
    write(page, "Ik bel mijn mentor.")


def saved(page: Page) -> None:
    """Waits until the service has everything."""
    expect(page.locator(".quiz-saved")).to_have_text("Bewaard")


def network(context: BrowserContext, on: bool) -> None:
    context.set_offline(not on)


def test_the_code_comes_first_and_a_wrong_one_is_explained(school):
    page = school.device()
    expect(page.get_by_text("Geef eerst je code.")).to_be_visible()
    assert not page.locator(".scenario-quiz").first.is_visible()
    sign_in(page, "aaaa-bbbb-cccc")
    expect(page.get_by_role("alert")).to_contain_text("Die code kennen we niet.")
    sign_in(page, school.codes["Noor"])
    expect(page.get_by_text("Hallo Noor?")).to_be_visible()
    button(page, "Nee, andere code").click()
    expect(page.get_by_label("Jouw code")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Jouw code")).to_be_visible()


def test_a_pupil_answers_hands_in_and_gets_a_receipt(school):
    page = school.at_work()
    assert page.locator(".quiz-kicker").all_inner_texts() == ["Situatie 1 van 2", "Situatie 2 van 2"]
    do_walk(page)
    expect(page.get_by_text("1 van 2 situaties klaar")).to_be_visible()
    button(page, "Verder").click()
    assert page.evaluate("document.activeElement.textContent") == "Vertellen"
    write(page, "Ik bel mijn mentor.")
    assert page.get_by_text("Ik bel mijn mentor.").is_visible()
    button(page, "Verder").last.click()
    assert page.evaluate("document.activeElement.textContent") == "Alles gedaan?"
    button(page, "Dien in").click()
    receipt = page.locator(".hand-in-end .quiz-receipt")
    for words in ("Ingediend", "Stage", "3 van 3 vragen"):
        expect(receipt).to_contain_text(words)
    [hand_in] = school.hand_ins()
    assert hand_in.pupil_id == school.ids["Noor"]
    assert b"Ik bel mijn mentor." in hand_in.answers
    page.reload()
    expect(page.locator(".quiz-receipt").first).to_be_visible()
    assert page.locator("form").count() == 0
    assert not button(page, "Dien in").is_visible()


def test_an_answer_can_change_until_it_is_confirmed_and_not_after(school):
    page = school.at_work()
    page.get_by_label("Posten.").check()
    answer(page, "Vragen.")
    assert page.get_by_label("Posten.").count() == 0
    assert page.locator(".quiz-answered").text_content() == "Jouw antwoord: Vragen."
    saved(page)
    assert school.draft().count('"step"') == 1


def test_open_situations_are_named_and_asked_about_once(school):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    assert page.evaluate("document.activeElement.textContent") == "Nog één situatie is niet af"
    button(page, "Vertellen").click()
    assert page.evaluate("document.activeElement.textContent") == "Vertellen"
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("2 van 3 vragen")
    assert page.evaluate("document.activeElement.textContent") == "Ingediend"


def test_the_question_about_open_situations_goes_when_they_are_done(school):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    write(page, "Toch nog.")
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("3 van 3 vragen")


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
    assert page.get_by_label("Jouw code").count() == 0


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


def test_leaving_wipes_this_device_and_keeps_the_work(school):
    page = school.at_work()
    answer(page, "Vragen.")
    button(page, "Klaar op dit toestel").click()
    expect(page.get_by_label("Jouw code")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert school.draft().count('"step"') == 1
    sign_in(page, school.codes["Yassin"])
    button(page, "Ja, ik ben Yassin").click()
    expect(page.get_by_text("Wat nu?")).to_be_visible()


def test_leaving_without_a_network_wipes_nothing(school):
    page = school.at_work()
    network(page.context, on=False)
    answer(page, "Vragen.")
    button(page, "Klaar op dit toestel").click()
    expect(page.locator(".hand-in").get_by_text("Nog niet gewist.")).to_be_visible()
    assert "Vragen." in page.locator(".quiz-answered").inner_text()


def change_the_exercise(school, small_course):
    small_course.files["exercises/placement/walk/nl.yml"]["steps"]["first"]["prompt"] = "Wat nu dan?"
    course = small_course.load()
    ReleaseStore(school.data).publish(freeze(course.assignments["placement"], course.school))


def test_an_exercise_that_has_changed_asks_to_reload_and_can_still_be_done(school, small_course):
    change_the_exercise(school, small_course)
    page = school.device()
    expect(page.get_by_text("Deze pagina is verouderd")).to_be_visible()
    assert button(page, "Laad opnieuw").is_visible()
    button(page, "Ga hiermee verder").click()
    sign_in(page, school.codes["Noor"])
    button(page, "Ja, ik ben Noor").click()
    do_all(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()


def test_a_pupil_at_work_is_not_disturbed_when_the_exercise_changes(school, small_course):
    page = school.at_work()
    answer(page, "Vragen.")
    change_the_exercise(school, small_course)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    answer(page, "Kamer.")
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


@pytest.mark.parametrize("host", ["web", "file"])
def test_without_a_service_it_works_and_says_where_to_hand_in(browser, small_course, tmp_path: Path, host):
    course = small_course.load()
    path = exercise_page(tmp_path / "site/nl", freeze(course.assignments["placement"], course.school))
    page = browser.new_page()
    with served(tmp_path / "site") as address:
        page.goto(f"{address}{PAGE}" if host == "web" else path.as_uri())
        do_walk(page)
        page.reload()
        expect(page.get_by_text("1 van 2 situaties klaar")).to_be_visible()
        expect(page.locator(".quiz-saved")).to_have_text("Bewaard in deze browser")
        expect(page.locator(".hand-in-end")).to_contain_text("het adres dat je leerkracht geeft")
        assert button(page, "Dien in").count() == 0
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_in_any_state(school, scheme, width):
    def check(state):
        violations = Axe().run(page).response["violations"]
        assert [
            (state, one["id"], [node["html"] + node["failureSummary"] for node in one["nodes"]]) for one in violations
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    page = school.device(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    check("code")
    sign_in(page, "aaaa-bbbb-cccc")
    expect(page.get_by_role("alert")).not_to_be_empty()
    check("wrong code")
    sign_in(page, school.codes["Noor"])
    check("greeting")
    button(page, "Ja, ik ben Noor").click()
    do_walk(page)
    check("at work")
    button(page, "Dien in").click()
    check("still open")
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    check("handed in")


def test_a_pupil_sees_the_deadline_and_late_work_is_called_late(school):
    now = datetime.now(UTC)
    with Inbox(school.data.inbox_url) as inbox:
        inbox.calendar.set("placement", Dates(due=now + timedelta(days=1)))
        page = school.at_work(timezone_id="America/New_York")
        expect(page.locator(".quiz-dates")).to_contain_text("In te dienen tegen")
        there = (now + timedelta(days=1)).astimezone(ZoneInfo("America/New_York"))
        expect(page.locator(".quiz-dates")).to_contain_text(f"{there:%H:%M}")
        inbox.calendar.set("placement", Dates(due=now - timedelta(days=1)))
    page.reload()
    expect(page.locator(".quiz-dates")).to_contain_text("Het telt dan als te laat.")
    do_all(page)
    saved(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("te laat ingediend")


def test_a_closed_exercise_says_when_it_opens(school):
    with Inbox(school.data.inbox_url) as inbox:
        inbox.calendar.set("placement", Dates(opens=datetime.now(UTC) + timedelta(days=1)))
    page = school.signed_in()
    expect(page.locator(".hand-in-end")).to_contain_text("Je kan dit indienen vanaf")
    assert button(page, "Dien in").count() == 0


@pytest.mark.parametrize("keep", [True, False])
def test_an_exercise_that_is_open_again_says_so_and_begins_where_the_teacher_chose(school, keep):
    page = school.at_work()
    do_walk(page)
    button(page, "Dien in").click()
    button(page, "Ja, dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    with Inbox(school.data.inbox_url) as inbox:
        inbox.reopen(school.ids["Noor"], "placement", keep)
    page.reload()
    expect(page.locator(".quiz-dates")).to_contain_text("opnieuw geopend")
    expect(page.get_by_text(f"{int(keep)} van 2 situaties klaar")).to_be_visible()
    if not keep:
        do_walk(page)
    write(page, "Nu wel.")
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_contain_text("3 van 3 vragen")
    assert b"Nu wel." in school.hand_ins()[0].answers
    assert len(Inbox(school.data.inbox_url).attempts("placement")) == 2


def test_after_a_move_the_pupil_whose_code_it_was_begins_with_nothing(school):
    """Noor typed Yassin's code and never said so; later Yassin sits down at the same device."""
    page = school.at_work("Yassin")
    do_all(page)
    saved(page)
    button(page, "Dien in").click()
    expect(page.locator(".hand-in-end .quiz-receipt")).to_be_visible()
    with Inbox(school.data.inbox_url) as inbox:
        (attempt,) = inbox.attempts("placement")
        inbox.move(school.ids["Yassin"], "placement", attempt.attempt, to=school.ids["Noor"])
    page.reload()
    expect(page.get_by_text("0 van 2 situaties klaar")).to_be_visible()
    assert "mentor" not in page.locator("main").inner_text()
    assert school.draft("Yassin") == ""
    expect(school.signed_in("Noor").locator(".hand-in-end .quiz-receipt")).to_contain_text(attempt.receipt)


def test_pupils_after_each_other_at_one_device_never_see_each_others_answers(school):
    page = school.at_work("Noor")
    answer(page, "Vragen.")
    page.get_by_label("Schrijf.").press_sequentially("Geheim")
    page.get_by_label("Schrijf.").blur()
    saved(page)
    button(page, "Klaar op dit toestel").click()
    sign_in(page, school.codes["Yassin"])
    button(page, "Ja, ik ben Yassin").click()
    expect(page.get_by_text("0 van 2 situaties klaar")).to_be_visible()
    assert page.get_by_label("Schrijf.").input_value() == ""
    assert page.locator(".quiz-answered").count() == 0
    do_walk(page)
    saved(page)
    assert "Geheim" not in school.draft("Yassin")
    assert school.draft("Noor").count('"step"') == 1


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


def test_feedback_is_offered_from_the_moment_it_is_released(school):
    page = school.at_work()
    do_all(page)
    button(page, "Dien in").click()
    expect(page.get_by_text("Ingediend").first).to_be_visible()
    expect(page.get_by_text("Je feedback staat klaar")).to_have_count(0)
    with Inbox(school.data.inbox_url) as inbox:
        receipt = inbox.standing(school.ids["Noor"], "placement").receipt.receipt
        inbox.feedback.release("placement", [(school.ids["Noor"], receipt, "<!doctype html><h1>Voor jou</h1>")], "5VZ")
    page.emulate_media(reduced_motion="reduce")  # what fades in is measured when it is there
    page.reload()
    expect(page.get_by_text("Je feedback staat klaar")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Lees mijn feedback").click()
    expect(page.get_by_role("heading", name="Voor jou")).to_be_visible()
