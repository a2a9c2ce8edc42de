"""Questions about nbgrader's gradebook that are too small to load nbgrader for (two seconds)."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text


def has_assignment(url: str, name: str) -> bool:
    """Whether the gradebook knows the cells of the assignment `name`."""
    return _any(url, "notebook", name)


def has_submissions(url: str, name: str) -> bool:
    """Whether anybody's work on the assignment `name` is in the gradebook."""
    return _any(url, "submitted_assignment", name)


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
