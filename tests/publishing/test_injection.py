"""A hostile text where a pupil chose it (answer, name, file name): no page runs it, and no spreadsheet either."""

from __future__ import annotations

import csv
import io
import re

import pytest
from pypdf import PdfReader

from skill_grading.collecting.collect import collect
from skill_grading.collecting.parcels import Parcel
from skill_grading.collecting.taking_in import take_in
from skill_grading.course_facts import kept_facts
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import look
from skill_grading.gradebook.grade import grade
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.report.writing import write_report
from skill_grading.spreadsheets import FORMULA
from tests.browser.serving import stop
from tests.conftest import SmallCourse
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME, Placement
from tests.publishing.teachers import TOKEN, Teacher, free_port, signed_in, start, wait_for

CANARY = """"'></title></textarea></pre><img class=canary src=x onerror="window.canary=1"><script>canary=1</script>"""
NAMES = ["=1+cmd|'/C calc'!A0", f"@SUM(1) {CANARY}", '-#eval("canary") $canary$ \\canary', "{{7*7}} ${canary=1}"]
BORN = """() => [...document.querySelectorAll('.canary, [onerror], [onload], [onfocus], a[href^="javascript:"]'),
    ...[...document.scripts].filter(script => script.textContent.includes('canary=1'))].map(each => each.outerHTML)"""


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A class of hostile names and answers, graded and reported, and the teacher's server on it."""
    folder = tmp_path_factory.mktemp("injection")
    small = SmallCourse(folder / "course")
    placement = Placement.make(folder / "data", small)
    pupils = [Pupil(f"p-{number}", "5VZ", name, CANARY) for number, name in enumerate(NAMES)]
    Roster(tuple(pupils)).save(placement.data.roster)
    for pupil in pupils[:-1]:
        placement.hand_in(pupil.pupil_id, placement.answers(text=f"{CANARY} {pupil.first_name}"))
    take_in(placement.data, NAME, [Parcel((f"{NAMES[-1]} {CANARY.replace('/', '')}", "x.txt"), CANARY.encode())])
    collect(placement.data, NAME)
    assert len(grade(placement.data, NAME).graded) == len(NAMES) - 1
    files = write_report(placement.data, small.load().school, NAME, "5VZ", "nl")
    port = free_port()
    with (folder / "out.txt").open("w+") as log:
        process = start(small, placement, port, log)
        try:
            wait_for(process, port)
            teacher = Teacher(placement, small, f"http://localhost:{port}/")
            teacher.get(f"course/?token={TOKEN}")
            yield teacher, files
        finally:
            stop(process)


def test_no_page_runs_it_and_no_element_is_born_from_it(school, browser, tmp_path):
    teacher, files = school
    placement = teacher.placement
    upload = zipped((f"{CANARY.replace('/', '')}.txt", placement.answers(attempt="unknown")))
    assert "canary" in teacher.upload("x.zip", upload, page=f"files?assignment={NAME}", field="files").text
    pages = [f"course/{name}" for name in ("", "pupils", "hand-ins", "files", "log", "feedback", "reports")]
    pages += [f"course/pupil?pupil_id=p-{number}" for number in range(len(NAMES))]
    pages += [f"course/feedback/pupil?pupil=p-{number}" for number in range(len(NAMES) - 1)]
    pages += [f"course/reports/{file.relative_to(placement.data.reports)}" for file in files if file.suffix == ".html"]
    pages += [
        f"formgrader/submissions/{notebook}/" for (notebook,) in placement.sql("SELECT id FROM submitted_notebook")
    ]
    pages += [f"formgrader/gradebook/{NAME}/{NAME}", "formgrader/manage_students"]
    page, shown = signed_in(teacher, browser), 0
    bare = browser.new_page()
    bare.set_content(CANARY)
    assert len(bare.evaluate(BORN)) == 2 and bare.evaluate("window.canary") == 1  # where nobody takes care, it runs
    bare.close()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    for path in pages:
        answer = page.goto(teacher.address + path)
        assert answer.status == 200, path
        shown += "canary" in page.locator("body").inner_text()
        assert page.evaluate(BORN) == [], path
        assert page.evaluate("typeof window.canary") == "undefined", path
    assert shown >= len(pages) - 7  # so that it was there to be run

    page.goto(f"{teacher.address}course/marking?assignment={NAME}", timeout=90_000, wait_until="commit")
    page.locator(".marking-answer").first.wait_for(timeout=90_000)
    page.keyboard.press("n")
    assert "canary" in "".join(page.locator(".marking-text").all_inner_texts())
    assert page.evaluate(BORN) == [] and page.evaluate("typeof window.canary") == "undefined"

    # As a file on a disk, without the policy that the server sends.
    maker = FeedbackMaker(placement.data, kept_facts(placement.data), NAME)
    loose = [path for path in files if path.suffix == ".html"]
    for each, html in maker.pages(look(maker)[0].ready):
        loose.append(tmp_path / f"{each.pupil.pupil_id}.html")
        loose[-1].write_text(html, "utf-8")
    for path in loose:
        page.goto(path.as_uri())
        assert page.evaluate(BORN) == [] and page.evaluate("typeof window.canary") == "undefined", path
    page.context.close()


def test_no_cell_is_a_formula_and_the_pdf_shows_it_as_text(school):
    teacher, files = school
    tables = {file.name: file.read_bytes() for file in files if file.suffix == ".csv"}
    tables["marks.csv"] = teacher.get(f"course/marks?assignment={NAME}").body
    for name, content in tables.items():
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.startswith(FORMULA) and not re.fullmatch(r"-?[\d,.]+", cell)], name
    assert b"'=1+cmd" in tables["pupils.csv"] and b"'=1+cmd" in tables["marks.csv"]
    (pdf,) = (file for file in files if file.suffix == ".pdf")
    reader = PdfReader(pdf)
    text = "".join(page.extract_text() for page in reader.pages)
    assert '#eval("canary")' in text and "$canary$" in text
    assert not {"/OpenAction", "/AA", "/Names"} & reader.trailer["/Root"].keys()
    assert b"/JavaScript" not in pdf.read_bytes()
