"""What is held about one pupil: shown, handed over and erased on the teacher's pages."""

from __future__ import annotations

import io
import re
import zipfile

from axe_playwright_python.sync_playwright import Axe

from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Roster
from tests.grading.placement import NAME
from tests.grading.privacy.lived_in import found_in
from tests.publishing.teachers import HOSTILE, signed_in

OWN = "Wat Noor over de kantine schreef, en nergens anders."


def page_of(teacher, name):
    return f"course/pupil-data?pupil_id={teacher.ids[name]}"


def names(teacher):
    return {pupil.first_name for pupil in Roster.load(teacher.placement.data.roster).pupils}


def through_the_year(teacher):
    """Two pupils hand in, and everything that follows is done on the teacher's pages."""
    teacher.placement.hand_in(teacher.ids["Noor"], teacher.placement.answers(text=OWN, attempt="noor"))
    teacher.placement.hand_in(teacher.ids["Yassin"])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    teacher.post("course/reports", assignment=NAME, class_name="5VZ")
    teacher.post("course/feedback", assignment=NAME, class_name="5VZ", what="release", unmarked="yes")
    work = re.search(r"formgrader/submissions/[0-9a-f]{32}/", teacher.get("course/hand-ins").text)[0]
    assert teacher.get(work).status == 200


def test_on_a_phone_and_by_keyboard_a_copy_is_given_and_then_all_of_it_is_erased(teacher, browser):
    through_the_year(teacher)
    noor, data = teacher.ids["Noor"], teacher.placement.data
    page = signed_in(teacher, browser, viewport={"width": 360, "height": 740})
    page.goto(f"{teacher.address}course/pupils")
    page.get_by_role("link", name="Noor Peeters", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/course/pupil-data?*")
    assert page.get_by_text("Ingediend: 1", exact=True).is_visible()
    assert page.get_by_text("Feedback: 1", exact=True).is_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="Verzamel alles").focus()
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        link = page.get_by_role("link", name="Download de zip")
        link.focus()
        page.keyboard.press("Enter")
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert OWN in archive.read("overview.html").decode()
    assert "alles over deze leerling verzameld, op vraag" in teacher.get("course/log").text

    field = page.get_by_label("Typ voor de zekerheid de naam: Noor Peeters")
    field.focus()
    page.keyboard.type("Yassin El Amrani")
    page.keyboard.press("Enter")
    page.get_by_text("Er is niets gewist.").wait_for()
    assert noor in Roster.load(data.roster).by_id
    field.focus()
    page.keyboard.type(" noor  peeters")
    page.keyboard.press("Enter")
    page.wait_for_url("**/course/pupils?*")
    told = page.get_by_role("status").inner_text()
    assert "Alles over deze leerling is gewist." in told and "Ingediend: 1" in told and "Noor" not in told
    assert "Oefeningen in het puntenboek: 1" in told and "reports/placement" in told
    assert Axe().run(page).violations_count == 0
    page.context.close()

    assert found_in(data.path, noor, "Peeters", OWN) == []
    with Inbox(data.inbox_url) as inbox:
        assert [one.pupil_id for one in inbox.counting(NAME)] == [teacher.ids["Yassin"]]
        assert noor not in inbox.access.pupils_with_code()
    log = teacher.get("course/log").text
    assert "een leerling vergeten" in log and noor not in log
    assert teacher.get(page_of(teacher, "Noor")).status == 404
    assert teacher.get(f"course/exports/{noor}.zip").status == 404


def test_a_form_from_elsewhere_or_without_the_name_erases_nobody(teacher):
    before = names(teacher)
    zoe = {"pupil_id": teacher.ids["Zoë"]}
    assert teacher.post("course/pupil-data/forget", xsrf=False, **zoe, typed="Zoë Ünal").status == 403
    assert teacher.post("course/pupil-data/export", xsrf=False, **zoe).status == 403
    assert "Er is niets gewist." in teacher.post("course/pupil-data/forget", **zoe).text
    assert teacher.get("course/pupil-data?pupil_id=nobody").status == 404
    assert names(teacher) == before


def test_a_hostile_name_is_shown_as_it_stands_and_can_be_erased(teacher):
    assert "<script" not in teacher.get(page_of(teacher, HOSTILE)).text
    told = teacher.post("course/pupil-data/forget", pupil_id=teacher.ids[HOSTILE], typed=f"{HOSTILE} O'Neil")
    assert "is gewist" in told.text and HOSTILE not in names(teacher)
