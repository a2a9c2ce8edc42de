"""Seconds per submission: ours against stock nbgrader with a kernel, on the same hand-ins, in one run.

    python tests/benchmarks/bench_grading.py [--pupils 200] [--stock-pupils 8]

The stock notebook is the leanest that does the same work: it reads the same answers.json with nothing but the
standard library, and its key is in hidden tests. What the command takes to start, and to skip what it has graded, is
taken off; the bulk grader is timed as a whole. All routes must give the same points.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Grade, Gradebook

from course_site.demo_answers import Demo
from scenario_quiz.course import Course, find_root
from scenario_quiz.release import Release, freeze
from skill_grading.collecting.collect import collect
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.gradebook.grade import grade
from skill_grading.gradebook.guards import LIVING_KERNEL
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import cells

ASSIGNMENT = "internship"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
TEXT = "I would ask my mentor first."
TEXTS = {"otherwise": dict.fromkeys(["good", "partly", "not-yet"], [TEXT])}
ENVIRONMENT = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}
STOCK_SETTINGS = """\
c = get_config()
c.CourseDirectory.course_id = "bench"
c.Autograde.exclude_overwriting = {"internship": ["answers.json"]}
"""
READ = """\
import json
log = json.load(open("answers.json"))["scenarios"]"""
MARK = """\
points = 0
for entry in log.get("SCENARIO", []):
    step, answer = key.get(entry["step"]), entry["answer"]
    if isinstance(step, dict):
        points += step[answer]
    elif step:
        good, wrong, most = step
        hits, alarms = len(set(answer) & set(good)), len(set(answer) & set(wrong))
        points += most * max(0, hits / len(good) - alarms / len(wrong))
points"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=200, help="hand-ins for the bulk grader")
    options.add_argument("--stock-pupils", type=int, default=8, help="hand-ins for the command line")
    given = options.parse_args()
    course = Course.load(find_root(Path(__file__).parent))
    release = freeze(course.assignments[ASSIGNMENT], course.school)
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        release_assignment(data, release)
        answers = hand_in(data, release, given.pupils)
        collecting = clocked(lambda: collect(data, ASSIGNMENT)) / given.pupils
        few = dict(list(answers.items())[: given.stock_pupils])
        stock = stock_course(Path(folder) / "stock", release, few)
        ours = course_of_few(data, Path(folder) / "few", few)
        lines = {
            "stock nbgrader autograde, a kernel each": seconds(autograde(stock), len(few)),
            "nbgrader autograde with our settings": seconds(autograde(ours.course), len(few)),
            "bulk grader (course grade)": clocked(lambda: grade(data, ASSIGNMENT)) / given.pupils,
        }
        expected = marks(f"sqlite:///{stock / 'gradebook.db'}")
        for other in (ours, data):
            if expected.items() - marks(other.gradebook_url).items():
                sys.exit("The routes give different points; the times below mean nothing.")
        report(lines, collecting, few=len(few), many=given.pupils, cells=len(cells(release)))


def report(lines: dict[str, float], collecting: float, few: int, many: int, cells: int) -> None:
    slowest = next(iter(lines.values()))
    print(f"Grading '{ASSIGNMENT}' ({cells} cells): {few} hand-ins on the command line, {many} in bulk, same points")
    for name, each in lines.items():
        print(f"  {name:42}{each:>9.4f} s each {slowest / each:>7.1f} x")
    print(f"  {'collecting from the inbox':42}{collecting:>9.4f} s each")


def seconds(command: Callable[[], None], pupils: int) -> float:
    """Seconds per submission, without what the same command takes when it skips them all."""
    working = clocked(command)
    return (working - clocked(command)) / pupils


def clocked(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run(command: list[str], folder: Path | None = None) -> None:
    result = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr[-3000:]}")


def autograde(course: Path) -> Callable[[], None]:
    return lambda: run(["nbgrader", "autograde", ASSIGNMENT], course)


