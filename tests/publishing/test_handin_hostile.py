"""What the hand-in service keeps out: strangers, other sites and hostile bodies; and what its log never holds."""

from __future__ import annotations

import contextlib
import json
import socket
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_quiz.answers import MAX_BYTES


@pytest.mark.parametrize(("method", "path"), [("GET", "drafts"), ("PUT", "drafts"), ("POST", "hand-ins")])
def test_nothing_of_a_pupil_without_a_session(service, method, path):
    device = service.device()
    device.headers["Cookie"] = "course-session=made-up"
    body = None if method == "GET" else {}
    answer = device.request(method, f"api/{path}/placement", body)
    assert (answer.status, answer.json["error"]) == (401, "no_session")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": ""}, {"Origin": "null"}],
)
def test_another_sites_page_can_change_nothing(service, headers):
    device = service.device("Noor")
    for method, path in (
        ("POST", "hand-ins/placement"),
        ("PUT", "drafts/placement"),
        ("POST", "session"),
        ("DELETE", "session"),
    ):
        answer = device.request(method, f"api/{path}", service.answers(), **headers)
        assert (answer.status, answer.json["error"]) == (403, "foreign_origin")
    with service.inbox() as inbox:
        assert inbox.attempts() == []


HOST = "127.0.0.1:8000"


@pytest.mark.parametrize(
    "host, origin",
    [
        (HOST, f"http://{HOST}"),
        (HOST, f"https://{HOST}"),
        ("school.example", "http://School.EXAMPLE"),
        ("School.Example", "HTTP://school.example"),
        ("school.example.", "http://school.example."),
        ("[2001:db8::1]:8000", "http://[2001:DB8::1]:8000"),
    ],
)
def test_a_page_of_the_course_is_known_by_its_origin(service, host, origin):
    assert service.device().request("DELETE", "api/session", Host=host, Origin=origin).status == 204


@pytest.mark.parametrize(
    "host, origin",
    [
        (HOST, "null"),
        (HOST, ""),
        ("", ""),
        ("", "null"),
        ("", "http://"),
        (HOST, HOST),
        (HOST, f"//{HOST}"),
        (HOST, f"ftp://{HOST}"),
        (HOST, f"file://{HOST}"),
        (HOST, f"x://y://{HOST}"),
        (HOST, "http://127.0.0.1:8001"),
        (HOST, "http://127.0.0.1"),
        (HOST, "http://127.0.0.1:08000"),
        (HOST, "http://127.0.0.1:80000"),
        (HOST, "http://127.0.0.1:port"),
        (HOST, f"http://{HOST}/"),
        (HOST, f"http://{HOST}."),
        (HOST, f"http://{HOST}.elsewhere.example"),
        (HOST, f"http://{HOST}@elsewhere.example"),
        (HOST, f"http://pupil@{HOST}"),
        (HOST, f"http://{HOST} http://elsewhere.example"),
        (HOST, f"http://elsewhere.example,http://{HOST}"),
        (HOST, f"http://elsewhere.example#http://{HOST}"),
        ("school.example", "http://school.example."),
        ("school.example", "http://sch\xf6ol.example"),
        ("school.example", "http://school。example".encode().decode("latin-1")),
        ("[::1]:8000", "http://[::2]:8000"),
        ("[::1]:8000", "http://[::1"),
        ("[::1]:8000", "http://::1:8000"),
        ("[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000"),
        (HOST, "http://" + "127.0.0.1:8000." * 4000),
        (HOST, f"http://{HOST}" + " " * 1000 + "x"),
    ],
)
def test_an_origin_that_only_looks_like_the_course_is_refused(service, host, origin):
    answer = service.device().request("DELETE", "api/session", Host=host, Origin=origin)
    assert (answer.status, answer.json["error"]) == (403, "foreign_origin")


def test_an_origin_without_end_gets_no_answer_and_others_do(service):
    with pytest.raises(OSError):
        service.device().request("DELETE", "api/session", Origin="http://" + "a" * 100_000)
    assert service.device().request("DELETE", "api/session").status == 204


def test_only_json_is_taken(service):
    answer = service.device("Noor").request(
        "POST", "api/hand-ins/placement", service.answers(), Content_Type="text/plain"
    )
    assert (answer.status, answer.json["error"]) == (400, "not_json")


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(service):
    head = b"POST /api/hand-ins/placement HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n"
    answer = _talk(service, head)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"too_large"' in answer


def test_a_body_that_never_ends_is_cut_off(service):
    head = b"POST /api/hand-ins/placement HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    answer = _talk(service, head, *[chunk] * 33)
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_body_that_is_a_little_too_large_gets_its_answer(service):
    device = service.device("Noor")
    answer = device.request("POST", "api/hand-ins/placement", b"[" + b" " * 256 * 1024 + b"]")
    assert (answer.status, answer.json["error"]) == (413, "too_large")
    assert device.request("POST", "api/hand-ins/placement", service.answers()).status == 201


@pytest.mark.parametrize("path", ["api", "api/", "api/kernels", "api/contents", "api/session", "api/course"])
def test_there_is_nothing_else(service, path):
    answer = service.device().request("PATCH", path)
    assert answer.status in (404, 405)
    assert "error" in answer.json


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/kernels", None),
        ("POST", "/api/hand-ins/placement/p-1", b"{}"),
        ("PROPFIND", "/api/course", None),
        ("POST", "/api/hand-ins/placement", b" " * 9 * MAX_BYTES),
    ],
)
def test_a_proxy_loses_no_request_that_it_sends_after_a_refused_one(service, method, path, body):
    connection = HTTPConnection(urlsplit(service.address).netloc, timeout=30)
    with contextlib.suppress(ConnectionError):  # refused while it was still being sent
        connection.request(method, path, body)
    answer = connection.getresponse()
    kept = answer.headers.get("Connection") != "close"
    answer.read()
    assert kept == (answer.status == 404)
    socket_before = connection.sock
    connection.request("GET", "/api/course")
    assert connection.getresponse().status == 200 and (connection.sock is socket_before or not kept)


