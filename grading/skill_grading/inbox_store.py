"""The database under the inbox: what is committed here survives a crash."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import make_url

from scenario_quiz.errors import Refusal
from skill_grading.inbox_schema import VERSION, absences, actions, dates, metadata, schema_version

T = TypeVar("T")

BUSY_SECONDS = 60
# Connections that are kept, and none that are made for a moment's crowd only: making one costs more than a hand-in.
_POSTGRESQL = {"pool_pre_ping": True, "pool_size": 16, "max_overflow": 0}

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
        arguments = {"connect_args": {"timeout": BUSY_SECONDS}} if sqlite else _POSTGRESQL
        self._engine = create_engine(url, hide_parameters=True, **arguments)
        self._turn = threading.Lock() if sqlite else None
        self._waiting: deque[_Job] = deque()
        if sqlite:
            event.listen(self._engine, "connect", _set_up_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        _check_tables(self._engine)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with self._engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` gives; all that it wrote is on disk by then, or nothing if it raised."""
        if self._turn is None:
            with _writing(self._engine) as connection:
                return work(connection)
        job = _Job(work)
        self._waiting.append(job)
        with self._turn:
            if not job.done:
                self._write_all()
        return job.result()

    def _write_all(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            with _writing(self._engine) as connection:
                for job in jobs:
                    job.run(connection)
        except BaseException as error:  # not on disk, for none of them
            for job in jobs:
                job.error = error
        for job in jobs:
            job.done = True


class _Job:
    """Work that waits for its turn, and then what came of it."""

    def __init__(self, work: Callable[[Connection], object]) -> None:
        self._work = work
        self._value: object = None
        self.error: BaseException | None = None
        self.done = False

    def run(self, connection: Connection) -> None:
        try:
            with connection.begin_nested():
                self._value = self._work(connection)
        except Exception as error:
            self.error = error

    def result(self) -> object:
        if self.error is not None:
            raise self.error
        return self._value


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


def _set_up_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


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
