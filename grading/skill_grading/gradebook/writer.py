"""Writing a school's scores into nbgrader's gradebook in one transaction, with the rows that nbgrader would write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import insert, select, text, update
from traitlets.config import Config

from skill_grading.dates.deadlines import Deadlines, set_deadlines
from skill_grading.gradebook.filling import Marks, Remarks

BATCH = 200
"""Pupils whose rows are in memory at once."""

_TABLES = (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
_TURN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE student IN SHARE ROW EXCLUSIVE MODE"}


@dataclass(frozen=True)
class Result:
    """What the machine found in one pupil's hand-in: marks and remarks by grade_id."""

    pupil_id: str
    received: datetime
    marks: Marks
    remarks: Remarks


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
    """The rows of one gradebook assignment with one notebook."""

    def __init__(
        self, gradebook: Gradebook, assignment: str, notebook: str, settings: Config, deadlines: Deadlines | None
    ) -> None:
        self._gradebook = gradebook
        self._db = gradebook.db
        self._assignment = gradebook.find_assignment(assignment)
        self._deadlines = deadlines
        self._notebook = gradebook.find_notebook(notebook, assignment)
        self._grade_cells = {cell.name: cell.id for cell in self._notebook.grade_cells}
        self._solution_cells = {cell.name: cell.id for cell in self._notebook.solution_cells}
        self._inserts: dict[type, list[dict]] = {}
        self._updates: dict[type, list[dict]] = {}
        late = AssignLatePenalties(config=settings)
        late.init_plugin()
        self._late_penalty = late.plugin_inst.late_submission_penalty

    def write(self, results: list[Result]) -> set[str]:
        """Set the machine's marks and remarks, and the penalty for being late, in one transaction; gives the pupils
        for whom that changed something. A teacher's marks and comments stay.
        """
        changed: set[str] = set()
        self._take_turn()
        if self._deadlines:
            set_deadlines(self._gradebook, self._assignment.name, self._deadlines)
        for start in range(0, len(results), BATCH):
            changed |= self._write_batch(results[start : start + BATCH])
        self._db.commit()
        return changed

    def _take_turn(self) -> None:
        """Start the transaction as the one who writes: what is read in it is then still so when it is written."""
        self._db.commit()
        self._db.execute(text(_TURN[self._db.get_bind().dialect.name]))

    def _write_batch(self, results: list[Result]) -> set[str]:
        pupil_ids = [result.pupil_id for result in results]
        known = set(self._db.scalars(select(Student.id).where(Student.id.in_(pupil_ids))))
        self._updates, self._inserts = {}, {Student: [{"id": each} for each in pupil_ids if each not in known]}
        stored = self._load(pupil_ids)
        changed = {result.pupil_id for result in results if self._write_one(result, stored.get(result.pupil_id))}
        for table in _TABLES:
            # Without the ORM, which takes four times as long for new rows.
            if rows := self._inserts.get(table):
                self._db.execute(insert(table.__table__), rows)
            if rows := self._updates.get(table):
                self._db.execute(update(table), rows)
        return changed

    def _write_one(self, result: Result, stored: _Stored | None) -> bool:
        stored = stored or self._add(result.pupil_id)
        penalty = self._penalty(stored, result)
        before = {name: stored.grades.get(cell, {}).get("auto_score") for name, cell in self._grade_cells.items()}
        marked = stored.timestamp == result.received and before == result.marks
        if not marked:
            self._update(SubmittedAssignment, id=stored.submission_id, timestamp=result.received)
            self._write_marks(stored, result.marks, result.remarks)
        if penalty != stored.penalty:
            self._update(SubmittedNotebook, id=stored.notebook_id, late_submission_penalty=penalty)
        return not marked or penalty != stored.penalty

    def _add(self, pupil_id: str) -> _Stored:
        extension = self._deadlines.extension(pupil_id) if self._deadlines else None
        new = _Stored(uuid4().hex, uuid4().hex, extension=extension)
        keys = {"assignment_id": self._assignment.id, "student_id": pupil_id, "extension": extension}
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

    def _penalty(self, stored: _Stored, result: Result) -> float | None:
        """The points that being late costs, by nbgrader's plugin; None for nothing."""
        due = self._assignment.duedate
        if due is None:
            return None
        late = (result.received - due - (stored.extension or timedelta())).total_seconds()
        total = 0.0
        for name, mark in result.marks.items():
            before = stored.grades.get(self._grade_cells[name], {})
            by_hand = before.get("manual_score")
            points = mark if by_hand is None else by_hand
            if points is not None:
                total += points + (before.get("extra_credit") or 0.0)
        penalty = self._late_penalty(result.pupil_id, total, late) if late > 0 else None
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

    def _load(self, pupil_ids: list[str]) -> dict[str, _Stored]:
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
            .where(SubmittedNotebook.notebook_id == self._notebook.id, SubmittedAssignment.student_id.in_(pupil_ids))
        )
        stored = {pupil_id: _Stored(*rest) for pupil_id, *rest in self._db.execute(submissions)}
        by_notebook = {each.notebook_id: each for each in stored.values()}
        for row in self._rows(Grade, list(by_notebook)):
            by_notebook[row["notebook_id"]].grades[row["cell_id"]] = row
        for row in self._rows(Comment, list(by_notebook)):
            by_notebook[row["notebook_id"]].comments[row["cell_id"]] = row
        return stored

    def _rows(self, table: type, notebook_ids: list[str]) -> Iterator[dict]:
        query = select(*table.__table__.columns).where(table.notebook_id.in_(notebook_ids))
        return map(dict, self._db.execute(query).mappings())
