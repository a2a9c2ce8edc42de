"""The database under the inbox: what is committed here survives a crash."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from scenario_quiz.errors import Refusal
from skill_grading.inbox.schema import VERSION, absences, actions, dates, metadata, schema_version
from skill_grading.inbox.turns import Outcome, Turns

T = TypeVar("T")

BUSY_SECONDS = 60
# Connections that are kept, and none that are made for a moment's crowd only: making one costs more than a hand-in.
KEPT = 16
_POOL = {"pool_size": KEPT, "max_overflow": 0}

# An option for a connection that will write: SQLite then takes its one write lock at the start, so that a
# transaction that began by reading can't fail half-way.
_WRITING = {"course_writing": True}


class Store:
    """The database at ``url``, with its tables in place. Safe to share between threads. Raises Refusal.

    SQLite has one writer at a time, and each commit waits for the disk. So whoever gets the turn to write takes
    everybody along who waits by then: one commit for a whole class that hands in at the same moment.
    """

    def __init__(self, url: str) -> None:
        sqlite = make_url(url).get_backend_name() == "sqlite"
        # Parameters are pupils' answers and hashes of codes: they must not end up in a logged error.
        # A file does not go away meanwhile, as a server may.
        self._engine = create_engine(url, hide_parameters=True, pool_pre_ping=not sqlite, **_POOL)
        self._turns = Turns(self._write_all) if sqlite else None
        if sqlite:
            event.listen(self._engine, "connect", _set_up_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        _check_tables(self._engine)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def warm(self, look: Callable[[Connection], object]) -> None:
        """Open every connection that is kept, and let ``look`` read by each."""
        with ExitStack() as opened:
            for connection in [opened.enter_context(self.reading()) for _ in range(KEPT)]:
                look(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self._engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` gives; all that it wrote is on disk by then, or nothing if it raised."""
        if self._turns:
            return self._turns.write(work)
        with _writing(self._engine) as connection:
            return work(connection)

    def _write_all(self, works: Sequence[Callable[[Connection], object]]) -> list[Outcome]:
        with _writing(self._engine) as connection:
            if len(works) == 1:
                return [(works[0](connection), None)]
            return [_attempt(connection, work) for work in works]


def _attempt(connection: Connection, work: Callable[[Connection], object]) -> Outcome:
    """Do one of several works; its error undoes nothing else.

    Raises OperationalError where the whole transaction may be gone, as with SQLite on a full disk: its COMMIT would
    then say nothing, and whoever went before would get a receipt of what is not there.
    """
    savepoint = connection.begin_nested()
    try:
        value = work(connection)
    except OperationalError:
        raise
    except Exception as error:
        savepoint.rollback()
        return None, error
    savepoint.commit()
    return value, None


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**_WRITING) as connection, connection.begin():
        yield connection


def now() -> str:
    """The time in this place, with its offset: ``2026-11-23T08:01:02+01:00``."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def log_action(
    connection: Connection, action: str, pupil_id: str | None = None, assignment: str | None = None, **detail: object
) -> None:
    """Note what a teacher did; `detail` is what `Action.detail` gives back."""
    text = json.dumps(detail) if detail else ""
    connection.execute(
        insert(actions).values(time=now(), action=action, pupil_id=pupil_id, assignment=assignment, detail=text)
    )


def read_detail(text: str) -> dict[str, Any]:
    """What `log_action` was given; nothing of the sentence that an inbox of before may hold."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if not os.access(file, os.W_OK):
        # SQLite would open it to read. Such a connection stays closed long after the disk is mended, and so does every
        # other that is made beside it.
        raise sqlite3.OperationalError(f"{file}: attempt to write a readonly database")
    connection.isolation_level = None  # transactions are begun by _begin_sqlite
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _keep_a_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous=FULL")


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    """The change from another journal waits for nobody by itself, and two programs may open a new inbox at once."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("course_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _check_tables(engine: Engine) -> None:
    found = _version(engine)
    if found is None:
        _make_tables(engine)
        found = _version(engine)
    if found == 1:
        _upgrade_from_1(engine)
        found = _version(engine)
    if found != VERSION:
        raise Refusal(
            f"{engine.url.render_as_string(hide_password=True)}: the inbox has version {found}, this course reads "
            f"version {VERSION}. Use the version of the course that made it, or another data folder."
        )
    if _lacks_a_table(engine):
        _make_tables(engine)
    _add_indexes(engine)


def _version(engine: Engine) -> int | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table(schema_version.name):
            return None
        return connection.execute(select(schema_version.c.version)).scalar_one()


def _lacks_a_table(engine: Engine) -> bool:
    """Whether the inbox was made before a table was added that older ones can do without."""
    return not metadata.tables.keys() <= set(inspect(engine).get_table_names())


def _add_indexes(engine: Engine) -> None:
    """Make the indexes that an inbox made by an older version of the course lacks."""
    found = {index["name"] for indexes in inspect(engine).get_multi_indexes().values() for index in indexes}
    missing = [index for table in metadata.tables.values() for index in table.indexes if index.name not in found]
    if missing:
        with _writing(engine) as connection:
            _wait_for_others(connection)
            for index in missing:
                index.create(connection, checkfirst=True)


def _make_tables(engine: Engine) -> None:
    with _writing(engine) as connection:
        _wait_for_others(connection)
        metadata.create_all(connection)
        if connection.execute(select(schema_version.c.version)).first() is None:
            connection.execute(insert(schema_version).values(version=VERSION))


def _upgrade_from_1(engine: Engine) -> None:
    """Version 1 knew no routes, moves, dates and absences. Every row stays."""
    with _writing(engine) as connection:
        _wait_for_others(connection)
        if connection.execute(select(schema_version.c.version)).scalar_one() != 1:
            return
        connection.execute(text("ALTER TABLE hand_ins ADD COLUMN route VARCHAR(16) NOT NULL DEFAULT 'service'"))
        connection.execute(text("ALTER TABLE hand_ins ADD COLUMN moved_from VARCHAR(64)"))
        metadata.create_all(connection, tables=[dates, absences])
        connection.execute(update(schema_version).values(version=2))


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # two services may start at the same moment
        connection.execute(text("SELECT pg_advisory_xact_lock(20261123)"))
