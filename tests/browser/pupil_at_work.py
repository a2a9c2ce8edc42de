"""A pupil at a graded exercise in a real browser, against the real hand-in service."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from scenario_quiz.course import Course
from scenario_quiz.release import Release, freeze
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import import_class_list
from skill_grading.releases import ReleaseStore
from tests.browser.quiz_pages import exercise_page

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
