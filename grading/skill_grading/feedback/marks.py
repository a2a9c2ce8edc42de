"""What the teacher wrote on open answers, read from nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import create_engine, inspect, text


@dataclass(frozen=True)
class Mark:
    """A teacher's points and comment on one open answer; no points while it waits to be marked."""

    points: float | None
    comment: str | None


Marks = dict[str, Mark]

_MARKS = """
    SELECT s.student_id, b.name, g.manual_score, g.extra_credit, g.needs_manual_grade, c.manual_comment
    FROM grade g
    JOIN base_cell b ON g.cell_id = b.id
    JOIN submitted_notebook n ON g.notebook_id = n.id
    JOIN submitted_assignment s ON n.assignment_id = s.id
    JOIN assignment a ON s.assignment_id = a.id
    JOIN base_cell o ON o.notebook_id = b.notebook_id AND o.name = b.name AND o.type = 'SolutionCell'
    LEFT JOIN comment c ON c.notebook_id = n.id AND c.cell_id = o.id
    WHERE a.name = :name
"""


def read_marks(url: str, name: str) -> dict[str, Marks]:
    """{pupil id: {grade_id of an open answer: mark}} of the gradebook assignment `name`."""
    engine, found = create_engine(url), {}
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("grade"):
                return {}
            for row in connection.execute(text(_MARKS), {"name": name}):
                marked = row.manual_score is not None and not row.needs_manual_grade
                points = row.manual_score + (row.extra_credit or 0) if marked else None
                found.setdefault(row.student_id, {})[row.name] = Mark(points, row.manual_comment or None)
    finally:
        engine.dispose()
    return found
