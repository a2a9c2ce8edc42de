"""A class, a school and a school group hand in: one service over SQLite, and two over one PostgreSQL.

Requests leave on a clock of their own, whether or not the earlier ones have been answered, and a hand-in's time runs
from when it should have left. Afterwards every receipt is looked up in the database: none may be lost, none doubled.

The peer is a bare loop over SQLite that keeps the same bytes as durably, without service, checks or pupils: what the
disk and the other work on this machine leave room for.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import os
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, insert

from scenario_quiz.course import Course, find_root
from scenario_quiz.release import freeze
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.schema import sessions
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.bench_handin import ASSIGNMENT, OURS, answers, free_port, server
from tests.database import running_postgres
from tests.postgres import MISSING, find

CONNECTIONS = 64
# what: (hand-ins, seconds in which they leave)
CLASS = {"a class of 30 in one second": (30, 1)}
SCHOOL = {"a school of 1,000 in a minute": (1000, 60)}
GROUP = {"300 a second for a minute": (18_000, 60)}
RETRIES = 100
GOAL_MS = 100  # for the slowest of a hundred
PEER_COMMITS = 3000


def attempt_of(number: int) -> str:
    return f"{number:032x}"


def prepare(folder: Path, pupils: int) -> tuple[Course, DataFolder, list[bytes]]:
    """A data folder with that many pupils, each signed in, and what each will send."""
    course = Course.load(find_root(Path(__file__).parent))
    data = DataFolder(folder)
    release = freeze(course.assignments[ASSIGNMENT], course.school)
    ReleaseStore(data).publish(release)
    Roster(tuple(Pupil(f"p-{number}", "5VZ", f"Pupil {number}", "") for number in range(pupils))).save(data.roster)
    tokens = [f"token-{number}" for number in range(pupils)]
    expires = int(time.time()) + 3600
    rows = [
        {"token_hash": hashlib.sha256(token.encode()).hexdigest(), "pupil_id": f"p-{number}", "expires": expires}
        for number, token in enumerate(tokens)
    ]
    Inbox(data.inbox_url).close()
    engine = create_engine(data.inbox_url)
    with engine.begin() as connection:
        connection.execute(insert(sessions), rows)
    engine.dispose()
    whole = answers(release, attempt_of(0))
    made = []
    for number, token in enumerate(tokens):
        body = whole.replace(attempt_of(0).encode(), attempt_of(number).encode())
        head = (
            f"POST /api/hand-ins/{ASSIGNMENT} HTTP/1.1\r\nHost: course\r\nOrigin: http://course\r\n"
            f"Cookie: course-session={token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return course, data, made


class Line:
    """A kept connection to one of the services."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> Line:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def send(self, request: bytes) -> tuple[int, dict]:
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        body = await self._reader.readexactly(int(re.search(rb"Content-Length: (\d+)", head)[1]))
        return int(head[9:12]), json.loads(body)

    def close(self) -> None:
        self._writer.close()


