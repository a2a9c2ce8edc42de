"""Writing a class's scores into nbgrader's gradebook in one transaction, with the rows that nbgrader would write."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import insert, select, update
from traitlets.config import Config

Marks = dict[str, float | None]
Remarks = dict[str, str | None]


@dataclass
class _Stored:
    """One pupil's rows: the marks by cell id, as {column: value}."""

    submission_id: str
    notebook_id: str
    timestamp: datetime | None
    extension: timedelta | None
    grades: dict[str, dict] = field(default_factory=dict)
    comments: dict[str, dict] = field(default_factory=dict)


class GradebookWriter:
    """The rows of one gradebook assignment with one notebook. Nothing is stored before `commit`."""

    def __init__(self, gradebook: Gradebook, assignment: str, notebook: str, settings: Config) -> None:
        self._db = gradebook.db
        self._assignment = gradebook.find_assignment(assignment)
        self._notebook = gradebook.find_notebook(notebook, assignment)
        self._grade_cells = {cell.name: cell.id for cell in self._notebook.grade_cells}
        self._solution_cells = {cell.name: cell.id for cell in self._notebook.solution_cells}
        self._students = set(self._db.scalars(select(Student.id)))
        self._stored = self._load()
        self._inserts: dict[type, list[dict]] = {}
        self._updates: dict[type, list[dict]] = {}
        late = AssignLatePenalties(config=settings)
        late.init_plugin()
        self._late_penalty = late.plugin_inst.late_submission_penalty

    def has(self, pupil_id: str, received: datetime, marks: Marks) -> bool:
        """Whether exactly these machine marks for the hand-in of that time are in the gradebook."""
        stored = self._stored.get(pupil_id)
        if stored is None or stored.timestamp != received:
            return False
        return {cell: row["auto_score"] for cell, row in stored.grades.items()} == {
            self._grade_cells[name]: mark for name, mark in marks.items()
        }

    def write(self, pupil_id: str, received: datetime, marks: Marks, remarks: Remarks) -> None:
        """Set the machine's marks and remarks by grade_id; a teacher's marks and comments stay."""
        if pupil_id not in self._students:
            self._students.add(pupil_id)
            self._insert(Student, id=pupil_id)
        stored = self._stored.get(pupil_id)
        if stored is None:
            stored = _Stored(uuid4().hex, uuid4().hex, None, None)
            self._insert(
                SubmittedAssignment,
                id=stored.submission_id,
                assignment_id=self._assignment.id,
                student_id=pupil_id,
                timestamp=received,
            )
            penalty = self._write_marks(stored, marks, remarks, pupil_id, received)
            self._insert(
                SubmittedNotebook,
                id=stored.notebook_id,
                assignment_id=stored.submission_id,
                notebook_id=self._notebook.id,
                late_submission_penalty=penalty,
            )
        else:
            penalty = self._write_marks(stored, marks, remarks, pupil_id, received)
            self._update(SubmittedAssignment, id=stored.submission_id, timestamp=received)
            self._update(SubmittedNotebook, id=stored.notebook_id, late_submission_penalty=penalty)

    def commit(self) -> None:
        """Store everything, in one transaction."""
        for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment):
            if rows := self._inserts.get(table):
                self._db.execute(insert(table), rows)
            if rows := self._updates.get(table):
                self._db.execute(update(table), rows)
        self._db.commit()

    def _write_marks(
        self, stored: _Stored, marks: Marks, remarks: Remarks, pupil_id: str, received: datetime
    ) -> float | None:
        """Write a pupil's marks and remarks; gives the penalty for being late."""
        total = 0.0
        for name, mark in marks.items():
            cell = self._grade_cells[name]
            before = stored.grades.get(cell, {})
            by_teacher = before.get("manual_score")
            # As nbgrader does: what a teacher marked before is to be looked at again.
            values = {"auto_score": mark, "needs_manual_grade": by_teacher is not None or mark is None}
            self._put(Grade, before, values, cell_id=cell, notebook_id=stored.notebook_id)
            counts = mark if by_teacher is None else by_teacher
            total += 0.0 if counts is None else counts + (before.get("extra_credit") or 0.0)
        for name, remark in remarks.items():
            cell = self._solution_cells[name]
            before = stored.comments.get(cell, {})
            self._put(Comment, before, {"auto_comment": remark}, cell_id=cell, notebook_id=stored.notebook_id)
        return self._penalty(pupil_id, total, received, stored.extension)

    def _penalty(self, pupil_id: str, total: float, received: datetime, extension: timedelta | None) -> float | None:
        due = self._assignment.duedate
        if due is None:
            return None
        late = (received - (due + (extension or timedelta()))).total_seconds()
        penalty = self._late_penalty(pupil_id, total, late) if late > 0 else None
        return None if penalty is None else min(max(penalty, 0.0), total)

    def _put(self, table: type, before: dict, values: dict, **keys: str) -> None:
        if before:
            self._update(table, id=before["id"], **values)
        else:
            self._insert(table, id=uuid4().hex, **keys, **values)

    def _insert(self, table: type, **values) -> None:
        self._inserts.setdefault(table, []).append(values)

    def _update(self, table: type, **values) -> None:
        self._updates.setdefault(table, []).append(values)

    def _load(self) -> dict[str, _Stored]:
        """What the gradebook holds of this assignment, by pupil."""
        submissions = (
            select(
                SubmittedAssignment.student_id,
                SubmittedAssignment.id,
                SubmittedNotebook.id,
                SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedNotebook.notebook_id == self._notebook.id)
        )
        stored = {pupil_id: _Stored(*rest) for pupil_id, *rest in self._db.execute(submissions)}
        by_notebook = {each.notebook_id: each for each in stored.values()}
        for table, rows in (
            (Grade, lambda each: each.grades),
            (Comment, lambda each: each.comments),
        ):
            query = (
                select(*table.__table__.columns)
                .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
                .where(SubmittedNotebook.notebook_id == self._notebook.id)
            )
            for row in self._db.execute(query).mappings():
                rows(by_notebook[row["notebook_id"]])[row["cell_id"]] = dict(row)
        return stored
