"""Hand-ins per second, each on disk before its receipt, beside a plain Tornado handler that only writes a file.

Both run as a process of their own, take the same bytes, and sync them to the same disk, in the same run.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from course_site.demo_answers import Demo
from scenario_quiz.course import Course, find_root
from scenario_quiz.release import Release, freeze
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore

PUPILS = 600
AT_ONCE = (1, 8, 32)
ASSIGNMENT = "internship"

OURS = """
import sys
from pathlib import Path
from scenario_quiz.course import Course
from course_site.handin import make_app, serve
from skill_grading.data import DataFolder
root, data, port = sys.argv[1:]
app = make_app(DataFolder(data), Path(data), Course.load(Path(root)))
serve(app, "127.0.0.1", int(port), lambda: print("ready", flush=True))
"""

PEER = """
import asyncio, os, sys, uuid
from tornado.web import Application, RequestHandler
class Take(RequestHandler):
    def post(self):
        with open(os.path.join(sys.argv[1], uuid.uuid4().hex), "wb") as file:
            file.write(self.request.body)
            file.flush()
            os.fsync(file.fileno())
        self.set_status(201)
        self.finish({"receipt": "peer"})
async def main():
    Application([(r"/api/hand-ins/.*", Take)], log_function=lambda handler: None).listen(int(sys.argv[2]), "127.0.0.1")
    print("ready", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


def answers(release: Release, attempt: str) -> bytes:
    """A whole answers file: invented answers to every scenario."""
    text = "Ik zou er eerst met mijn mentor over praten. " * 5
    demo = Demo(1, {"otherwise": dict.fromkeys(["good", "partly", "not-yet"], [text])}, datetime(2026, 11, 23, 8))
    skills = {step.skill for scenario in release.scenarios for step in scenario.decisions.values()}
    [pupil] = demo.pupils([attempt], skills)
    return json.dumps(demo.answers(pupil, release) | {"attempt": attempt}).encode()


def prepare(folder: Path) -> tuple[Course, Release, DataFolder, list[str]]:
    """A data folder with pupils, each with an open session."""
    course = Course.load(find_root(Path(__file__).parent))
    data = DataFolder(folder / "data")
    release = freeze(course.assignments[ASSIGNMENT], course.school)
    ReleaseStore(data).publish(release)
    pupils = tuple(Pupil(f"p-{number}", "5VZ", f"Pupil {number}", "") for number in range(PUPILS))
    Roster(pupils).save(data.roster)
    with Inbox(data.inbox_url) as inbox:
        return course, release, data, [inbox.access.open_session(pupil.pupil_id, 3600) for pupil in pupils]


def requests(release: Release, tokens: list[str], at_once: int) -> list[bytes]:
    made = []
    for number, token in enumerate(tokens):
        body = answers(release, f"{at_once:08x}{number:024x}")
        head = (
            f"POST /api/hand-ins/{ASSIGNMENT} HTTP/1.1\r\nHost: course\r\nOrigin: http://course\r\n"
            f"Cookie: course-session={token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


@contextmanager
def server(program: str, *arguments: object) -> Iterator[None]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def load(port: int, waiting: list[bytes], at_once: int) -> tuple[float, list[float]]:
    """Send every request, `at_once` at a time over kept connections: (per second, seconds of each)."""
    todo, seconds = iter(waiting), []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in todo:
            start = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"Content-Length: (\d+)", head)[1]))
            seconds.append(time.perf_counter() - start)
            if not head.startswith(b"HTTP/1.1 201"):
                raise SystemExit(f"a hand-in was refused: {head.splitlines()[0].decode()}")
        writer.close()

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(at_once)))
    return len(waiting) / (time.perf_counter() - start), seconds


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course, release, data, tokens = prepare(folder)
        (folder / "peer").mkdir()
        batches = {at_once: requests(release, tokens, at_once) for at_once in AT_ONCE}
        size = len(batches[1][0].partition(b"\r\n\r\n")[2])
        print(f"Hand-ins of {size / 1000:.1f} KB, {PUPILS} each, checked and synced to disk; peer: a file with fsync")
        print("at once   hand-ins/s    p50 ms    p99 ms    peer/s    ratio")
        our_port, peer_port = free_port(), free_port()
        with server(OURS, course.root, data.path, our_port), server(PEER, folder / "peer", peer_port):
            for at_once, batch in batches.items():
                ours, seconds = asyncio.run(load(our_port, batch, at_once))
                peer, _ = asyncio.run(load(peer_port, batch, at_once))
                middle, slow = statistics.median(seconds), statistics.quantiles(seconds, n=100, method="inclusive")[98]
                print(f"{at_once:7d}{ours:13.0f}{1000 * middle:10.1f}{1000 * slow:10.1f}{peer:10.0f}{ours / peer:9.2f}")
        with Inbox(data.inbox_url) as inbox:
            kept = len(inbox.attempts(ASSIGNMENT))
        print(f"kept: {kept} of {PUPILS * len(AT_ONCE)}")


if __name__ == "__main__":
    main()