SECOND = b"GET /api/course HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "odd",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 0\r\nContent-Length: 45",
        b"Content-Length: +0",
        b"Content-Length: 1_0",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding : chunked",
        b"Host: b",
        b"X: a\r\n b",
        b"X: a\0b",
    ],
)
def test_a_request_that_a_proxy_could_read_otherwise_hides_no_second_one(service, odd):
    told = _raw(service, b"POST /api/session HTTP/1.1\r\nHost: a\r\n" + odd + b"\r\n\r\n0\r\n\r\n" + SECOND)
    assert told.startswith(b"HTTP/1.1 400 ") and told.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "large",
    [b"X: " + b"a" * 70_000, b"Cookie: " + b"a=b;" * 15_000, b"Cookie: a=" + b"\\" * 60_000, b"X:a\r\n" * 9_000],
)
def test_headers_without_end_cost_little_and_others_get_their_answer(service, large):
    _raw(service, b"GET /api/course HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + large + b"\r\n\r\n")
    assert service.device().request("GET", "api/course").status == 200


def test_what_no_browser_asks_for_is_guarded_too(service):
    told = _raw(service, b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 404 ") and b"Content-Security-Policy: " in told and b"Tornado" not in told


def _raw(service, request: bytes) -> bytes:
    """What comes back to bytes, until the service closes the connection."""
    address, told = urlsplit(service.address), b""
    with socket.create_connection((address.hostname, address.port), timeout=30) as raw:
        raw.sendall(request)
        with contextlib.suppress(ConnectionError):
            while more := raw.recv(65536):
                told += more
    return told


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300)
    | hostile.map(lambda data: json.dumps(data).encode())
    | st.integers(1, 60_000).map(lambda depth: b"[" * depth)
    | st.integers(1, 20_000).map(lambda depth: b'{"revision":0,"answers":' + b'{"a":' * depth),
    where=st.sampled_from(["POST api/hand-ins/placement", "PUT api/drafts/placement", "POST api/session"]),
)
def test_hostile_bodies_are_refused_in_words(service, body, where):
    method, path = where.split()
    device = service.device()
    device.headers["Cookie"] = _cookie(service)
    answer = device.request(method, path, body)
    assert 400 <= answer.status < 500
    assert answer.json["error"] in {"not_json", "invalid", "unknown_code"}


def _cookie(service) -> str:
    with service.inbox() as inbox:
        return "course-session=" + inbox.access.open_session(service.ids["Noor"], 60)


def test_the_log_holds_no_code_no_cookie_and_no_address(service, caplog):
    caplog.set_level("INFO")
    device = service.device("Noor")
    device.request("POST", "api/hand-ins/placement", service.answers())
    device.request("GET", service.codes["Noor"])
    device.request("GET", f"api/drafts/{service.codes['Noor']}")
    device.request("GET", f"nl/?code={service.codes['Noor']}")
    device.request("GET", f"../{service.codes['Noor']}")
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "POST /api/hand-ins/placement 201" in written
    for secret in (service.codes["Noor"], device.headers["Cookie"], service.ids["Noor"], "127.0.0.1", "Noor"):
        assert secret not in written


def test_odd_bytes_leave_neither_address_nor_path_in_the_log(service, caplog):
    caplog.set_level("INFO")
    device = service.device()
    for path in ("api/drafts/", "api/feedback/", "api/hand-ins/"):
        device.request("GET", path + service.codes["Noor"])
        device.request("POST", path + service.codes["Noor"], {})
    address = urlsplit(service.address)
    for line in (
        b"GET /\x1b[31m HTTP/1.1",
        b"GET / HTTP/1.1",
        b"\x16\x03\x01\x02",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b",
    ):
        with socket.create_connection((address.hostname, address.port), timeout=60) as raw:
            raw.sendall(line + b"\r\n\r\n")
            raw.recv(1000)
    for secret in (service.codes["Noor"], address.hostname, "\x1b"):
        assert secret not in caplog.text


def test_a_fault_of_the_service_tells_the_pupil_and_the_log_nothing_of_anybody(service, caplog):
    device = service.device("Noor")
    with service.inbox() as inbox:
        inbox._store.write(lambda connection: connection.exec_driver_sql("DROP TABLE hand_ins"))
    answer = device.request("POST", "api/hand-ins/placement", service.answers())
    assert (answer.status, answer.json) == (500, {"error": "unavailable", "message": "Internal Server Error"})
    assert "no such table" in caplog.text
    for secret in (device.headers["Cookie"], service.ids["Noor"], "127.0.0.1", '"scenario-answers"'):
        assert secret not in caplog.text


def test_no_code_and_no_token_is_on_disk(service):
    device = service.device("Noor")
    device.request("POST", "api/hand-ins/placement", service.answers())
    token = device.headers["Cookie"].partition("=")[2]
    stored = b"".join(file.read_bytes() for file in service.data.path.rglob("*") if file.is_file())
    for secret in (service.codes["Noor"], service.codes["Noor"].replace("-", ""), token):
        assert secret.encode() not in stored


def _talk(service, *chunks: bytes) -> bytes:
    host, _, port = urlsplit(service.address).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        for chunk in chunks:
            connection.sendall(chunk)
        return connection.recv(65536)
