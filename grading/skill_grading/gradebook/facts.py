"""Questions about nbgrader's gradebook that are too small to load nbgrader for (two seconds)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, create_engine, inspect, text


@dataclass(frozen=True)
class GradedNotebook:
    """A pupil's graded work: nbgrader's id of the submitted notebook, whether open answers wait for marks, when it was
    handed in (UTC, without an offset), and the points that being late costs.
    """

    id: str
    waits_for_marks: bool
    received: datetime | None
    penalty: float


@dataclass(frozen=True)
class CellMark:
    """The points for one cell, by the machine and by the teacher (None: none given), whether it waits for marks, and
    the teacher's comment.
    """

    by_machine: float | None
    by_hand: float | None
    extra: float
    waits: bool
    comment: str | None

    @property
    def points(self) -> float:
        """What counts, as nbgrader counts it."""
        given = self.by_machine if self.by_hand is None else self.by_hand
        return (given or 0.0) + self.extra

    @property
    def points_by_hand(self) -> float | None:
        """What the teacher gave; None while the cell waits for marks."""
        return None if self.by_hand is None or self.waits else self.by_hand + self.extra


def has_assignment(url: str, name: str) -> bool:
    """Whether the gradebook knows the cells of the assignment `name`."""
    return _any(url, "notebook", name)


def has_submissions(url: str, name: str) -> bool:
    """Whether anybody's work on the assignment `name` is in the gradebook."""
    return _any(url, "submitted_assignment", name)


def graded_notebooks(url: str, names: Iterable[str]) -> dict[str, dict[str, GradedNotebook]]:
    """The graded work on the assignments `names`: {name: {pupil id: work}}."""
    query = """
        SELECT a.name, s.student_id, n.id, w.notebook_id, s.timestamp, n.late_submission_penalty
        FROM submitted_notebook n
        JOIN submitted_assignment s ON n.assignment_id = s.id
        JOIN assignment a ON s.assignment_id = a.id
        LEFT JOIN (SELECT DISTINCT notebook_id FROM grade WHERE needs_manual_grade) w ON w.notebook_id = n.id
        WHERE a.name IN :names
    """
    found: dict[str, dict[str, GradedNotebook]] = {name: {} for name in names}
    for name, pupil_id, notebook, waits, time, penalty in _ask(url, query, found):
        found[name][pupil_id] = GradedNotebook(notebook, waits is not None, _time(time), penalty or 0.0)
    return found


def cell_marks(url: str, name: str) -> dict[str, dict[str, CellMark]]:
    """The marks for the assignment `name`: {pupil id: {grade_id: mark}}."""
    query = """
        SELECT s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade,
               c.manual_comment
        FROM grade g
        JOIN base_cell b ON b.id = g.cell_id
        JOIN submitted_notebook n ON n.id = g.notebook_id
        JOIN submitted_assignment s ON n.assignment_id = s.id
        JOIN assignment a ON s.assignment_id = a.id
        LEFT JOIN base_cell o ON o.notebook_id = b.notebook_id AND o.name = b.name AND o.type = 'SolutionCell'
        LEFT JOIN comment c ON c.notebook_id = n.id AND c.cell_id = o.id
        WHERE a.name IN :names
    """
    marks: dict[str, dict[str, CellMark]] = {}
    for pupil_id, cell, by_machine, by_hand, extra, waits, comment in _ask(url, query, [name]):
        mark = CellMark(by_machine, by_hand, extra or 0.0, bool(waits), comment or None)
        marks.setdefault(pupil_id, {})[cell] = mark
    return marks


def _ask(url: str, query: str, names: Iterable[str]) -> list[Row]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("submitted_notebook"):
                return []
            asked = text(query).bindparams(bindparam("names", expanding=True))
            return connection.execute(asked, {"names": list(names)}).all()
    finally:
        engine.dispose()


def _time(value: datetime | str | None) -> datetime | None:
    # SQLite keeps times as text.
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _any(url: str, table: str, name: str) -> bool:
    query = f"SELECT 1 FROM {table} t JOIN assignment a ON t.assignment_id = a.id WHERE a.name = :name LIMIT 1"
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return (
                inspect(connection).has_table(table)
                and connection.execute(text(query), {"name": name}).first() is not None
            )
    finally:
        engine.dispose()
