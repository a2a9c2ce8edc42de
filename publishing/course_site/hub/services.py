"""The two services of the Hub. Where each listens, and what it is called there, the Hub says in the environment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from course_site import handin
from course_site.teacher.server import prepare_process
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder


def from_hub(name: str) -> str:
    """What the Hub says under `name`. Raises Refusal where no Hub started this."""
    value = os.environ.get(name)
    if not value:
        raise Refusal(f"{name} is not set: JupyterHub starts this, or the cluster; see deploy/README.md.")
    return value


def serve_hand_in(course: Course, data: DataFolder, site: Path, ready: Callable[[], None]) -> None:
    """The hand-in service, for pupils who sign in with their account of the Hub."""
    where = urlsplit(from_hub("JUPYTERHUB_SERVICE_URL"))
    prefix = from_hub("JUPYTERHUB_SERVICE_PREFIX").rstrip("/")
    app = handin.make_app(data, site, course, behind_proxy=True, hub_prefix=prefix)
    handin.serve(app, where.hostname, where.port, ready)


def serve_teacher(course: Course, data: DataFolder, pupils_address: str) -> None:
    """The teacher's side, for whom the Hub lets in; takes the whole process, environment included."""
    where = urlsplit(from_hub("JUPYTERHUB_SERVICE_URL"))
    prepare_process(data)
    # Jupyter looks at the environment when it is imported.
    from course_site.teacher.handlers import BY_ACCOUNT
    from course_site.teacher.jupyter import TeacherServer, settings

    config = settings(data, course, where.port, "", pupils_address)
    # The Hub's extension says who may come in, and where to listen.
    config.ServerApp.jpserver_extensions |= {"jupyterhub": True}
    config.ServerApp.tornado_settings[BY_ACCOUNT] = True
    # The Hub ends its services by an interrupt: there is nobody to ask, nor is it to be ignored, as whatever a shell
    # starts in the background does.
    config.ServerApp.answer_yes = True
    signal.signal(signal.SIGINT, signal.default_int_handler)
    del config["IdentityProvider"]
    app = TeacherServer.instance(config=config)
    app.initialize(argv=[])
    app.start()
