"""What a disk or a database says when it can't be used now: the same words for commands and for the teacher's pages."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import OperationalError


def of_a_disk(error: BaseException | None) -> str:
    """The file and what is wrong with it, such as a full disk; '' for any other error."""
    if not isinstance(error, OSError):
        return ""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)


def of_a_database(error: BaseException | None) -> str:
    """What a database said that was locked, full, closed to writing or away; '' for any other error."""
    if isinstance(error, OperationalError):
        return str(error.orig)
    return str(error) if isinstance(error, sqlite3.OperationalError) else ""
