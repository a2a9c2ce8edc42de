"""Questions about nbgrader's gradebook that are too small to load nbgrader for (two seconds)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import create_engine, inspect, text


@dataclass(frozen=True)
class GradedNotebook:
    """A pupil's graded work: nbgrader's id of the submitted notebook, and whether open answers wait for marks."""

    id: str
    waits_for_marks: bool


def has_assignment(url: str, name: str) -> bool:
    """Whether the gradebook knows the cells of the assignment `name`."""
    return _any(url, "notebook", name)


def has_submissions(url: str, name: str) -> bool:
    """Whether anybody's work on the assignment `name` is in the gradebook."""
    return _any(url, "submitted_assignment", name)


def graded_notebooks(url: str, name: str) -> dict[str, GradedNotebook]:
    """The graded work on the assignment `name` by pupil id."""
    query = """
        SELECT s.student_id, n.id, MAX(CASE WHEN g.needs_manual_grade THEN 1 ELSE 0 END)
        FROM submitted_notebook n
        JOIN submitted_assignment s ON n.assignment_id = s.id
        JOIN assignment a ON s.assignment_id = a.id
        LEFT JOIN grade g ON g.notebook_id = n.id
        WHERE a.name = :name GROUP BY s.student_id, n.id
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("submitted_notebook"):
                return {}
            rows = connection.execute(text(query), {"name": name})
            return {pupil_id: GradedNotebook(notebook, bool(waits)) for pupil_id, notebook, waits in rows}
    finally:
        engine.dispose()


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
