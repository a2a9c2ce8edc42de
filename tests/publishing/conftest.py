"""A hand-in service that runs, with one pupil who has a code; and teachers' sides that run."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from course_site.handin import make_app, running
from scenario_quiz.course import Course
from scenario_quiz.release import Release, freeze
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import import_class_list
from skill_grading.releases import ReleaseStore
from tests.browser.serving import stop
from tests.conftest import SmallCourse
from tests.grading.placement import Placement
from tests.publishing.classroom import Classroom, a_classroom
from tests.publishing.planted import publish_once
from tests.publishing.teachers import CLASS_LIST as TEACHERS_LIST
from tests.publishing.teachers import TOKEN, Teacher, free_port, start, wait_for

CLASS_LIST = "klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;El Amrani;Yassin\n"


@pytest.fixture(scope="session")
def published(root: Path, tmp_path_factory, worker_id: str) -> Path:
    """The school's own course as it is published, in a folder per language; its data are in `data` beside it.

    Its graded keys hold `planted.CANARY`, which makes no difference to what is published: `test_canary` sees to that.
    """
    own = tmp_path_factory.getbasetemp()
    return publish_once(root, (own if worker_id == "master" else own.parent) / "published")


@dataclass
class Answer:
    """What came back: status, headers, and the body as bytes and as JSON."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


@dataclass
class Device:
    """A browser, as far as the service sees it: it keeps a cookie, and sends the origin of the page."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None

    def request(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"Origin": self.address.rstrip("/"), **self.headers}
        if data is not None:
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, data, sent, method=method)
        try:
            with _opener(self.tls).open(request, timeout=30) as answer:
                found = Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            found = Answer(error.code, dict(error.headers), error.read())
        if cookie := found.headers.get("Set-Cookie"):
            self.headers["Cookie"] = cookie.partition(";")[0]
        return found

    def sign_in(self, code: str) -> Answer:
        return self.request("POST", "api/session", {"code": code})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def _opener(tls: ssl.SSLContext | None) -> urllib.request.OpenerDirector:
    secure = [urllib.request.HTTPSHandler(context=tls)] if tls else []
    return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}), *secure)


@dataclass
class Service:
    """A running service over a small course. `codes` are the pupils' codes, by first name."""

    address: str
    course: Course
    data: DataFolder
    site: Path
    release: Release
    codes: dict[str, str]
    ids: dict[str, str]

    def device(self, name: str | None = None) -> Device:
        """A device; with `name` that pupil is signed in."""
        device = Device(self.address)
        if name:
            assert device.sign_in(self.codes[name]).status == 200
        return device

    def inbox(self) -> Inbox:
        return Inbox(self.data.inbox_url)

    def answers(self, attempt: str = "a" * 32, **changed: object) -> dict:
        """A valid answers file: the whole path through one scenario, nothing in the other."""
        time = "2026-11-23T08:00:00.000Z"
        letters = {name: letter for letter, name in self.release.option_ids["walk"]["first"].items()}
        ticks = {name: letter for letter, name in self.release.option_ids["walk"]["left"].items()}
        walk = [
            {"step": "first", "answer": letters["ask"], "time": time},
            {"step": "left", "answer": [ticks["name"]], "time": time},
        ]
        return {
            "format": "scenario-answers",
            "version": 1,
            "course": self.course.school.id,
            "assignment": "placement",
            "content": self.release.version,
            "language": "nl",
            "attempt": attempt,
            "scenarios": {"walk": walk},
        } | changed


@contextmanager
def a_service(small_course: SmallCourse, folder: Path) -> Iterator[Service]:
    """A service with its data and its site in `folder`."""
    course = small_course.load()
    data = DataFolder(folder / "data")
    release = freeze(course.assignments["placement"], course.school)
    ReleaseStore(data).publish(release)
    listed = folder / "klas.csv"
    listed.write_text(CLASS_LIST)
    report = import_class_list(data, listed)
    site = folder / "site"
    (site / "nl").mkdir(parents=True)
    (site / "nl/index.html").write_text("<h1>Welkom</h1>")
    with running(make_app(data, site, course)) as address:
        yield Service(
            address,
            course,
            data,
            site,
            release,
            {pupil.first_name: report.codes[pupil.pupil_id] for pupil in report.new},
            {pupil.first_name: pupil.pupil_id for pupil in report.new},
        )


@pytest.fixture
def service(small_course, tmp_path) -> Iterator[Service]:
    with a_service(small_course, tmp_path) as service:
        yield service


@pytest.fixture(scope="module")
def teacher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teacher")
    with a_teacher(folder, folder) as teacher:
        yield teacher


@pytest.fixture(scope="session")
def classroom(tmp_path_factory) -> Iterator[Classroom]:
    with a_classroom(tmp_path_factory.mktemp("classroom")) as classroom:
        yield classroom


@contextmanager
def a_teacher(folder: Path, disk: Path) -> Iterator[Teacher]:
    """A teacher's side whose data are on `disk`."""
    small = SmallCourse(folder / "course")
    placement = Placement.make(disk / "data", small)
    listed = folder / "klas.csv"
    listed.write_text(TEACHERS_LIST)
    import_class_list(placement.data, listed)
    port = free_port()
    log = (folder / "out.txt").open("w+")
    process = start(small, placement, port, log)
    teacher = Teacher(placement, small, f"http://localhost:{port}/")
    try:
        wait_for(process, port)
        assert teacher.get(f"course/?token={TOKEN}").status == 200
        yield teacher
    finally:
        stop(process)
    assert "Traceback" not in (folder / "out.txt").read_text()
