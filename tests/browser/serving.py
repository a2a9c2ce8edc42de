"""Runs servers as a person would; of `course serve` it reads the addresses that it prints."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

PATIENCE = 120  # seconds, on a busy machine
BUILDING = 600  # seconds; `course serve` builds the course first
COURSE = [sys.executable, "-c", "from course_site.cli import main; main()"]


@dataclass(frozen=True)
class Served:
    pupils: str
    teacher: str
    data: Path


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def served(root: Path, data: Path) -> Iterator[Served]:
    """`course serve` on free ports, stopped with Ctrl-C at the end."""
    ports = ["--port", str(free_port()), "--teacher-port", str(free_port())]
    log = data.with_name(f"{data.name}.log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [*COURSE, "--data", str(data), "serve", *ports],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield Served(*addresses(process, log), data)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


def addresses(process: subprocess.Popen, log: Path) -> tuple[str, str]:
    """The pupils' and the teacher's address, as soon as `course serve` has written them to its log."""
    give_up = time.monotonic() + BUILDING
    while process.poll() is None and time.monotonic() < give_up:
        found = re.search(r"Pupils:\s+(\S+)\s+Teacher:\s+(\S+)", log.read_text())
        if found:
            return found[1], found[2]
        time.sleep(0.2)
    raise AssertionError(f"the course was not served:\n{log.read_text()}")


def course(root: Path, data: Path, *arguments: str) -> str:
    """What a `course` command prints. Raises when it fails."""
    result = subprocess.run(
        [*COURSE, "--data", str(data), *arguments], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@contextmanager
def serving(command, folder, ready, **environ):
    """Runs a server until the block ends; gives its process."""
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environ}
        )

    def answers():
        assert process.poll() is None, log.read_text()
        with suppress(OSError), urlopen(ready, timeout=5):
            return True

    try:
        wait_for(answers)
        yield psutil.Process(process.pid)
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> None:
    """Ends a server as `course serve` does: one of Jupyter was seen to wait for ever for a thread that had no work."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(true):
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.1)
