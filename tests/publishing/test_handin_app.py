"""Running the service: ports, signals, and what a crash leaves behind."""

from __future__ import annotations

import json
import resource
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from course_site.handin import make_app, serve
from course_site.handin.crowd import most_connections
from scenario_quiz.errors import Refusal

SERVER = """
import sys
from pathlib import Path
from scenario_quiz.course import Course
from course_site.handin import make_app, serve
from skill_grading.data import DataFolder
root, data, site, port = sys.argv[1:]
app = make_app(DataFolder(data), Path(site), Course.load(Path(root)))
serve(app, "127.0.0.1", int(port), lambda: print("ready", flush=True))
"""


def start(service, few_files: int = 0, stderr=None) -> tuple[subprocess.Popen, str]:
    """A service in a process of its own, that can open no more than `few_files`; and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [str(service.course.root), str(service.data.path), str(service.site), str(port)]
    command = [sys.executable, "-c", SERVER, *arguments]
    if few_files:
        command = ["sh", "-c", f'ulimit -n {few_files} && exec "$@"', "sh", *command]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
    assert process.stdout.readline() == "ready\n"
    return process, f"http://127.0.0.1:{port}/"


def test_a_taken_port_is_named_with_the_way_out(service):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=rf"Port {port} on 127.0.0.1 can't be used.*PORT={port + 1}"):
            serve(make_app(service.data, service.site, service.course), "127.0.0.1", port, lambda: None)


def test_it_stops_when_it_is_asked_to(service):
    process, _ = start(service)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    process.stdout.close()


def test_a_crash_right_after_the_receipt_loses_nothing(service):
    process, address = start(service)
    device = service.device()
    device.address = address
    device.sign_in(service.codes["Noor"])
    try:
        receipts = [
            device.request("POST", "api/hand-ins/placement", service.answers(f"{number:032x}")).json
            for number in range(5)
        ]
        device.request("PUT", "api/drafts/placement", {"revision": 0, "answers": service.answers()})
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    with service.inbox() as inbox:
        assert [attempt.receipt for attempt in inbox.attempts("placement")] == [one["receipt"] for one in receipts]
        (hand_in,) = inbox.counting("placement")
        assert json.loads(hand_in.answers) == service.answers("0" * 32)
        assert inbox.drafts.get(service.ids["Noor"], "placement").revision == 1


def test_thousands_of_silent_connections_fill_no_log_and_leave_room_after_them(service, tmp_path):
    with (tmp_path / "errors.txt").open("w+") as errors:
        process, address = start(service, few_files=300, stderr=errors)
        port = urlsplit(address).port
        silent = []
        try:
            for _ in range(600):
                silent.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            # The last is answered by being closed: so all have come in.
            assert silent[-1].recv(1) == b""
            for each in silent:
                each.close()
            device = service.device()
            device.address = address
            wait_until_it_answers(device)
            assert device.sign_in(service.codes["Noor"]).status == 200
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        errors.seek(0)
        assert errors.read() == ""


def wait_until_it_answers(device) -> None:
    for _ in range(100):
        try:
            device.request("GET", "api/course")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")


def test_the_port_that_pupils_reach_knows_nothing_that_can_run_code():
    code = "import sys, course_site.handin; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "tornado" in loaded
    assert not {name for name in loaded if name.startswith(("jupyter", "nb", "IPython", "ipykernel", "voila", "zmq"))}


def test_where_the_system_gives_fewer_files_than_it_says_the_service_starts_all_the_same(monkeypatch):
    def refuse(*_):
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert 0 < most_connections() < 256
