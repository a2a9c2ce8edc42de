"""The databases that lie at a PostgreSQL server: into a file and back, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL, make_url

from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder
from skill_grading.inbox.schema import metadata


def at_a_server(data: DataFolder) -> dict[str, str]:
    """The addresses of the databases that are no files here, by name. Raises Refusal for files elsewhere."""
    named = {"inbox": data.inbox_url, "gradebook": data.gradebook_url}
    for name, url in named.items():
        file = make_url(url)
        if file.get_backend_name() == "sqlite" and not Path(file.database).is_relative_to(data.path):
            raise Refusal(
                f"{file.database} lies elsewhere. Put it into {data.path}, and unset COURSE_{name.upper()}_URL."
            )
    return {name: url for name, url in named.items() if make_url(url).get_backend_name() == "postgresql"}


def dump(name: str, url: str, file: Path) -> None:
    """Write a database's tables to a file, as they are at one moment. Raises Refusal."""
    tables = [argument for table in _tables(name) for argument in ("--table", table)]
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-acl", f"--file={file}", *tables)


def load(url: str, file: Path) -> None:
    """Put a database's tables back in place of what is there: all of it, or nothing. Raises Refusal."""
    _run("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--no-acl", "--single-transaction", str(file))


def holds_pupils(name: str, url: str) -> bool:
    """Whether there is anything of a pupil in it."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            there = set(inspect(connection).get_table_names())
            asked = ("hand_ins", "drafts", "credentials") if name == "inbox" else ("student",)
            return any(
                connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() for table in asked if table in there
            )
    finally:
        engine.dispose()


def _tables(name: str) -> list[str]:
    if name == "inbox":
        return list(metadata.tables)
    from nbgrader.api import Base  # two seconds

    return [*Base.metadata.tables, "alembic_version"]


def _run(program: str, url: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise Refusal(
            f"The data are in a PostgreSQL database, and this machine has no {program}. Install PostgreSQL's client "
            f"programs (Debian: apt install postgresql-client), or back the database up where it runs."
        )
    address = make_url(url)
    # By the environment and not as an argument: other users of the machine can list arguments.
    environment = os.environ | ({"PGPASSWORD": address.password} if address.password else {})
    plain = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, address.query
    ).render_as_string()
    done = subprocess.run(
        [program, f"--dbname={plain}", *arguments],
        env=environment,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise Refusal(f"{program} did not work: {done.stderr.strip()}")
