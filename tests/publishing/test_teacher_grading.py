"""Grading, marks, feedback and Formgrader on the teacher's side."""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from skill_grading.collecting.submissions import submitted_pupils
from skill_grading.gradebook.grade import grade
from skill_grading.pupils.roster import Roster
from tests.grading.placement import NAME
from tests.publishing.teachers import (
    HOSTILE,
    signed_in,
)


def test_feedback_is_looked_at_released_taken_back_and_saved(teacher):
    teacher.upload("more.csv", b"klas;voornaam;naam\n5VZ;Later;Leerling\n")
    for name in ("Noor", HOSTILE):
        teacher.placement.hand_in(teacher.ids[name])
    assert "Feedback kan zodra er werk verbeterd is." in teacher.get("course/feedback").text
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    page = teacher.get("course/feedback").text
    assert "Feedback kan zodra er werk verbeterd is." not in page.partition("Later Leerling")[0]
    assert "Met een open antwoord dat jij nog moet lezen" in page
    assert "6 &lt;b&gt;" in page and "<script" not in page
    look = teacher.get(f"course/feedback/pupil?assignment={NAME}&pupil={teacher.ids['Noor']}")
    assert "Jouw feedback" in look.text and "Wordt nog nagekeken" in look.text
    assert "default-src 'none'" in look.headers["Content-Security-Policy"]
    assert teacher.get(f"course/feedback/pupil?assignment={NAME}&pupil=nobody").status == 404

    of = {"assignment": NAME, "class_name": "5VZ"}
    assert "Nog niet vrijgegeven" in teacher.post("course/feedback", what="release", **of).text
    told = teacher.post("course/feedback", what="release", unmarked="yes", **of).text
    assert "De feedback van 5VZ is vrijgegeven. Leerlingen die ze kunnen lezen: 2." in told
    assert "Wie feedback heeft, kent de goede antwoorden" in told
    saved = teacher.get(f"course/feedback/zip?assignment={NAME}&class_name=5VZ")
    with zipfile.ZipFile(io.BytesIO(saved.body)) as archive:
        names = archive.namelist()
    assert "5VZ/Peeters Noor.html" in names and len(names) == 2
    assert not set("<>:|?*") & set("".join(names))
    assert "is ingetrokken. Aantal: 2." in teacher.post("course/feedback", what="withdraw", **of).text
    assert "There is no class" in teacher.post("course/feedback", what="withdraw", assignment=NAME, class_name="x").text


def test_everything_is_collected_and_graded_at_once_for_the_report_on_the_course(teacher):
    teacher.upload("all.csv", b"klas;voornaam;naam\n5VZ;Goed;Werk\n5VZ;Kapot;Werk\n")
    ids = {pupil.first_name: pupil.pupil_id for pupil in Roster.load(teacher.placement.data.roster).pupils}
    teacher.placement.hand_in(ids["Goed"])
    teacher.placement.hand_in(ids["Kapot"], answers=b"[]")
    assert "Haal alles op en verbeter het" in teacher.get("course/reports?assignment=all").text
    page = teacher.post("course/all").text
    assert re.search(r"Opgehaald: [1-9]", page) and re.search(r"Verbeterd: [1-9]", page)
    assert "Kapot Werk: er staat iets in" in page
    assert 'aria-current="true">De hele cursus<' in page
    assert ids["Goed"] in submitted_pupils(teacher.placement.data, NAME)
    again = teacher.post("course/all").text
    assert "Opgehaald: 0. " in again and "Verbeterd: 0. " in again


def test_formgraders_button_gives_what_grading_in_bulk_gives(teacher, tmp_path):
    placement, pupils = teacher.placement, [teacher.ids["Noor"], teacher.ids[HOSTILE]]
    for pupil, first in zip(pupils, ("ask", "post"), strict=True):
        placement.hand_in(pupil, placement.answers(first=first, ticked=["name"]))
    teacher.post("course/collect", assignment=NAME)
    bulk = placement.copy(tmp_path / "bulk")
    grade(bulk.data, NAME)

    for pupil in submitted_pupils(placement.data, NAME):
        answer = teacher.post(f"formgrader/api/submission/{NAME}/{pupil}/autograde")
        assert json.loads(answer.text)["success"], answer.text

    assert set(pupils) <= {pupil for pupil, _ in placement.marks()}
    assert placement.tables() == bulk.tables()


def test_work_that_can_not_be_graded_says_why(teacher):
    teacher.placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    file = teacher.placement.submitted(teacher.ids["Noor"]) / "answers.json"
    whole = file.read_bytes()
    graded = teacher.placement.autograded(teacher.ids["Noor"])
    file.write_bytes(b"{")
    aside = graded.rename(graded.with_name("aside")) if graded.exists() else None
    try:
        told, page = teacher.post("course/grade", assignment=NAME).text, teacher.get("course/hand-ins").text
    finally:
        file.write_bytes(whole)
        if aside:
            aside.rename(graded)
    reason = "dit is geen bestand met antwoorden, of maar een half."
    assert f"Noor Peeters: {reason}" in told
    assert f"niet verbeterd: {reason}" in page


def test_a_mended_key_is_shown_before_it_changes_a_mark(teacher):
    placement = teacher.placement
    placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    assert "De sleutel van deze oefening is veranderd" not in teacher.get("course/").text
    folder = placement.data.releases / NAME / placement.release.version
    before = (folder / "full.json").read_text()
    mended = placement.release.model_dump(mode="json")
    mended["scenarios"][0]["steps"]["first"]["choices"]["ask"] |= {"verdict": "harm", "points": None}
    (folder / "mended.json").write_text(type(placement.release).model_validate(mended).model_dump_json())

    assert "De sleutel van deze oefening is veranderd" in teacher.get("course/").text
    page = teacher.get(f"course/regrade?assignment={NAME}").text
    told = teacher.post("course/regrade", assignment=NAME).text

    assert re.search(r"Minder punten: [1-9]", page)
    assert re.search(r"Noor Peeters</th><td>Wandelen</td><td>5</td><td>3</td>", page)
    assert re.search(r"Verbeterd: [1-9]", told)
    assert "Er wacht geen nieuwe sleutel." in teacher.get(f"course/regrade?assignment={NAME}").text
    (folder / "full.json").write_text(before)
    teacher.post("course/grade", assignment=NAME)


def test_marks_are_downloaded_for_every_class(teacher):
    page = teacher.get("course/reports").text
    table = teacher.get(re.search(r'href="/(course/marks[^"]+)"', page)[1])
    assert table.body.decode("utf-8-sig").splitlines()[0].startswith("Klas;Achternaam;Voornaam;Stand;Wandelen;")
    assert "O'Neil" in table.text


def test_formgrader_opens_work_and_nothing_leaves_the_machine(teacher, browser):
    teacher.placement.hand_in(teacher.ids["Noor"])
    teacher.post("course/collect", assignment=NAME)
    teacher.post("course/grade", assignment=NAME)
    work = re.search(r"formgrader/submissions/[0-9a-f]{32}/", teacher.get("course/hand-ins").text)[0]
    page = signed_in(teacher, browser)
    answered = []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(teacher.address + work)
    assert page.locator("input.score").count() == 2
    assert page.get_by_text("Ik vraag het.").is_visible()
    page.goto(f"{teacher.address}formgrader/manage_assignments")
    page.get_by_role("link", name=NAME).first.wait_for()
    assert {urllib.parse.urlsplit(url).hostname for url in answered} == {"localhost"}
    page.context.close()
