"""A cluster's own settings, run on this machine: nothing of the Hub's local configuration is used here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from scenario_quiz.release import freeze
from tests.browser.quiz_pages import exercise_page
from tests.conftest import SmallCourse
from tests.deploy.cluster import Container, container
from tests.deploy.running import TEACHER, Cluster, running_cluster, signed_in

pytestmark = pytest.mark.xdist_group("hub")


class Processes:
    """Runs the containers of the manifests as processes of this machine, on a small course."""

    def __init__(self, folder: Path) -> None:
        course = SmallCourse(folder / "course").load()
        exercise_page(folder / "site" / "nl", freeze(course.assignments["placement"], course.school))
        self._image = {"COURSE_DATA": str(folder / "data"), "COURSE_SITE": str(folder / "site"), "HOME": str(folder)}

    def command(self, one: Container, given: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        program, *arguments = one.spec["args"]
        return [str(Path(sys.executable).with_name(program)), *arguments], self._image | given

    def spawner(self) -> str:
        return ""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    with running_cluster(folder, Processes(folder)) as one:
        yield one


def test_the_probes_find_the_services_that_the_manifests_start(cluster):
    for name, address in cluster.services.items():
        spec = container(name).spec
        for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
            answer = requests.get(address + spec[kind]["httpGet"]["path"], timeout=10, allow_redirects=False)
            assert 200 <= answer.status_code < 400, (name, kind)


def test_a_pupil_signs_in_at_the_school_and_is_known_by_the_class_list(cluster):
    page = "services/hand-in/api/sign-in?to=/services/hand-in/api/course"

    _, mine = signed_in(cluster, "noor", page)
    assert mine.json()["pupil"]["name"] == "Noor"

    _, nobody = signed_in(cluster, "stranger", page)
    assert nobody.status_code == 403


def test_the_schools_group_of_teachers_alone_reaches_the_teachers_side(cluster):
    page = "services/teacher/course/"

    _, teacher = signed_in(cluster, TEACHER, page)
    assert (teacher.status_code, teacher.url) == (200, f"{cluster.address}{page}")

    _, pupil = signed_in(cluster, "noor", page)
    assert pupil.status_code == 403


def test_the_release_is_on_record_before_anybody_hands_in(cluster):
    course = requests.get(f"{cluster.address}services/hand-in/api/course", timeout=10)
    assert course.json()["assignments"].keys() == {"placement"}
