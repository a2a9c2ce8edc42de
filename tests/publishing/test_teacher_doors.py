"""Who gets into the teacher's side and what can be fetched there; and that its pages are sound for everybody."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from skill_grading.privacy.places import files
from tests.grading.placement import NAME
from tests.markup import findings
from tests.publishing.teachers import (
    REGRADE,
    TOKEN,
    Teacher,
    signed_in,
)


@pytest.mark.parametrize("page", ["course/", "course/hand-ins", "course/reports/x.html", "course/cards/x.pdf"])
def test_without_the_token_nothing_is_shown_but_how_to_get_in(teacher, page):
    answer = Teacher(teacher.placement, teacher.course, teacher.address).get(page)
    assert answer.status == 403
    assert "volledige adres" in answer.text
    assert "Noor" not in answer.text


def test_jupyter_itself_asks_for_the_token_too(teacher):
    stranger = Teacher(teacher.placement, teacher.course, teacher.address)
    assert stranger.get("api/contents").status == 403
    assert NAME not in stranger.get("formgrader/gradebook").text


def test_a_form_from_elsewhere_does_nothing(teacher):
    answer = teacher.post("course/collect", xsrf=False, assignment=NAME)
    assert answer.status == 403
    assert "verlopen" in answer.text


@pytest.mark.parametrize("page", ["course/pupils", "course/hand-ins", "course/reports"])
def test_hostile_names_are_shown_as_they_stand(teacher, page):
    text = teacher.get(page).text
    assert "<script" not in text
    assert "6 &lt;b&gt;" in text


@pytest.mark.parametrize(
    "page", ["course/nothing", "course/hand-ins?assignment=x", "course/reports/x.html", "tree/course/source"]
)
def test_what_does_not_exist_is_told_in_words(teacher, page):
    answer = teacher.get(page)
    assert answer.status == (200 if page.startswith("tree") else 404)
    assert "Dit ging niet" in answer.text


@pytest.mark.parametrize(
    "page", ["course/reports/..%2fsecret", "course/reports/%2fetc/passwd", "course/cards/..%2fx.pdf"]
)
def test_only_reports_and_cards_can_be_fetched(teacher, page):
    assert teacher.get(f"course/{page}").status in (403, 404)


def test_a_broken_class_list_is_told_in_words_and_kept_for_the_engineer(teacher):
    roster = teacher.placement.data.roster
    whole = roster.read_bytes()
    roster.write_text("broken\n")
    try:
        answer = teacher.get("course/pupils")
    finally:
        roster.write_bytes(whole)
    assert answer.status == 500
    assert "Dit ging niet" in answer.text
    assert "Traceback" not in answer.text
    assert "Traceback" in teacher.log


@pytest.mark.parametrize("page", ["course/", "course/pupils", "course/nothing"])
def test_unreadable_facts_of_the_course_are_told_with_what_to_do(teacher, page):
    facts = teacher.placement.data.facts
    whole = facts.read_bytes()
    facts.write_bytes(b"\xff broken")
    try:
        answer = teacher.get(page)
    finally:
        facts.write_bytes(whole)
    assert answer.status >= 400
    assert "Dit ging niet" in answer.text
    assert page == "course/nothing" or "course release" in answer.text


def test_an_address_that_can_not_be_read_is_told_in_words(teacher):
    answer = teacher.get("course/pupils?told=%ff")
    assert answer.status == 400
    assert "Dit ging niet" in answer.text


def test_the_log_holds_no_token(teacher):
    teacher.get(f"course/?token={TOKEN}")
    assert TOKEN not in teacher.log


def test_pages_and_report_pass_axe_on_a_phone_and_in_the_dark(teacher, browser):
    teacher.post("course/reports", assignment=NAME, class_name="5VZ")
    report = re.search(r'href="/(course/reports/[^"]+\.html)"', teacher.get("course/reports").text)[1]
    for width, theme in ((1280, "light"), (360, "dark")):
        page = signed_in(teacher, browser, viewport={"width": width, "height": 800}, color_scheme=theme)
        for path in (
            "course/",
            "course/pupils",
            "course/hand-ins",
            "course/files",
            "course/dates",
            "course/log",
            "course/receipt?number=7F3KQ2",
            f"course/pupil?pupil_id={teacher.ids['Noor']}",
            f"course/pupil-data?pupil_id={teacher.ids['Noor']}",
            "course/reports",
            "course/feedback",
            REGRADE,
            "course/nothing",
            report,
        ):
            page.goto(teacher.address + path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


def test_every_page_and_the_report_are_valid_html(teacher, tmp_path):
    made = teacher.post("course/reports", assignment=NAME, class_name="5VZ").text
    report = re.search(r'href="/(course/reports/[^"]+\.html)"', made)[1]
    stranger = Teacher(teacher.placement, teacher.course, teacher.address)
    pages = {
        "outside": stranger.get("course/"),
        "missing": teacher.get("course/missing"),
        "report": teacher.get(report),
        **{
            name: teacher.get(f"course/{name}")
            for name in ["", "pupils", "hand-ins", "dates", "log", "receipt", "files", "reports"]
        },
        "pupil": teacher.get(f"course/pupil?pupil_id={teacher.ids['Noor']}"),
        "pupil-data": teacher.get(f"course/pupil-data?pupil_id={teacher.ids['Noor']}"),
    }
    for name, page in pages.items():
        (tmp_path / f"{name or 'start'}.html").write_bytes(page.body)
    found = findings(tmp_path.glob("*.html"))
    assert found == []


def test_the_teachers_side_listens_on_this_machine_only(teacher):
    """127.0.0.2 is this machine too, but not localhost: only a server that listens everywhere is there."""
    port = int(teacher.address.rstrip("/").rpartition(":")[2])
    for host, answers in (("127.0.0.1", True), ("127.0.0.2", False)):
        with socket.socket() as probe:
            assert (probe.connect_ex((host, port)) == 0) == answers


@pytest.mark.parametrize(("page", "own"), [("course/", "none"), ("course/pupils", "none"), ("formgrader", "self")])
def test_the_teachers_pages_carry_a_policy_and_no_other_site_frames_them(teacher, page, own):
    policy = teacher.get(page).headers["Content-Security-Policy"]
    assert f"default-src '{own}'" in policy and f"frame-ancestors '{own}'" in policy


def test_every_file_that_the_teachers_side_leaves_is_of_a_known_kind(teacher):
    found = dict(files(teacher.placement.data))
    assert Path("teacher.log") in found
    assert not [path for path, kind in found.items() if kind is None]