def marks(url: str) -> dict[tuple[str, str], float | None]:
    """The machine's points by (pupil, grade_id)."""
    with Gradebook(url) as gradebook:
        return {
            (grade.student.id, grade.name): None if grade.auto_score is None else round(grade.auto_score, 9)
            for grade in gradebook.db.query(Grade)
        }


def hand_in(data: DataFolder, release: Release, pupils: int) -> dict[str, dict]:
    """Invented answers to every scenario, put into the inbox; gives {pupil: answers}."""
    demo, inbox, given = Demo(1, TEXTS, datetime(2026, 11, 23, 8)), Inbox(data.inbox_url), {}
    skills = {step.skill for scenario in release.scenarios for step in scenario.decisions.values()}
    for pupil in demo.pupils([f"P{number:04}" for number in range(pupils)], skills):
        given[pupil.name] = answers = demo.answers(pupil, release)
        attempt, content = answers["attempt"], json.dumps(answers).encode()
        inbox.accept(pupil.name, ASSIGNMENT, content, version=release.version, attempt=attempt, answered=1, steps=1)
    inbox.close()
    return given


def course_of_few(data: DataFolder, folder: Path, few: Iterable[str]) -> DataFolder:
    """A copy of the data folder with the hand-ins of a few pupils only."""
    shutil.copytree(data.path, folder)
    copy = DataFolder(folder)
    for submitted in copy.submitted.iterdir():
        if submitted.name not in few:
            shutil.rmtree(submitted)
    return copy


def stock_course(folder: Path, release: Release, answers: dict[str, dict]) -> Path:
    """A course folder without our settings, with the same cells and the same answers."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(STOCK_SETTINGS)
    nbformat.write(stock_notebook(release), source / NOTEBOOK)
    run(["nbgrader", "generate_assignment", ASSIGNMENT], folder)
    for pupil, given in answers.items():
        submitted = folder / "submitted" / pupil / ASSIGNMENT
        submitted.mkdir(parents=True)
        (submitted / "answers.json").write_text(json.dumps(given))
        notebook = nbformat.read(folder / "release" / ASSIGNMENT / NOTEBOOK, as_version=4)
        said = {
            f"{name}--{entry['step']}" for name, log in given["scenarios"].items() for entry in log if entry["answer"]
        }
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and cell.metadata.nbgrader.grade_id in said:
                cell.source = TEXT
        nbformat.write(notebook, submitted / NOTEBOOK)
    return folder


def stock_notebook(release: Release) -> nbformat.NotebookNode:
    """The exercise as an ordinary nbgrader notebook: hidden tests that hold the key and give partial credit."""
    body = [new_code_cell(READ)]
    for name, points in cells(release).items():
        if "--" in name:
            body.append(graded(new_markdown_cell("..."), name, points))
        else:
            tests = f"### BEGIN HIDDEN TESTS\nkey = {stock_key(release, name)!r}\n{MARK}\n### END HIDDEN TESTS"
            body.append(graded(new_code_cell(tests.replace("SCENARIO", name)), name, points))
    return new_notebook(cells=body, metadata={"kernelspec": LIVING_KERNEL})


def stock_key(release: Release, name: str) -> dict:
    """What each letter of each step is worth, for a scorer of ten lines."""
    scenario, key = release.scenario(name), {}
    for step, letters in release.option_ids[name].items():
        decision = scenario.decisions[step]
        if decision.kind == "choice":
            key[step] = {letter: decision.worth(option) for letter, option in letters.items()}
        else:
            says = {letter: decision.verdict_of(own) for letter, own in letters.items() if own in decision.options()}
            good = [letter for letter, verdict in says.items() if verdict == "good"]
            key[step] = [good, [letter for letter in says if letter not in good], decision.points]
    return key


def graded(cell: nbformat.NotebookNode, grade_id: str, points: float) -> nbformat.NotebookNode:
    by_hand = cell.cell_type == "markdown"
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade": True,
        "grade_id": grade_id,
        "locked": not by_hand,
        "points": points,
        "solution": by_hand,
        "task": False,
    }
    return cell


if __name__ == "__main__":
    main()
