"""Handing in from a notebook: whatever the service does, the pupil reads a receipt or what is wrong."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scenario_quiz.hand_in import SERVICE, TOKEN, HandInButton
from scenario_quiz.labels import load_labels

WORDS = load_labels("scenario_quiz", "nl")
RECEIPT = {"receipt": "7F3K-Q2", "answered": 3, "steps": 4, "counts": True}
CUT_OFF = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"


def received(receipt: dict) -> bytes:
    body = json.dumps(receipt).encode()
    return b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


@contextmanager
def answering(answer: bytes):
    """A service that answers every hand-in with these bytes, and hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.wfile.write(answer)

        def log_message(self, *_about):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/services/hand-in"
        server.shutdown()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (received(RECEIPT), "7F3K-Q2"),
        (b'HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\n\r\n{"error": "closed"}', WORDS["error_closed"]),
        (b"", WORDS["error_offline"]),
        (b"no HTTP at all", WORDS["error_offline"]),
        (CUT_OFF % b"201 Created", WORDS["error_offline"]),
        (CUT_OFF % b"503 Service Unavailable", WORDS["error_unavailable"]),
    ],
)
def test_whatever_the_service_answers_the_pupil_reads_what_came_of_it(tmp_path, monkeypatch, answer, words):
    file = tmp_path / "answers.json"
    file.write_text("{}")
    monkeypatch.setenv(TOKEN, "token")
    with answering(answer) as address:
        monkeypatch.setenv(SERVICE, address)
        button = HandInButton(file, "privacy", "nl")
        button.button.click()
    assert words in button.said.value
    assert not button.button.disabled
