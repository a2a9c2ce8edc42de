"""Stock `nbgrader autograde`, on the command line and as Formgrader's button: it reads data and executes nothing."""

import json
import os
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_output
from nbgrader.apps.api import NbGraderAPI
from nbgrader.server_extensions.formgrader import handlers

from skill_grading.collecting.collect import collect
from skill_grading.course_folder import SETTINGS, environment, load_settings
from skill_grading.gradebook.grade import grade
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME

# nbgrader's own, in SQLAlchemy 2.1.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

HALF = {"first": "post", "ticked": ["name"]}
HALF_POINTS = (1.5, None, 0)


@pytest.fixture
def classroom(placement):
    """Two pupils whose hand-ins are collected; neither has full marks."""
    for pupil in ("P001", "P002"):
        placement.hand_in(pupil, placement.answers(**HALF))
    collect(placement.data, NAME)
    return placement


def formgrader(placement, **given):
    return NbGraderAPI(config=load_settings(placement.data), **given)


def walk(placement):
    return {pupil: mark for (pupil, cell), mark in placement.marks().items() if cell == "walk"}


def test_the_command_and_the_button_give_the_same(classroom):
    command = classroom.nbgrader("autograde", NAME, "--create")
    by_command = classroom.tables()
    for pupil in ("P001", "P002"):
        assert formgrader(classroom).autograde(NAME, pupil)["success"]

    assert command.returncode == 0, command.stderr
    assert classroom.tables() == by_command
    assert walk(classroom) == {"P001": HALF_POINTS, "P002": HALF_POINTS}


def test_asking_not_to_execute_gives_no_full_marks(classroom):
    for file in classroom.data.submitted.rglob("*.ipynb"):
        flattered(file)

    assert classroom.nbgrader("autograde", NAME, "--no-execute").returncode == 0
    assert walk(classroom) == {"P001": HALF_POINTS, "P002": HALF_POINTS}


def flattered(file):
    """A notebook whose outputs claim full marks, and that would leave a trace if it ran."""
    notebook = nbformat.read(file, as_version=4)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.cells.insert(0, new_code_cell(f"open({str(file.with_name('trace'))!r}, 'w')"))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", {"text/plain": "5"})]
    nbformat.write(notebook, file)


@pytest.mark.parametrize("spoil", [flattered, lambda file: file.write_text("{"), lambda file: file.write_text("")])
def test_the_notebook_of_a_pupil_is_never_opened(classroom, spoil):
    spoil(classroom.submitted("P001") / "placement.ipynb")

    assert formgrader(classroom).autograde(NAME, "P001")["success"]

    assert walk(classroom)["P001"] == HALF_POINTS
    ours = nbformat.read(classroom.data.release / NAME / "placement.ipynb", as_version=4)
    graded = classroom.autograded_notebook("P001")
    assert [cell.id for cell in graded.cells] == [cell.id for cell in ours.cells]
    assert not list(classroom.data.course.rglob("trace"))


def linked_answers(folder, key):
    (folder / "answers.json").unlink()
    (folder / "answers.json").symlink_to(key)


def linked_extra(folder, key):
    (folder / "notes.json").symlink_to(key)


def linked_timestamp(folder, key):
    (folder / "timestamp.txt").rename(folder.parent / "time")
    (folder / "timestamp.txt").symlink_to(folder.parent / "time")


def linked_folder(folder, key):
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")


def other_answers(folder, key):
    (folder / "answers.json").write_bytes(b"{}")


def no_answers(folder, key):
    (folder / "answers.json").unlink()


@pytest.mark.parametrize(
    "spoil", [linked_answers, linked_extra, linked_timestamp, linked_folder, other_answers, no_answers]
)
def test_what_can_not_be_graded_is_an_error_and_leaves_no_copy(classroom, spoil):
    key = classroom.data.releases / NAME / classroom.release.version / "full.json"
    spoil(classroom.submitted("P001"), key)
    api = formgrader(classroom)

    refused, others = api.autograde(NAME, "P001"), api.autograde(NAME, "P002")

    assert (refused["success"], others["success"]) == (False, True)
    assert "SubmissionRefused" in refused["log"]
    assert not classroom.autograded("P001").exists()
    assert not any("CANARY-1" in path.read_text() for path in classroom.data.autograded.rglob("*") if path.is_file())
    assert walk(classroom)["P002"] == HALF_POINTS


def test_answers_in_source_do_not_go_over_those_of_a_pupil(classroom):
    (classroom.data.source / NAME / "answers.json").write_bytes(classroom.answers())

    assert formgrader(classroom).autograde(NAME, "P001")["success"]

    assert (classroom.autograded("P001") / "answers.json").read_bytes() == classroom.answers(**HALF)
    assert walk(classroom)["P001"] == HALF_POINTS


def break_settings(placement):
    settings = placement.data.course / SETTINGS
    settings.write_text(f"import no_such_module\n{settings.read_text()}")


def test_settings_that_can_not_be_loaded_are_an_error(classroom):
    break_settings(classroom)

    result = classroom.nbgrader("autograde", NAME)

    assert result.returncode != 0
    assert "No module named 'no_such_module'" in result.stderr
    assert classroom.marks() == {}


