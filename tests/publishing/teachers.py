"""A running teacher's side, and who asks it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from skill_grading.pupils.roster import Roster
from tests.conftest import SmallCourse
from tests.grading.placement import NAME, Placement

TOKEN = "only-for-this-test"
REGRADE = f"course/regrade?assignment={NAME}"
HOSTILE = "<script>alert('$x$')</script>"
CLASS_LIST = f'klas;voornaam;naam\n5VZ;Noor;Peeters\n5VZ;"{HOSTILE}";O\'Neil\n5VZ;Yassin;El Amrani\n6 <b>;Zoë;Ünal\n'


class Teacher:
    """A running teacher's side, and a browser without scripts that has its token."""

    def __init__(self, placement: Placement, course: SmallCourse, address: str) -> None:
        self.placement = placement
        self.course = course
        self.address = address
        self.ids = {p.first_name: p.pupil_id for p in Roster.load(placement.data.roster).pupils}
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )

    @property
    def log(self) -> str:
        return (self.placement.data.path / "teacher.log").read_text("utf-8")

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, xsrf: bool = True, **fields: str) -> Page:
        if xsrf:
            fields["_xsrf"] = re.search('name="_xsrf" value="([^"]+)"', self.get("course/pupils").text)[1]
        return self._ask(urllib.request.Request(self.address + path, urllib.parse.urlencode(fields).encode()))

    def upload(self, name: str, content: bytes, page: str = "pupils/import", field: str = "list") -> Page:
        xsrf = re.search('name="_xsrf" value="([^"]+)"', self.get("course/pupils").text)[1]
        parts = [
            b'--b\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n' + xsrf.encode(),
            f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode() + content,
        ]
        body = b"\r\n".join([*parts, b"--b--\r\n"])
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        return self._ask(urllib.request.Request(f"{self.address}course/{page}", body, headers))

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._browser.open(request, timeout=60) as answer:
                return Page(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Page(error.code, dict(error.headers), error.read())


class Page:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()


def start(small, placement, port, out) -> subprocess.Popen:
    command = [sys.executable, "-m", "course_site.teacher"]
    command += [str(small.root), "small-school", str(placement.data.path), str(port)]
    return subprocess.Popen(command, env={**os.environ, "COURSE_TEACHER_TOKEN": TOKEN}, stdout=out, stderr=out)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(process: subprocess.Popen, port: int) -> None:
    for _ in range(3000):
        assert process.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def signed_in(teacher, browser, **options):
    page = browser.new_context(**options).new_page()
    page.goto(f"{teacher.address}course/?token={TOKEN}")
    assert "token" not in page.url
    return page
