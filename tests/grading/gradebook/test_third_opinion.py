"""A third opinion: nbgrader as it comes, with a kernel, runs a notebook that asks the scorer, and finds the same marks.

The notebook is ours, is made for this test, and lies outside the course.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.grade import grade
from skill_grading.gradebook.guards import LIVING_KERNEL
from tests.grading.placement import NAME

CLASS = {
    "P001": {},
    "P002": {"first": "post", "ticked": ["name", "sun"], "text": None},
    "P003": {"first": "hide", "ticked": ["call"], "text": "  "},
    "P004": {"first": None},
}
SETTINGS = """\
c = get_config()
c.CourseDirectory.course_id = "opinion"
c.Autograde.exclude_overwriting = {"placement": ["answers.json"]}
"""
READ = """\
from pathlib import Path
from scenario_quiz.answers import parse_answers
from scenario_quiz.release import Release
from scenario_quiz.scoring import score
release = Release.model_validate_json(Path({key!r}).read_bytes())
result = score(release, parse_answers(Path("answers.json").read_bytes())).scenarios"""


def cell(made, grade_id, points):
    by_hand = made.cell_type == "markdown"
    made.metadata["nbgrader"] = {
        "schema_version": 3, "grade": True, "grade_id": grade_id, "locked": not by_hand, "points": points,
        "solution": by_hand, "task": False,
    }  # fmt: skip
    return made


def marks(gradebook):
    with sqlite3.connect(gradebook) as connection:
        rows = connection.execute(
            "SELECT s.student_id, c.name, g.auto_score, g.needs_manual_grade FROM grade g"
            " JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id"
            " JOIN submitted_assignment s ON s.id = n.assignment_id"
        )
        return {(pupil, name): tuple(rest) for pupil, name, *rest in rows}


def nbgrader(course, *arguments):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    command = ["nbgrader", *arguments]
    result = subprocess.run(command, cwd=course, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_nbgrader_with_a_kernel_finds_the_same_marks(placement, tmp_path):
    for pupil, given in CLASS.items():
        placement.hand_in(pupil, placement.answers(**given))
    collect(placement.data, NAME)
    grade(placement.data, NAME)
    key = str(placement.data.releases / NAME / placement.release.version / "full.json")
    notebook = new_notebook(
        cells=[
            new_code_cell(READ.format(key=key)),
            cell(new_code_cell('### BEGIN HIDDEN TESTS\nresult["walk"].points\n### END HIDDEN TESTS'), "walk", 5),
            cell(new_markdown_cell("..."), "tell--write", 3),
        ],
        metadata={"kernelspec": LIVING_KERNEL},
    )
    course = tmp_path / "opinion"
    (course / "source" / NAME).mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(SETTINGS)
    nbformat.write(notebook, course / "source" / NAME / f"{NAME}.ipynb")
    nbgrader(course, "generate_assignment", NAME)
    for pupil, given in CLASS.items():
        folder = course / "submitted" / pupil / NAME
        folder.mkdir(parents=True)
        shutil.copy(placement.submitted(pupil) / "answers.json", folder)
        written = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
        if (given.get("text", "x") or "").strip():
            written.cells[-1].source = "Ik vraag het."
        nbformat.write(written, folder / f"{NAME}.ipynb")
    nbgrader(course, "autograde", NAME)

    assert marks(course / "gradebook.db") == marks(placement.data.course / "gradebook.db")
    assert len({mark for (_, name), (mark, _) in marks(course / "gradebook.db").items() if name == "walk"}) == 3