async def load(ports: list[int], requests: list[bytes], seconds: float) -> tuple[list[float], list[str], float]:
    """Send the requests evenly over `seconds`: (seconds of each, its receipt, seconds until the last receipt)."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    lines = [await Line(port).open() for port, _ in zip(itertools.cycle(ports), range(CONNECTIONS), strict=False)]
    for line in lines:
        free.put_nowait(line)
    took, receipts = [0.0] * len(requests), [""] * len(requests)
    start = time.perf_counter() + 0.1

    async def one(number: int, due: float) -> None:
        line = await free.get()
        status, answer = await line.send(requests[number])
        free.put_nowait(line)
        if status != 201:
            raise SystemExit(f"hand-in {number} was answered with {status}: {answer}")
        took[number], receipts[number] = time.perf_counter() - due, answer["receipt"]

    async with asyncio.TaskGroup() as tasks:
        for number in range(len(requests)):
            due = start + seconds * number / len(requests)
            await asyncio.sleep(max(0, due - time.perf_counter()))
            tasks.create_task(one(number, due))
    whole = time.perf_counter() - start
    for line in lines:
        line.close()
    return took, receipts, whole


async def repeat(ports: list[int], requests: list[bytes], receipts: list[str]) -> int:
    """Send some again, to the other service where there are two; gives how many got another receipt."""
    line = await Line(ports[-1]).open()
    others = 0
    for request, receipt in zip(requests[:RETRIES], receipts, strict=False):
        status, answer = await line.send(request)
        others += (status, answer["receipt"]) != (200, receipt)
    line.close()
    return others


def kept(data: DataFolder) -> list[tuple[str, str, str]]:
    with Inbox(data.inbox_url) as inbox:
        return [(each.pupil_id, each.attempt, each.receipt) for each in inbox.attempts(ASSIGNMENT)]


def row(name: str, what: str, per_second: float, took: list[float]) -> str:
    middle, slow = statistics.median(took), statistics.quantiles(took, n=100, method="inclusive")[98]
    return f"{name:24s} {what:30s}{per_second:9.0f}{1000 * middle:9.1f}{1000 * slow:9.1f}{1000 * max(took):9.1f}"


def peer(folder: Path) -> str:
    """One after the other, each commit on disk before the next one begins."""
    kept = b"x" * 2200
    took = []
    with closing(sqlite3.connect(folder / "peer.db", isolation_level=None)) as database:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE hand_ins (id INTEGER PRIMARY KEY, answers BLOB)")
        for _ in range(PEER_COMMITS):
            start = time.perf_counter()
            database.execute("INSERT INTO hand_ins (answers) VALUES (?)", (kept,))
            took.append(time.perf_counter() - start)
    return row("peer: bare SQLite", "commits, one after the other", PEER_COMMITS / sum(took), took)


def measure(name: str, folder: Path, services: int, loads: dict[str, tuple[int, float]]) -> bool:
    course, data, requests = prepare(folder, sum(number for number, _ in loads.values()))
    ports = [free_port() for _ in range(services)]
    given: list[tuple[str, str, str]] = []
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(server(OURS, course.root, data.path, port))
        for what, (number, seconds) in loads.items():
            first = len(given)
            batch = requests[first : first + number]
            took, receipts, whole = asyncio.run(load(ports, batch, seconds))
            others = asyncio.run(repeat(ports, batch, receipts))
            given += [(f"p-{first + each}", attempt_of(first + each), code) for each, code in enumerate(receipts)]
            print(row(name, what, number / whole, took), f"{others:8d}", flush=True)
    found = kept(data)
    lost, doubled = len(set(given) - set(found)), len(found) - len(set(found))
    print(f"{name:24s} {len(given)} receipts: lost {lost}, doubled {doubled}, unasked {len(set(found) - set(given))}")
    return sorted(found) == sorted(given)


@contextmanager
def inbox_at(url: str | None) -> Iterator[None]:
    if url:
        os.environ["COURSE_INBOX_URL"] = url
    yield
    os.environ.pop("COURSE_INBOX_URL", None)


def main() -> None:
    print(f"Waiting for a processor before it began: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':24s} {'':30s}    per s   p50 ms   p99 ms   max ms  other receipt on retry")
    good = []
    with tempfile.TemporaryDirectory() as name:
        print(peer(Path(name)), flush=True)
        good.append(measure("one service, SQLite", Path(name) / "sqlite", 1, CLASS | GROUP))
        if find() is None:
            print(MISSING)
        else:
            with running_postgres("inbox") as urls, inbox_at(urls["inbox"]):
                good.append(measure("two services, PostgreSQL", Path(name) / "postgres", 2, CLASS | SCHOOL | GROUP))
    print(f"goal: 300 a second with p99 below {GOAL_MS} ms")
    if not all(good):
        sys.exit("A hand-in was lost or doubled.")


if __name__ == "__main__":
    main()
