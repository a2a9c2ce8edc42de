"""The hand-in service is killed at any moment while pupils hand in: whoever saw a receipt has handed in, once."""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import cycle

import pytest

from course_site.handin.pupil_codes import COOKIE
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.browser.serving import COURSE, addresses, wait_for
from tests.grading.placement import NAME, Placement
from tests.publishing.books import SmallBook
from tests.publishing.teachers import free_port
from tests.publishing.test_handin_app import SERVER

HANDS = 6
PUPILS = [f"p-{number:04}" for number in range(120)]
LIFE = 0.3  # seconds: a few dozen hand-ins


@dataclass
class Hall:
    """Pupils who hand in over and over, each with an own session; `receipts` are those that they were shown."""

    placement: Placement
    port: int
    sessions: dict[str, str]
    receipts: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    answered: int = 0
    unanswered: int = 0
    closed: threading.Event = field(default_factory=threading.Event)

    def hand_in(self, whose: Iterator[str]) -> None:
        pupil_id = next(whose)
        while not self.closed.is_set():
            try:
                status, said = self._post(pupil_id)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1  # the pupil's page tries again
                continue
            receipt = said.get("receipt", "")
            if status not in (200, 201) or self.receipts.setdefault(pupil_id, receipt) != receipt:
                self.failed.append(f"{pupil_id}: {status} {said}")
            self.answered += 1
            pupil_id = next(whose)

    def _post(self, pupil_id: str) -> tuple[int, dict]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(
                "POST",
                f"/api/hand-ins/{NAME}",
                self.placement.answers(attempt=pupil_id),
                {
                    "Content-Type": "application/json",
                    "Sec-Fetch-Site": "same-origin",
                    "Cookie": f"{COOKIE}={self.sessions[pupil_id]}",
                },
            )
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=[pytest.mark.exhaustive, pytest.mark.timeout(1800)])])
def test_who_saw_a_receipt_has_handed_in_whenever_the_service_is_killed(tmp_path, small_course, kills):
    placement = Placement.make(tmp_path / "data", small_course)
    data = placement.data
    Roster(tuple(Pupil(each, "5VZ", f"Sam {each[2:]}", "Maes") for each in PUPILS)).save(data.roster)
    (tmp_path / "site").mkdir()
    with Inbox(data.inbox_url) as inbox:
        sessions = {each: inbox.access.open_session(each, 3600) for each in PUPILS}
    hall = Hall(placement, free_port(), sessions)

    def start() -> subprocess.Popen:
        arguments = [str(small_course.root), str(data.path), str(tmp_path / "site"), str(hall.port)]
        process = subprocess.Popen([sys.executable, "-c", SERVER, *arguments], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n", "the service did not start again by itself"
        return process

    chance, service = random.Random(1), start()
    hands = [threading.Thread(target=hall.hand_in, args=(cycle(PUPILS[n::HANDS]),), daemon=True) for n in range(HANDS)]
    for hand in hands:
        hand.start()
    try:
        for _ in range(kills):
            with suppress(subprocess.TimeoutExpired):
                service.wait(chance.random() * LIFE)
            service.kill()
            assert service.wait() == -signal.SIGKILL
            service.stdout.close()
            nothing_shown_is_lost(hall, dict(hall.receipts))
            service = start()
        before = hall.answered
        while hall.answered < before + len(PUPILS):  # each of them once more, or for the first time
            with suppress(subprocess.TimeoutExpired):
                service.wait(0.05)
            assert service.poll() is None
    finally:
        hall.closed.set()
        for hand in hands:
            hand.join()
        service.terminate()
        assert service.wait(timeout=60) == 0
        service.stdout.close()
    assert hall.unanswered and not hall.failed and hall.receipts.keys() == set(PUPILS)
    nothing_shown_is_lost(hall, hall.receipts)


def nothing_shown_is_lost(hall: Hall, receipts: dict[str, str]) -> None:
    with Inbox(hall.placement.data.inbox_url) as inbox:
        kept = {one.pupil_id: one for one in inbox.counting(NAME)}
        assert len(inbox.attempts()) == len(kept), "none is doubled"
    for pupil_id, receipt in receipts.items():
        assert kept[pupil_id].receipt == receipt
        assert kept[pupil_id].answers == hall.placement.answers(attempt=pupil_id)
    with closing(sqlite3.connect(hall.placement.data.path / "inbox.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.exhaustive
def test_a_course_that_was_killed_is_served_again_by_the_same_command(tmp_path):
    book, ports = SmallBook(tmp_path), (free_port(), free_port())
    command = [
        *COURSE,
        "--data",
        str(book.data.path),
        "serve",
        "--port",
        str(ports[0]),
        "--teacher-port",
        str(ports[1]),
    ]
    for _ in range(2):
        for port in ports:
            wait_for(lambda port=port: is_free(port))
        with (tmp_path / "log").open("w+") as log:
            process = subprocess.Popen(command, cwd=book.course.root, stdout=log, stderr=log)
        try:
            addresses(process, tmp_path / "log")
        finally:
            process.kill()
            process.wait()
    wait_for(lambda: is_free(ports[1]))  # nothing of it is left running


def is_free(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", int(port))) != 0
