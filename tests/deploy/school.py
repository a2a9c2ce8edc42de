"""A real JupyterHub with its proxy and services over a real PostgreSQL, for three pupils and a teacher."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from course_site.hub.local import LocalHub, local_hub
from scenario_quiz.course import Course
from scenario_quiz.release import Release, freeze
from skill_grading.course_facts import CourseFacts, keep_facts
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.pupils.roster import Roster, import_class_list
from tests.browser.quiz_pages import exercise_page
from tests.conftest import SmallCourse
from tests.database import running_postgres
from tests.deploy.everyones_python import everyones_python

CLASS_LIST = """klas;naam;voornaam;gebruikersnaam
5VZ;Peeters;Noor;noor
5VZ;El Amrani;Yassin;yassin
5VZ;De Smet;Sofie;sofie
"""
PATIENCE = 120  # seconds, on a busy machine


@dataclass
class School:
    """A Hub that runs, and what it serves."""

    hub: LocalHub
    course: Course
    data: DataFolder
    release: Release
    homes: Path

    @property
    def pupils_address(self) -> str:
        return f"{self.hub.address}services/hand-in/"

    @property
    def teacher_address(self) -> str:
        return f"{self.hub.address}services/teacher/course/"

    def pupil_id(self, first_name: str) -> str:
        return next(one.pupil_id for one in Roster.load(self.data.roster).pupils if one.first_name == first_name)


@contextmanager
def running_school() -> Iterator[School]:
    """The school for as long as the block runs; meanwhile the environment names its databases."""
    with (
        pytest.MonkeyPatch.context() as patch,
        running_postgres("inbox", "gradebook", "hub") as urls,
        # Not pytest's own folder: the pupils' servers are users of their own, whom nobody else lets in there.
        tempfile.TemporaryDirectory(prefix="hub-") as name,
    ):
        folder = Path(name)
        folder.chmod(0o711)
        course = SmallCourse(folder / "course").load()
        data = DataFolder(folder / "data")
        patch.setenv("COURSE_INBOX_URL", urls["inbox"])
        patch.setenv("COURSE_GRADEBOOK_URL", urls["gradebook"])
        patch.setenv("COURSE_HUB_DB_URL", urls["hub"])
        patch.setenv("COURSE_SECRET", os.urandom(32).hex())
        patch.setenv("COURSE_SITE", str(folder / "site"))
        release = freeze(course.assignments["placement"], course.school)
        release_assignment(data, release)
        keep_facts(data, CourseFacts.of(course))
        class_list = folder / "list.csv"
        class_list.write_text(CLASS_LIST)
        import_class_list(data, class_list)
        class_list.unlink()
        exercise_page(folder / "site" / "nl", release)
        hub = local_hub(course, data, _free_port(), everyones_python(folder))
        process = hub.start()
        try:
            for service in ("hand-in/nl/exercise.html", "teacher/course/"):
                _wait_for(process, f"{hub.address}services/{service}")
            yield School(hub, course, data, release, data.homes)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)
        shutil.rmtree(data.hub, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process, address: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < give_up:
        with suppress(URLError, TimeoutError), urlopen(address, timeout=10):
            return
        time.sleep(0.2)
    raise AssertionError(f"{address} did not come up")
