"""Fixtures for grading: a released exercise, made once and copied for every test; and databases of both kinds."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from skill_grading.inbox import Inbox
from tests.conftest import SmallCourse
from tests.grading.placement import Placement


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Placement:
    folder = tmp_path_factory.mktemp("released")
    return Placement.make(folder / "data", SmallCourse(folder / "course"))


@pytest.fixture
def placement(released, tmp_path) -> Placement:
    return released.copy(tmp_path / "data")


@pytest.fixture
def anywhere(placement, url, monkeypatch) -> Placement:
    """The exercise with its inbox and its gradebook in one database, once of each kind."""
    monkeypatch.setenv("COURSE_INBOX_URL", url)
    monkeypatch.setenv("COURSE_GRADEBOOK_URL", url)
    return placement


def _postgres_binaries() -> Path | None:
    found = shutil.which("initdb") or next(iter(Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a database server of our own, for as long as the tests run."""
    pytest.importorskip("psycopg", reason="PostgreSQL's driver psycopg is not installed")
    binaries = _postgres_binaries()
    if binaries is None:
        pytest.skip("this machine has no PostgreSQL server")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Whatever ends the tests ends the server; and it refuses to run as root.
        command = ["setpriv", "--pdeathsig=INT"]
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            command += ["--reuid=nobody", "--clear-groups"]
        initdb = [*command, binaries / "initdb", "-D", folder / "data", "-U", "course", "-A", "trust", "-N"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, timeout=120)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        postgres = [*command, binaries / "postgres", "-D", folder / "data", "-p", str(port)]
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen([*postgres, *options], cwd=folder, stderr=log, stdout=log)
        url = f"postgresql+psycopg://course@127.0.0.1:{port}/postgres"
        _wait_for(url)
        yield url
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def _wait_for(url: str) -> None:
    engine = create_engine(url)
    for tries_left in reversed(range(200)):
        try:
            engine.connect().close()
            break
        except OperationalError:
            if not tries_left:
                raise
            time.sleep(0.05)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> Iterator[str]:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}?timeout=60"
        return
    url = request.getfixturevalue("postgres")
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@pytest.fixture
def inbox(url) -> Iterator[Inbox]:
    with Inbox(url) as inbox:
        yield inbox
