"""The course in a school's platform: it resumes, reports, and goes on when the platform does not."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from course_site.packaging.scorm import scorm_files
from tests.browser.conftest import LANGUAGES
from tests.browser.quiz_pages import let_it_be_kept
from tests.browser.scorm_platform import Sco, calls, check_calls, platform


@pytest.fixture(scope="module")
def address(bilingual, tmp_path_factory):
    folder = tmp_path_factory.mktemp("platform")
    with platform(folder, scorm_files(bilingual.course, bilingual.site, LANGUAGES)) as address:
        yield address


class Device:
    """A browser of its own. What a platform keeps of a pupil goes from one device to the next."""

    def __init__(self, browser, address: str) -> None:
        self.context = browser.new_context(viewport={"width": 360, "height": 740})
        self.address = address
        self.beside = f"{address}scorm12.min.js"
        self.slips: list[str] = []

    def open(self, **asked: str) -> Sco:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.slips.append(str(error)))
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        page.goto(f"{self.address}index.html?{query}")
        sco = Sco(page, page.frame_locator("iframe"))
        expect(sco.course.get_by_role("heading", level=1)).to_be_visible()
        return sco

    def close(self, sco: Sco) -> dict:
        """Leaves as pupils do, and gives what the platform has then."""
        sco.page.goto(self.beside)
        kept = self.kept(sco)
        let_it_be_kept(sco.page, self.beside)
        sco.page.close()
        return kept

    def kept(self, sco: Sco, learner: str = "noor.peeters") -> dict:
        return json.loads(sco.page.evaluate(f"localStorage.getItem('platform/{learner}')") or "{}")

    def take(self, kept: dict, learner: str = "noor.peeters") -> Device:
        """What the platform has, on this device."""
        page = self.context.new_page()
        page.goto(self.beside)
        page.evaluate(f"kept => localStorage.setItem('platform/{learner}', kept)", json.dumps(kept))
        let_it_be_kept(page, self.beside)
        page.close()
        return self

    def calls(self) -> list:
        page = self.context.new_page()
        page.goto(self.beside)
        found = calls(page)
        page.close()
        return found


@pytest.fixture
def device(browser, address):
    devices: list[Device] = []

    def another(at: str = address) -> Device:
        devices.append(Device(browser, at))
        return devices[-1]

    yield another
    for one in devices:
        one.context.close()
        assert one.slips == []


def decisions(kept: dict) -> list[tuple[str, str, str, str]]:
    return [(one["id"], one["type"], one["student_response"], one["result"]) for one in kept["interactions"].values()]


def test_three_visits_begin_come_back_on_another_device_and_finish(device):
    phone = device()
    sco = phone.open()
    expect(sco.course.get_by_role("heading", level=1)).to_have_text("Deel")
    sco.turn()
    sco.answer("Posten.")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    sco.kept()
    sco.turn()
    sco.answer("Vragen.")
    expect(sco.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    first = phone.close(sco)
    core = first["core"]
    assert core["lesson_location"].split("#")[0] == "nl/placement-exercise"
    assert (core["lesson_status"], core["score"]["raw"], core["exit"]) == ("incomplete", "33", "suspend")
    [(talk, *practice), (walk, *graded)] = decisions(first)
    assert (talk, practice[0], practice[2]) == ("placement_talk_draft", "choice", "wrong")
    assert (walk, graded[0], graded[2]) == ("placement_walk_first", "choice", "neutral")

    laptop = device().take(first)
    sco = laptop.open()
    expect(sco.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    sco.answer("Kamer.")
    sco.write("Ik bel mijn mentor.")
    expect(sco.course.get_by_text("2 van 2 situaties klaar")).to_be_visible()
    second = laptop.close(sco)
    assert "mentor" not in json.dumps(second)
    assert [one[0] for one in decisions(second)][2:] == ["placement_walk_left", "placement_tell_write"]
    assert second["interactions"]["3"]["student_response"] == ""
    assert (second["core"]["lesson_status"], second["core"]["score"]["raw"]) == ("completed", "100")

    sco = phone.take(second).open()
    expect(sco.course.get_by_text("Jouw antwoord: Kamer.")).to_be_visible()
    sco.course.locator(".turn-back").click()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    third = phone.close(sco)
    # The text is in the other browser, and stays counted.
    assert (third["core"]["lesson_status"], third["core"]["score"]["raw"]) == ("completed", "100")
    assert decisions(third) == decisions(second)
    assert third["core"]["lesson_location"].split("#")[0] == "nl/placement"
    assert check_calls(phone.calls()) == check_calls(laptop.calls()) == []
    assert len([one for one in phone.calls() if one[0] == "LMSFinish"]) == 2


def test_answers_of_an_hour_without_network_arrive_at_the_next_visit(device):
    phone = device()
    sco = phone.open()
    sco.turn()
    expect(sco.course.locator(".quiz-step")).to_be_visible()
    sco.kept()
    sco.page.evaluate("broken = true")
    sco.answer("Posten.")
    expect(sco.bar).to_contain_text("bewaart nu niets")
    sco.course.get_by_role("button", name="Bekijk hoe het afloopt").click()
    lost = phone.close(sco)
    assert decisions(lost) == []
    sco = phone.open()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    sco.kept()
    assert [one[0] for one in decisions(phone.close(sco))] == ["placement_talk_draft"]


def test_the_same_visit_goes_on_when_the_network_is_back(device):
    phone = device()
    sco = phone.open()
    sco.turn()
    sco.page.evaluate("broken = true")
    sco.answer("Posten.")
    expect(sco.bar).to_contain_text("bewaart nu niets")
    sco.page.evaluate("broken = false")
    sco.turn()
    sco.kept()
    assert [one[0] for one in decisions(phone.close(sco))] == ["placement_talk_draft"]


def test_two_tabs_lose_nothing_of_each_other(device):
    phone = device()
    one, two = phone.open(), phone.open()
    one.turn()
    one.answer("Posten.")
    one.kept()
    let_it_be_kept(one.page, phone.beside)
    two.turn()
    two.turn()
    two.answer("Vragen.")
    two.kept()
    let_it_be_kept(two.page, phone.beside)
    one.turn()
    expect(one.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    phone.close(one)
    kept = phone.close(two)
    laptop = device().take(kept)
    sco = laptop.open()
    expect(sco.course.get_by_text("Jouw antwoord: Vragen.")).to_be_visible()
    sco.course.locator(".turn-back").click()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")


def test_the_next_pupil_on_a_shared_device_sees_nothing_and_no_name(device):
    phone = device()
    sco = phone.open()
    sco.turn()
    sco.answer("Posten.")
    sco.kept()
    names = sco.page.evaluate("Object.keys(localStorage)")
    assert [name for name in names if "noor" in name] == ["platform/noor.peeters"]  # the platform's own
    phone.close(sco)
    sco = phone.open(learner="yassin")
    sco.turn()
    expect(sco.course.locator(".quiz-step")).to_be_visible()
    expect(sco.course.locator(".quiz-feedback")).to_have_count(0)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"api": "none"}, "We vinden het schoolplatform niet. Je antwoorden staan alleen in deze browser."),
        ({"fault": "refuses"}, "We vinden het schoolplatform niet."),
        ({"fault": "throws"}, "We vinden het schoolplatform niet."),
        ({"fault": "forgets"}, "Het schoolplatform bewaart nu niets. Je antwoorden staan in deze browser."),
        ({"mode": "review"}, "Je kijkt nu alleen rond."),
        ({"fault": "empty"}, "Je keuzes zijn bewaard op het schoolplatform."),
        ({"fault": "nobody"}, "Wat je zelf typt, verdwijnt als je de cursus sluit."),
    ],
)
def test_a_platform_that_does_it_wrong_stops_nobody_and_the_pupil_reads_where_the_answers_are(device, asked, said):
    phone = device()
    sco = phone.open(**asked)
    sco.turn()
    sco.answer("Posten.")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    expect(sco.bar).to_contain_text(said)
    sco.turn()
    sco.course.locator(".turn-back").click()
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")


def test_a_platform_that_is_ready_after_the_course_is_waited_for(device):
    sco = device().open(api="late")
    sco.turn()
    sco.answer("Posten.")
    sco.kept()


def test_nothing_is_kept_for_the_next_one_where_the_platform_does_not_say_who_it_is(device):
    phone = device()
    sco = phone.open(fault="nobody")
    sco.turn()
    sco.answer("Posten.")
    sco.kept()
    kept = sco.page.evaluate("Object.keys(localStorage)")
    assert [name for name in kept if not name.startswith("platform")] == []


def test_the_platform_in_the_window_that_opened_it(device):
    phone = device()
    opener = phone.context.new_page()
    opener.goto(f"{phone.address}index.html?in=window")
    with opener.expect_popup() as opening:
        opener.evaluate("void window.open('package/launch.html')")
    sco = Sco(opening.value, opening.value)
    sco.turn()
    sco.answer("Posten.")
    sco.kept()
    opening.value.close(run_before_unload=True)
    opener.wait_for_function("localStorage['platform calls'].includes('LMSFinish')")
    assert [one[0] for one in decisions(phone.kept(Sco(opener, opener)))] == ["placement_talk_draft"]
    assert check_calls(calls(opener)) == []


@pytest.mark.parametrize("location", ["https://elsewhere.example/", "nl/../../x", "fr/welcome", "nl/gone#part_1", "#"])
def test_a_bookmark_that_leads_nowhere_opens_the_beginning(device, location):
    phone = device().take({"core": {"lesson_location": location}, "suspend_data": "9!zzzz!"})
    sco = phone.open()
    expect(sco.course.get_by_role("heading", level=1)).to_have_text("Deel")


def test_the_other_language_has_the_same_answers_and_its_own_words_around(device):
    phone = device()
    sco = phone.open()
    sco.turn()
    sco.answer("Posten.")
    sco.course.get_by_role("link", name="English").click()
    expect(sco.course.locator("html")).to_have_attribute("lang", "en")
    expect(sco.course.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    expect(sco.bar).to_contain_text("Your choices are saved on the school's platform.")
    assert phone.close(sco)["core"]["lesson_location"].startswith("en/placement")


def test_answers_go_to_the_hand_in_service_and_what_was_confirmed_there_stays(device, bilingual, tmp_path):
    files = scorm_files(bilingual.course, bilingual.site, LANGUAGES, hand_in=bilingual.address)
    with platform(tmp_path, files) as address:
        phone = device(address)
        sco = phone.open()
        sco.turn()
        sco.turn()
        sco.answer("Vragen.")
        sco.answer("Kamer.")
        sco.write("Ik bel mijn mentor. 😀 #1 & 2%")
        with phone.context.expect_page() as opening:
            sco.course.get_by_role("button", name="Ga indienen").click()
        site = Sco(opening.value, opening.value)
        page = site.page
        page.get_by_label("Jouw code").fill(bilingual.codes["Finn"])
        page.get_by_role("button", name="Start").click()
        page.get_by_role("button", name="Ja, ik ben Finn").click()
        assert "answers" not in page.url
        page.get_by_label("Posten.", exact=True).check()
        page.locator("form", has=page.get_by_label("Posten.", exact=True)).get_by_text("Bevestig").click()
        page.get_by_role("button", name="Ja, neem ze over").click()
        expect(page.get_by_text("2 van 2 situaties klaar")).to_be_visible()
        expect(page.get_by_text("Jouw antwoord: Posten.")).to_be_visible()
        expect(page.get_by_text("Ik bel mijn mentor. 😀 #1 & 2%")).to_be_visible()
        page.get_by_role("button", name="Dien in", exact=True).click()
        expect(page.locator(".quiz-receipt").first).to_be_visible()


HOSTILE = [
    "[null, 1]",
    '[{"step": "__proto__", "answer": "a", "time": "2026-11-23T08:00:00Z"}]',
    '[{"step": "first"}]',
    '[{"step": "first", "answer": "a", "time": "2026-11-23 08:00"}]',
    '[{"step": "left", "answer": ["a", "a"], "time": "2026-11-23T08:00:00Z"}]',
]


@pytest.mark.parametrize("log", HOSTILE)
def test_an_address_that_somebody_made_up_brings_nothing_in(browser, bilingual, log):
    context = browser.new_context()
    page = context.new_page()
    slips: list[str] = []
    page.on("pageerror", lambda error: slips.append(str(error)))
    exercise = f"{bilingual.address}nl/placement-exercise.html"
    page.goto(f"{exercise}#answers=%7B")
    expect(page.get_by_label("Jouw code")).to_be_visible()
    about = page.locator(".hand-in").evaluate("({ dataset }) => dataset.content")
    made_up = {"course": "small-school", "content": about, "scenarios": {"walk": json.loads(log), "none": []}}
    page.goto("about:blank")
    page.goto(f"{exercise}#answers={quote(json.dumps(made_up))}")
    page.get_by_label("Jouw code").fill(bilingual.codes["Yassin"])
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Ja, ik ben Yassin").click()
    page.get_by_role("button", name="Ja, neem ze over").click()
    expect(page.get_by_text("0 van 2 situaties klaar")).to_be_visible()
    expect(page.get_by_label("Vragen.", exact=True)).to_be_visible()
    expect(page.locator(".quiz-saved")).to_have_text("Bewaard")
    assert page.url == exercise and slips == []
    context.close()


def test_a_link_to_elsewhere_opens_beside_the_course(device):
    sco = device().open()
    expect(sco.course.locator('a[href^="http"]')).to_have_attribute("target", "_blank")
