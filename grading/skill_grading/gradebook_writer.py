"""Writing a class's scores into nbgrader's gradebook in one transaction, with the rows that nbgrader would write."""

from __future__ import annotations

from collections.abc import Iterator
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
    """One pupil's rows, as they are or will be; the marks and remarks by cell id, as {column: value}."""

    submission_id: str
    notebook_id: str
    timestamp: datetime | None = None
    extension: timedelta | None = None
    penalty: float | None = None
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

    def write(self, pupil_id: str, received: datetime, marks: Marks, remarks: Remarks) -> bool:
        """Set the machine's marks and remarks by grade_id, and the penalty for being late.

        A teacher's marks and comments stay. False when the gradebook has all of it already.
        """
        stored = self._stored.get(pupil_id) or self._add(pupil_id)
        penalty = self._penalty(stored, pupil_id, received, marks)
        before = {name: stored.grades.get(cell, {}).get("auto_score") for name, cell in self._grade_cells.items()}
        marked = stored.timestamp == received and before == marks
        if not marked:
            self._update(SubmittedAssignment, id=stored.submission_id, timestamp=received)
            self._write_marks(stored, marks, remarks)
        if penalty != stored.penalty:
            self._update(SubmittedNotebook, id=stored.notebook_id, late_submission_penalty=penalty)
        return not marked or penalty != stored.penalty

    def commit(self) -> None:
        """Store everything, in one transaction."""
        for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment):
            if rows := self._inserts.get(table):
                self._db.execute(insert(table), rows)
            if rows := self._updates.get(table):
                self._db.execute(update(table), rows)
        self._db.commit()

    def _add(self, pupil_id: str) -> _Stored:
        if pupil_id not in self._students:
            self._students.add(pupil_id)
            self._insert(Student, id=pupil_id)
        new = _Stored(uuid4().hex, uuid4().hex)
        keys = {"assignment_id": self._assignment.id, "student_id": pupil_id}
        self._insert(SubmittedAssignment, id=new.submission_id, **keys)
        keys = {"assignment_id": new.submission_id, "notebook_id": self._notebook.id}
        self._insert(SubmittedNotebook, id=new.notebook_id, **keys)
        return new

    def _write_marks(self, stored: _Stored, marks: Marks, remarks: Remarks) -> None:
        for name, mark in marks.items():
            before = stored.grades.get(cell := self._grade_cells[name], {})
            # As nbgrader does: what a teacher marked before is to be looked at again.
            waits = mark is None or before.get("manual_score") is not None
            self._put(Grade, before, cell, stored, auto_score=mark, needs_manual_grade=waits)
        for name, remark in remarks.items():
            before = stored.comments.get(cell := self._solution_cells[name], {})
            self._put(Comment, before, cell, stored, auto_comment=remark)

    def _penalty(self, stored: _Stored, pupil_id: str, received: datetime, marks: Marks) -> float | None:
        """The points that being late costs, by nbgrader's plugin; None for nothing."""
        due = self._assignment.duedate
        if due is None:
            return None
        late = (received - due - (stored.extension or timedelta())).total_seconds()
        total = 0.0
        for name, mark in marks.items():
            before = stored.grades.get(self._grade_cells[name], {})
            counts = before.get("manual_score")
            counts = mark if counts is None else counts
            total += 0.0 if counts is None else counts + (before.get("extra_credit") or 0.0)
        penalty = self._late_penalty(pupil_id, total, late) if late > 0 else None
        return None if penalty is None else min(max(penalty, 0.0), total)

    def _put(self, table: type, before: dict, cell: str, stored: _Stored, **values) -> None:
        if before:
            self._update(table, id=before["id"], **values)
        else:
            self._insert(table, id=uuid4().hex, cell_id=cell, notebook_id=stored.notebook_id, **values)

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
                SubmittedNotebook.late_submission_penalty,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(SubmittedNotebook.notebook_id == self._notebook.id)
        )
        stored = {pupil_id: _Stored(*rest) for pupil_id, *rest in self._db.execute(submissions)}
        by_notebook = {each.notebook_id: each for each in stored.values()}
        for row in self._rows(Grade):
            by_notebook[row["notebook_id"]].grades[row["cell_id"]] = row
        for row in self._rows(Comment):
            by_notebook[row["notebook_id"]].comments[row["cell_id"]] = row
        return stored

    def _rows(self, table: type) -> Iterator[dict]:
        query = (
            select(*table.__table__.columns)
            .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
            .where(SubmittedNotebook.notebook_id == self._notebook.id)
        )
        return map(dict, self._db.execute(query).mappings())
