"""A released exercise in a data folder of its own, and pupils who hand in: what most tests of grading start from."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from hashlib import md5
from pathlib import Path

import nbformat

from scenario_quiz.release import Release, freeze
from skill_grading.course_facts import CourseFacts, keep_facts
from skill_grading.course_folder import environment
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster

NAME = "placement"
KEYS = {"id", "assignment_id", "notebook_id", "cell_id"}


class Placement:
    """The small course's exercise (one branching scenario of 5 points, one open question of 3), released."""

    def __init__(self, data: DataFolder, release: Release) -> None:
        self.data = data
        self.release = release

    @classmethod
    def make(cls, folder: Path, small_course) -> Placement:
        course = small_course.load()
        data = DataFolder(folder)
        release = freeze(course.assignments[NAME], course.school)
        release_assignment(data, release)
        keep_facts(data, CourseFacts.of(course))
        return cls(data, release)

    def copy(self, folder: Path) -> Placement:
        shutil.copytree(self.data.path, folder)
        return Placement(DataFolder(folder), self.release)

    def answers(self, first="ask", ticked=("name", "room"), text="Ik vraag het.", attempt="a", **fields) -> bytes:
        """An answers file: the first choice, what is ticked after it, and the open answer (None: skipped)."""
        walk = []
        if first is not None:
            after = "left" if first in ("ask", "post") else "right"
            walk = [
                _entry("first", self._letters("first", [first])[0]),
                _entry(after, self._letters(after, ticked)),
            ]
        file = {
            "format": "scenario-answers",
            "version": 1,
            "course": self.release.course,
            "assignment": NAME,
            "content": self.release.version,
            "language": "nl",
            "attempt": md5(attempt.encode()).hexdigest(),
            "scenarios": {"walk": walk, "tell": [] if text is None else [_entry("write", text)]},
        }
        return json.dumps(file | fields).encode()

    def hand_in(self, pupil_id: str, answers: bytes | None = None, attempt="a") -> None:
        """Put an answers file into the inbox, whatever is in it."""
        with Inbox(self.data.inbox_url) as inbox:
            inbox.accept(
                pupil_id,
                NAME,
                self.answers(attempt=attempt) if answers is None else answers,
                version=self.release.version,
                attempt=md5(f"{pupil_id}{attempt}".encode()).hexdigest(),
                answered=3,
                steps=3,
            )

    def pupils(self) -> tuple[Pupil, ...]:
        return Roster.load(self.data.roster).pupils

    def submitted(self, pupil_id: str, name: str = NAME) -> Path:
        return self.data.submitted / pupil_id / name

    def autograded(self, pupil_id: str, name: str = NAME) -> Path:
        return self.data.autograded / pupil_id / name

    def autograded_notebook(self, pupil_id: str) -> nbformat.NotebookNode:
        return nbformat.read(self.autograded(pupil_id) / f"{NAME}.ipynb", as_version=4)

    def nbgrader(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess:
        """Stock `nbgrader` on the command line, in the course folder."""
        return subprocess.run(
            ["nbgrader", *arguments],
            cwd=self.data.course,
            env=environment(self.data) | environ,
            text=True,
            capture_output=True,
        )

    def sql(self, statement: str, *values) -> list[tuple]:
        with sqlite3.connect(self.data.course / "gradebook.db") as connection:
            return connection.execute(statement, values).fetchall()

    def marks(self) -> dict[tuple[str, str], tuple]:
        """{(pupil, grade_id): (points by machine, points by teacher, waits for the teacher)}."""
        rows = self.sql(
            "SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade FROM grade g"
            " JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id"
            " JOIN submitted_assignment s ON s.id = n.assignment_id"
        )
        return {(pupil, cell): tuple(rest) for pupil, cell, *rest in rows}

    def tables(self) -> dict[str, list[str]]:
        """The content of every table of the gradebook, with the random ids replaced by what they stand for."""
        with sqlite3.connect(self.data.course / "gradebook.db") as connection:
            connection.row_factory = sqlite3.Row
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
        known = {}
        for table, columns in (
            ("assignment", ["name"]),
            ("notebook", ["name", "assignment_id"]),
            ("base_cell", ["type", "name", "notebook_id"]),
            ("submitted_assignment", ["student_id", "assignment_id"]),
            ("submitted_notebook", ["assignment_id", "notebook_id"]),
        ):
            for row in rows[table]:
                known[row["id"]] = "/".join(known.get(row[column], row[column]) for column in columns)
        for table in rows:
            for row in rows[table]:
                for key in KEYS & row.keys():
                    row[key] = known.get(row[key], row[key] if table == "student" else "new")
        return {name: sorted(map(repr, rows[name])) for name in names}

    def _letters(self, step: str, options) -> list[str]:
        letters = {option: letter for letter, option in self.release.option_ids["walk"][step].items()}
        return [letters[option] for option in options]


def _entry(step: str, answer) -> dict:
    return {"step": step, "answer": answer, "time": "2026-11-23T07:00:00.000Z"}
