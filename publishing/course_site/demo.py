"""`course demo`: a class that has handed in, through the same door as real pupils."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from course_site.demo_answers import Demo
from course_site.handin import make_app, running
from course_site.publish import release_all, site_folder
from scenario_quiz.base import Model
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from scenario_quiz.labels import load_labels
from scenario_quiz.yaml_file import read_yaml
from skill_grading.data import DataFolder
from skill_grading.dates.forms import pair_of
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import ImportReport, Roster, import_class_list, new_codes
from skill_grading.releases import ReleaseStore


class _Name(Model):
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class _Trial(_Name):
    class_name: str


class _DemoClass(Model):
    """`demo.yml`."""

    class_name: str
    trial: _Trial
    started: str
    pupils: list[_Name]
    texts: dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class DemoReport:
    """What was done. ``trial_code`` lets someone new try it as a pupil who has not handed in yet."""

    class_name: str
    pupils: int
    handed_in: int
    trial_code: str

    def describe(self, labels: dict[str, str]) -> str:
        """The report in words."""
        return labels["demo_report"].format(**vars(self))

    def __str__(self) -> str:
        return self.describe(load_labels("course_site", "en"))


def fill_demo(
    data: DataFolder,
    course: Course,
    base_url: str | None = None,
    seed: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> DemoReport:
    """Hand in for a demo class, over HTTP: at the service at ``base_url``, or at one of its own.

    The same seed gives the same answers. Who has handed in already is left alone, so it may run twice. ``progress``
    hears (done, total). Raises Refusal when the data folder holds real pupils.
    """
    demo_class = read_yaml(Path(str(files("course_site"))) / "demo.yml").parse(_DemoClass)
    _check_no_real_pupils(data, demo_class)
    release_all(course, data)
    report = _import(data, demo_class)
    by_name = {f"{pupil.first_name} {pupil.last_name}": pupil.pupil_id for pupil in report.new + report.known}
    ids = {name: by_name[name] for name in (pupil.name for pupil in demo_class.pupils)}
    trial_id = by_name[demo_class.trial.name]
    waiting = [trial_id, *_waiting(data, ids.values())]
    codes = report.codes | new_codes(data, [pupil_id for pupil_id in waiting if pupil_id not in report.codes])
    releases = [release for name in course.collected if (release := ReleaseStore(data).current(name))]
    demo = Demo(seed, demo_class.texts, datetime.fromisoformat(demo_class.started))
    pupils = demo.pupils(ids, course.school.skills)
    pair, roster = pair_of(course.forms), Roster.load(data.roster).by_id
    rounds = [False, True] if pair else [False]
    with _service(data, course, base_url) as address:
        visitors = {name: _Visitor(address, codes[ids[name]]) for name in ids if ids[name] in waiting}
        for number, exam in enumerate(rounds):
            if pair and visitors:
                _open_exam(data, demo_class.class_name, exam)
            for done, pupil in enumerate(pupils, start=1):
                for release in releases if pupil.name in visitors else []:
                    moment = pair and pair.moment(release.assignment, roster[ids[pupil.name]].entry_form)
                    if exam is (moment is Moment.EXAM):
                        now = pupil.before_lessons() if moment is Moment.ENTRY else pupil
                        visitors[pupil.name].hand_in(release.assignment, demo.answers(now, release))
                progress(number * len(ids) + done, len(rounds) * len(ids))
    return DemoReport(demo_class.class_name, len(ids), len(waiting) - 1, codes[trial_id])


def _open_exam(data: DataFolder, class_name: str, opened: bool) -> None:
    """Open the final exam of the demo class, or have it closed as at the beginning."""
    with Inbox(data.inbox_url) as inbox:
        if opened:
            inbox.calendar.set(Moment.EXAM, Dates(opens=datetime.now(UTC)), class_name)
        else:
            inbox.calendar.forget(Moment.EXAM, class_name)


def _check_no_real_pupils(data: DataFolder, demo_class: _DemoClass) -> None:
    known = {demo_class.class_name, demo_class.trial.class_name}
    real = sorted(set(Roster.load(data.roster).classes) - known)
    if real:
        raise Refusal(
            f"{data.path} holds real pupils ({', '.join(real)}), and a demo class must not stand among them. "
            f"Use another folder: course --data _demo demo"
        )


def _import(data: DataFolder, demo_class: _DemoClass) -> ImportReport:
    """Bring the class in as a class list, as a school would."""
    rows = [("klas", "naam", "voornaam")]
    rows += [(demo_class.class_name, pupil.last_name, pupil.first_name) for pupil in demo_class.pupils]
    trial = demo_class.trial
    rows.append((trial.class_name, trial.last_name, trial.first_name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "klas.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return import_class_list(data, path)


def _waiting(data: DataFolder, pupil_ids: Iterable[str]) -> list[str]:
    """Of these pupils the ones who have not handed in every exercise."""
    with Inbox(data.inbox_url) as inbox:
        handed_in = {(attempt.pupil_id, attempt.assignment) for attempt in inbox.attempts()}
    assignments = ReleaseStore(data).assignments()
    return [
        pupil_id for pupil_id in pupil_ids if any((pupil_id, assignment) not in handed_in for assignment in assignments)
    ]


@contextmanager
def _service(data: DataFolder, course: Course, base_url: str | None) -> Iterator[str]:
    if base_url is not None:
        yield base_url
        return
    with running(make_app(data, site_folder(course), course)) as address:
        yield address


class _Visitor:
    """A pupil's browser, as far as the service sees it."""

    def __init__(self, address: str, code: str) -> None:
        parts = urlsplit(address)
        self._connection = HTTPConnection(parts.netloc, timeout=60)
        self._path = parts.path
        self._headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Content-Type": "application/json"}
        self._ask("POST", "session", {"code": code})

    def hand_in(self, assignment: str, answers: dict) -> None:
        """Half of the answers as a draft, as if the pupil went on at another device; then all of them."""
        draft = self._ask("GET", f"drafts/{assignment}")
        half = dict(list(answers["scenarios"].items())[: len(answers["scenarios"]) // 2])
        self._ask(
            "PUT", f"drafts/{assignment}", {"revision": draft["revision"], "answers": {**answers, "scenarios": half}}
        )
        self._ask("POST", f"hand-ins/{assignment}", answers)

    def _ask(self, method: str, path: str, body: dict | None = None) -> dict:
        data = None if body is None else json.dumps(body)
        self._connection.request(method, f"{self._path}api/{path}", data, self._headers)
        answer = self._connection.getresponse()
        content = json.loads(answer.read())
        if answer.status not in (200, 201):
            raise Refusal(f"The hand-in service refused {method} {path}: {content['error']} ({content['message']}).")
        if cookie := answer.headers.get("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return content
