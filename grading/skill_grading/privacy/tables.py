"""Taking pupils out of the two databases, down to the last byte that SQLite would leave in free pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Connection, bindparam, create_engine, delete, inspect, select, text, update
from sqlalchemy.engine import make_url

from scenario_quiz.errors import Refusal
from skill_grading.inbox.schema import actions, feedback, hand_ins, metadata
from skill_grading.inbox.store import BUSY_SECONDS, Store, log_action
from skill_grading.privacy.erasure import Erasure

_OF_PUPILS = [table for table in metadata.sorted_tables if "pupil_id" in table.c]

# nbgrader's tables that hang on a pupil's submission, the innermost first. It has no index for a submission's rows, so
# each statement goes through its table once, for many submissions.
_NOTEBOOKS = "SELECT id FROM submitted_notebook WHERE assignment_id IN :gone"
_GRADEBOOK = (
    f"DELETE FROM grade WHERE notebook_id IN ({_NOTEBOOKS})",
    f"DELETE FROM comment WHERE notebook_id IN ({_NOTEBOOKS})",
    "DELETE FROM submitted_notebook WHERE assignment_id IN :gone",
    "DELETE FROM submitted_assignment WHERE id IN :gone",
)
_PUPILS = ("DELETE FROM student WHERE id IN :gone",)
_AT_ONCE = 10_000  # SQLite takes 32,766 values
_SUBMISSIONS = """
    SELECT s.id, s.student_id, a.name FROM submitted_assignment s JOIN assignment a ON s.assignment_id = a.id
"""


def erase_from_inbox(url: str, what: Erasure, action: str, **detail: object) -> dict[str, int]:
    """Take out every row about what goes, and note the `action`; gives how many rows went, by table.

    Codes and sessions go in the same transaction, so that nobody who is gone can hand in any more.
    """

    def write(connection: Connection) -> dict[str, int]:
        gone = {table.name: 0 for table in _OF_PUPILS}
        rows = connection.execute(select(hand_ins.c.pupil_id, hand_ins.c.assignment, hand_ins.c.receipt))
        receipts = [row.receipt for row in rows if what.takes(row.pupil_id, row.assignment)]
        for table in _OF_PUPILS:
            if what.pupils:
                gone[table.name] += connection.execute(delete(table).where(table.c.pupil_id.in_(what.pupils))).rowcount
            if what.works and "assignment" in table.c:
                of_work = delete(table).where(
                    table.c.pupil_id == bindparam("who"), table.c.assignment == bindparam("about")
                )
                works = [{"who": who, "about": about} for who, about in what.works]
                gone[table.name] += connection.execute(of_work, works).rowcount
        gone[actions.name] += _erase_details(connection, what)
        if receipts:
            # Feedback on work that was moved stays with whom it was taken from until it is made again.
            of_work = delete(feedback).where(feedback.c.receipt == bindparam("number"))
            connection.execute(of_work, [{"number": number} for number in receipts])
        of_pupils = update(hand_ins).where(hand_ins.c.moved_from.in_(what.pupils))
        connection.execute(of_pupils.values(moved_from=None))
        if any(gone.values()):
            log_action(connection, action, **detail)
        return {name: count for name, count in gone.items() if count}

    store = Store(url)
    try:
        return store.write(write)
    finally:
        store.close()


def erase_from_gradebook(url: str, what: Erasure) -> int:
    """Take out every submission that goes, with its marks and comments; gives how many there were."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("submitted_assignment"):
                return 0
            gone = [
                submission
                for submission, pupil_id, name in connection.execute(text(_SUBMISSIONS))
                if what.takes(pupil_id, name)
            ]
            _delete(connection, _GRADEBOOK, gone)
            _delete(connection, _PUPILS, sorted(what.pupils))
        return len(gone)
    finally:
        engine.dispose()


def _delete(connection: Connection, statements: Sequence[str], gone: Sequence[str]) -> None:
    for start in range(0, len(gone), _AT_ONCE):
        for statement in statements:
            several = text(statement).bindparams(bindparam("gone", expanding=True))
            connection.execute(several, {"gone": gone[start : start + _AT_ONCE]})


def squeeze(url: str) -> None:
    """Write a database anew, so that nothing that was deleted is left in its file. Raises Refusal when it is in use.

    SQLite's file and its log then hold living rows only. PostgreSQL gets new table files; its own log (pg_wal) and
    the copies that others keep run out by the server's settings.
    """
    if make_url(url).get_backend_name() != "sqlite":
        _squeeze_server(url)
        return
    file = make_url(url).database
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            # What SQLite sorts on the way must not lie in a folder for temporary files.
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise Refusal(f"{file}: {error}. Stop what uses it, and give the same command again.") from None
    if busy:
        raise Refusal(f"{file} is in use. The rows are gone; to wipe their traces, give the same command again.")


def _erase_details(connection: Connection, what: Erasure) -> int:
    """Take out what teachers did to others when it names somebody who goes, such as where work was moved to."""
    rows = connection.execute(
        select(actions.c.id, actions.c.assignment, actions.c.detail).where(actions.c.detail != "")
    )
    named = [
        {"row": row.id}
        for row in rows
        if any(pupil_id in row.detail for pupil_id in what.pupils)
        or any(about == row.assignment and who in row.detail for who, about in what.works)
    ]
    if named:
        connection.execute(delete(actions).where(actions.c.id == bindparam("row")), named)
    return len(named)


def _squeeze_server(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for table in inspect(connection).get_table_names():
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
            # The planner's samples of values, and the old files, for which one has to be an administrator.
            if connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar():
                connection.execute(text("VACUUM FULL pg_catalog.pg_statistic"))
                connection.execute(text("CHECKPOINT"))
    finally:
        engine.dispose()
