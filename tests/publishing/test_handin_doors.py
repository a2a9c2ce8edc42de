"""The hand-in service over https, and behind a reverse proxy under a path."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tornado.httpclient import AsyncHTTPClient
from tornado.httputil import HTTPHeaders
from tornado.web import Application, RequestHandler

from course_site.handin import make_app, running
from course_site.handin.certificate import load_certificate
from course_site.serve import Door
from scenario_quiz.errors import Refusal
from tests.publishing.conftest import Device


def self_signed(folder: Path, name: str = "school") -> tuple[Path, Path]:
    """A certificate for this machine and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    certificate, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return certificate, key_file


class Proxy(RequestHandler):
    """Passes requests for /deel/... on, as a school's web server would."""

    def initialize(self, behind: str, keep_host: bool) -> None:
        self._behind = behind
        self._keep_host = keep_host

    async def get(self, path: str) -> None:
        passed = ("Content-Type", "Cookie", "Origin", "Sec-Fetch-Site")
        headers = HTTPHeaders({name: self.request.headers[name] for name in passed if name in self.request.headers})
        headers["X-Forwarded-Proto"] = "https"
        headers["X-Forwarded-Host"] = self.request.host
        if self._keep_host:
            headers["Host"] = self.request.host
        answer = await AsyncHTTPClient().fetch(
            self._behind + path,
            method=self.request.method,
            headers=headers,
            body=self.request.body or None,
            raise_error=False,
            follow_redirects=False,
            allow_nonstandard_methods=True,
        )
        self.set_status(answer.code)
        for name in ("Content-Type", "Location"):
            if name in answer.headers:
                self.set_header(name, answer.headers[name])
        for cookie in answer.headers.get_list("Set-Cookie"):
            self.add_header("Set-Cookie", cookie)
        self.finish(answer.body)

    post = put = delete = get


class Inert:
    """In place of the inbox that a service closes when it stops."""

    def close(self) -> None:
        pass


@pytest.fixture
def behind(service):
    """Starts a service behind a proxy and gives the proxy's address for it."""
    started = []

    def start(trusted: bool, keep_host: bool = False) -> str:
        app = make_app(service.data, service.site, service.course, behind_proxy=trusted)
        started.append(running(app))
        known = {"behind": started[-1].__enter__(), "keep_host": keep_host}
        proxy = Application([(r"/deel/(.*)", Proxy, known)], inbox=Inert(), behind_proxy=False)
        started.append(running(proxy))
        return started[-1].__enter__() + "deel/"

    yield start
    for each in reversed(started):
        each.__exit__(None, None, None)


def origin(address: str) -> str:
    return address.removesuffix("/deel/")


def test_the_whole_path_works_behind_a_proxy_under_a_path(service, behind):
    address = behind(trusted=True)
    device = Device(address, {"Origin": origin(address)})
    start = device.request("GET", "")
    assert start.status in (302, 303, 307) and not start.headers["Location"].startswith(("/", "http"))
    assert b"Welkom" in device.request("GET", "nl/index.html").body
    signed_in = device.request("POST", "api/session", {"code": service.codes["Noor"]}, Origin=origin(address))
    assert signed_in.status == 200
    # Without a path a browser keeps the cookie to /deel/api/, where it was set.
    cookie = signed_in.headers["Set-Cookie"].lower()
    assert "path=" not in cookie and "secure" in cookie
    receipt = device.request("POST", "api/hand-ins/placement", service.answers(), Origin=origin(address))
    assert receipt.status == 201


def test_forwarded_headers_are_not_believed_unless_told(service, behind):
    address = behind(trusted=False)
    device = Device(address)
    refused = device.request("POST", "api/session", {"code": service.codes["Noor"]}, Origin=origin(address))
    assert (refused.status, refused.json["error"]) == (403, "foreign_origin")


def test_a_proxy_that_passes_the_host_on_needs_no_trust_and_gets_no_secure_cookie(service, behind):
    address = behind(trusted=False, keep_host=True)
    signed_in = Device(address).request("POST", "api/session", {"code": service.codes["Noor"]}, Origin=origin(address))
    assert signed_in.status == 200
    assert "secure" not in signed_in.headers["Set-Cookie"].lower()


def test_https_by_certificate_files_gives_secure_cookies(service, tmp_path):
    certificate, key = self_signed(tmp_path)
    client = ssl.create_default_context(cafile=certificate)
    client.check_hostname = False
    app = make_app(service.data, service.site, service.course)
    with running(app, tls=load_certificate(certificate, key)) as address:
        assert address.startswith("https://")
        device = Device(address, tls=client)
        signed_in = device.sign_in(service.codes["Noor"])
        assert signed_in.status == 200
        assert "secure" in signed_in.headers["Set-Cookie"].lower()
        assert device.request("POST", "api/hand-ins/placement", service.answers()).status == 201


def test_who_speaks_no_https_leaves_no_address_in_the_log(service, tmp_path, caplog):
    caplog.set_level("INFO")
    app = make_app(service.data, service.site, service.course)
    with (
        running(app, tls=load_certificate(*self_signed(tmp_path))) as address,
        socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=60) as raw,
        suppress(ConnectionResetError),
    ):
        raw.sendall(b"GET / HTTP/1.1\r\nHost: course\r\n\r\n")
        while raw.recv(1000):
            pass
    assert "127.0.0.1" not in caplog.text


def test_certificate_files_that_can_not_be_used_are_named(tmp_path):
    certificate, key = self_signed(tmp_path)
    _, other_key = self_signed(tmp_path, "other")
    with pytest.raises(Refusal, match=r"nowhere\.pem: there is no such file"):
        load_certificate(tmp_path / "nowhere.pem", key)
    with pytest.raises(Refusal, match=r"other\.key: this key does not belong"):
        load_certificate(certificate, other_key)
    (tmp_path / "junk.pem").write_text("no certificate")
    with pytest.raises(Refusal, match="expected two PEM files"):
        load_certificate(tmp_path / "junk.pem", key)
    locked = serialization.load_pem_private_key(key.read_bytes(), None).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    )
    (tmp_path / "locked.key").write_bytes(locked)
    with pytest.raises(Refusal, match="without a password"):
        load_certificate(certificate, tmp_path / "locked.key")
    with pytest.raises(Refusal, match="two files"):
        Door("localhost", 8000, certificate=certificate).tls()


def test_the_address_for_pupils_is_the_proxys_where_there_is_one(tmp_path):
    assert Door("localhost", 8000).address == "http://localhost:8000/"
    assert Door("school", 443, tmp_path / "c", tmp_path / "k").address == "https://school:443/"
    assert (
        Door("localhost", 8000, proxy_address="https://school.example/deel").address == "https://school.example/deel/"
    )