def test_where_only_stock_nbgrader_is_left_nothing_is_executed(classroom):
    flattered(classroom.submitted("P001") / "placement.ipynb")
    break_settings(classroom)

    result = classroom.nbgrader("autograde", NAME, TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR="0")

    assert result.returncode != 0
    assert "NoSuchKernel" in result.stderr
    assert not list(classroom.data.course.rglob("trace"))
    assert not any(mark[:1] == (5.0,) for mark in classroom.marks().values())


# What loads libraries comes first: urllib3 binds a socket to see whether the machine knows IPv6.
AUDIT = """
import json, sys
import nbgrader.apps
import skill_grading.collecting.collect, skill_grading.collecting.exchange
import skill_grading.gradebook.exporter, skill_grading.gradebook.grade
from skill_grading.data import DataFolder

seen = []
sys.addaudithook(lambda event, arguments: seen.append([event, str(arguments[0])[:2000] if arguments else ""]))
try:
    {what}
finally:
    print(json.dumps(seen))
"""
STOCK = "nbgrader.apps.NbGraderApp.launch_instance(['autograde', 'placement'])"
BULK = "skill_grading.gradebook.grade.grade(DataFolder('..'), 'placement')"
COLLECT = "skill_grading.collecting.collect.collect(DataFolder('..'), 'placement')"
STARTS = ("subprocess", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.spawn")
TALKS = ("socket.connect", "socket.bind", "socket.send")
RUNS = ("compile", "exec")
TRACE = "left-by-a-pupil"


def hostile_notebook(folder, key):
    flattered(folder / "placement.ipynb")


def pipe_as_notebook(folder, key):
    (folder / "placement.ipynb").unlink()
    os.mkfifo(folder / "placement.ipynb")


def pipe_as_answers(folder, key):
    (folder / "answers.json").unlink()
    os.mkfifo(folder / "answers.json")


def huge_answers(folder, key):
    with open(folder / "answers.json", "ab") as file:
        file.truncate(2_000_000_000)


def code_beside_it(folder, key):
    for name in ("sitecustomize.py", "nbgrader_config.py", "json.py"):
        (folder / name).write_text(f"{TRACE!r}; open({str(folder / 'trace')!r}, 'w')")


SPOILT = [hostile_notebook, linked_answers, pipe_as_notebook, pipe_as_answers, huge_answers, code_beside_it]


@pytest.mark.parametrize("what", [STOCK, BULK, COLLECT], ids=["stock", "bulk", "collect"])
def test_whatever_is_handed_in_nothing_of_it_is_run_or_opened_as_a_notebook(classroom, what):
    """P001 has an honest answers file beside a hostile notebook; every other pupil something else that is hostile."""
    key = classroom.data.releases / NAME / classroom.release.version / "full.json"
    code = classroom.answers(text=f"__import__('os').system('{TRACE}')", **HALF)
    pupils = [f"P{number:03}" for number in range(1, len(SPOILT) + 1)]
    for pupil in pupils[2:]:
        classroom.hand_in(pupil, code)
    collect(classroom.data, NAME)
    for pupil, spoil in zip(pupils, SPOILT, strict=True):
        spoil(classroom.submitted(pupil), key)

    result = subprocess.run(
        [sys.executable, "-c", AUDIT.format(what=what)],
        cwd=classroom.data.course,
        env=environment(classroom.data),
        capture_output=True,
        text=True,
        timeout=120,
    )

    seen = json.loads(result.stdout.splitlines()[-1])
    assert not [name for event, name in seen if event == "open" and "/submitted/" in name and name.endswith(".ipynb")]
    assert not [event for event, _ in seen if event.startswith((*STARTS, *TALKS))]
    assert not [source for event, source in seen if event in RUNS and TRACE in source]
    assert not list(classroom.data.course.rglob("trace"))
    if what != COLLECT:
        assert walk(classroom)["P001"] == HALF_POINTS, result.stderr
        assert {pupil for pupil in pupils if (classroom.autograded(pupil) / "placement.ipynb").exists()} == {"P001"}


HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>$\\href{javascript:alert(1)}{x}$\n\n# kop"


def in_formgrader(placement):
    exporter = HTMLExporter(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
    file = placement.autograded("P003") / "placement.ipynb"
    resources = {"index": 0, "total": 1, "base_url": "", "my_assignment_id": NAME, "student": "P003", "mathjax_url": ""}
    return exporter.from_filename(str(file), resources=resources)[0]


def in_feedback(placement):
    Roster((Pupil("P003", "5VZ", "Noor", "Peeters"),)).save(placement.data.roster)
    assert formgrader(placement).generate_feedback(NAME, "P003")["success"]
    return (placement.data.course / "feedback" / "P003" / NAME / "placement.html").read_text()


@pytest.mark.parametrize("render", [in_formgrader, in_feedback])
def test_an_open_answer_does_nothing_where_teachers_and_pupils_read_it(placement, render):
    placement.hand_in("P003", placement.answers(text=HOSTILE))
    collect(placement.data, NAME)
    grade(placement.data, NAME)

    page = BeautifulSoup(render(placement), "html.parser")

    assert HOSTILE in page.get_text()
    assert not page.find_all("img", src="x")
    assert not [script for script in page.find_all("script") if "alert(1)" in script.get_text()]
