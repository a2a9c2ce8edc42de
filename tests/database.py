"""A PostgreSQL server of our own, for tests and benchmarks that need a real one."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from tests.postgres import needed


@contextmanager
def running_postgres(*databases: str) -> Iterator[dict[str, str]]:
    """A server for as long as the block runs; gives the URL of every database by its name.

    Each URL has a password in it: without it nobody on this machine gets in.
    """
    programs, password = needed(), secrets.token_urlsafe()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Whatever ends the tests ends the server; and it refuses to run as root.
        command = ["setpriv", "--pdeathsig=INT"]
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
            command += ["--reuid=nobody", "--clear-groups"]
        (folder / "password").write_text(password)
        initdb = [*command, programs / "initdb", "-D", folder / "data", "-U", "course", "-A", "scram-sha-256", "-N"]
        asks = [*initdb, f"--pwfile={folder / 'password'}"]
        subprocess.run(asks, check=True, capture_output=True, cwd=folder, timeout=120)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        postgres = [*command, programs / "postgres", "-D", folder / "data", "-p", str(port)]
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen([*postgres, *options], cwd=folder, stderr=log, stdout=log)
        base = f"postgresql+psycopg://course:{password}@127.0.0.1:{port}"
        try:
            _create(f"{base}/postgres", databases)
            yield {each: f"{base}/{each}" for each in databases}
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)


def _create(url: str, databases: tuple[str, ...]) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    for tries_left in reversed(range(200)):
        try:
            with engine.connect() as connection:
                for each in databases:
                    connection.exec_driver_sql(f"CREATE DATABASE {each}")
            break
        except OperationalError:
            if not tries_left:
                raise
            time.sleep(0.05)
    engine.dispose()
