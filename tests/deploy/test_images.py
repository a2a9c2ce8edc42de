"""The images of the recipe, built and run as the cluster would run them: as nobody special, unable to write them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.deploy.cluster import Container, values
from tests.deploy.images import PROGRAMS, Images, built_images, context_of, missing
from tests.deploy.running import PATIENCE, TEACHER, Cluster, running_cluster, signed_in
from tests.publishing.planted import CANARY, planted_course

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("hub"), pytest.mark.timeout(3600)]
BUILD_TOOLS = {"gcc", "cc", "make", "npm", "node", "git", "pip", "pytest", "uv"}
PUPIL = 1000  # the user that the chart gives every pupil's server


class InImages:
    """Runs the containers of the manifests, and pupils' servers, in the images."""

    def __init__(self, folder: Path, images: Images) -> None:
        self._images, self._folder = images, folder
        for name in ("data", "backups", "home"):
            (folder / name).mkdir(mode=0o700)
            os.chown(folder / name, PUPIL, PUPIL)

    def command(self, one: Container, given: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        return self._images.run(one, given, self._folder), dict(os.environ)

    def spawner(self) -> str:
        pupil = values()["singleuser"]
        command = self._images.run_pupil(self._folder / "home", pupil)
        return f"""
from jupyterhub.spawner import SimpleLocalProcessSpawner
c.JupyterHub.spawner_class = SimpleLocalProcessSpawner
c.Spawner.cmd = {command!r}
c.Spawner.default_url = {pupil["defaultUrl"]!r}
c.Spawner.start_timeout = c.Spawner.http_timeout = {PATIENCE}
"""


@pytest.fixture(scope="module")
def images(root, tmp_path_factory) -> Iterator[Images]:
    if lacking := missing():
        pytest.skip(f"building images needs {lacking}: as root, apt-get install {' '.join(PROGRAMS)}")
    folder = tmp_path_factory.mktemp("images")
    planted_course(root, folder / "context")
    context_of(root, folder / "context")
    # Podman wants a short path, and a folder of a worker's own is none.
    with TemporaryDirectory() as short, built_images(Path(short), folder / "context") as built:
        yield built


@pytest.fixture(scope="module")
def cluster(images, tmp_path_factory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "course").mkdir()
    with running_cluster(folder, InImages(folder, images)) as one:
        yield one


def test_no_key_is_in_the_pupils_image_and_no_tool_in_either(images):
    names, telling = [], []
    for name, content in images.files("course-pupil"):
        names.append(name)
        telling += [name] if CANARY.encode() in content else []
    assert telling == []
    assert [each for each in names if each.startswith(("course/exercises", "course/schools", "course/chapters"))] == []
    assert any(each.startswith("opt/pupil-files/exercises/") for each in names)

    of_service = dict(images.files("course-service"))
    assert any(CANARY.encode() in content for content in of_service.values())
    for each in [*names, *of_service]:
        assert not ("/bin/" in each and Path(each).name in BUILD_TOOLS), each


def test_pupils_and_teacher_work_in_the_images(cluster):
    page = "services/hand-in/api/sign-in?to=/services/hand-in/api/course"
    _, pupil = signed_in(cluster, "noor", page)
    assert pupil.json()["pupil"]["name"] == "Noor"
    assert "privacy" in pupil.json()["assignments"]

    _, teacher = signed_in(cluster, TEACHER, "services/teacher/course/")
    assert teacher.status_code == 200
    _, shut_out = signed_in(cluster, "noor", "services/teacher/course/")
    assert shut_out.status_code == 403


def test_a_pupils_server_runs_an_exercise_and_knows_no_key(cluster):
    browser, _ = signed_in(cluster, "noor", "hub/spawn")
    lab = f"{cluster.address}user/noor/lab"
    give_up = time.monotonic() + PATIENCE
    while (answer := browser.get(lab, timeout=60)).status_code != 200 or not answer.url.startswith(lab):
        assert time.monotonic() < give_up, (answer.status_code, answer.url)
        time.sleep(1)

    live = browser.get(f"{cluster.address}user/noor/voila/render/exercises/privacy/privacy.ipynb", timeout=PATIENCE)
    assert live.status_code == 200
    assert "application/vnd.jupyter.widget-view+json" in live.text
    assert CANARY not in live.text


def test_the_nightly_backup_is_made_in_the_image(cluster):
    assert cluster.run("backup").wait(timeout=PATIENCE) == 0
