"""Running the teacher's Jupyter Server: this machine only, with a token, without a word to any other host."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable

from tornado.netutil import bind_sockets

from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from skill_grading.course_folder import environment, prepare
from skill_grading.data import DataFolder

HOST = "localhost"
LOG = "teacher.log"

# Formgrader's pages have scripts in them and ask for MathJax at another host: the first may, the second may not.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


def serve_teacher(
    data: DataFolder,
    course: Course,
    port: int,
    token: str | None = None,
    pupils_address: str = "",
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the teacher's side until the process is stopped; takes the whole process, environment included.

    `pupils_address` goes on the code cards ('' leaves a line to write it on). `ready` is called with the
    address, token included, once a browser can come. Without `token` one is made. Raises Refusal when the port
    is taken.
    """
    _check_free(port)
    prepare(data)
    os.environ.update(environment(data))
    # Neither a teacher's own Jupyter settings nor a file of ours in their home folder: all that is in the data.
    jupyter = data.path / "jupyter"
    os.environ |= {"JUPYTER_CONFIG_DIR": str(jupyter), "JUPYTER_RUNTIME_DIR": str(jupyter / "runtime")}
    from course_site.teacher.jupyter import TeacherServer, settings

    token = token or secrets.token_urlsafe(24)
    app = TeacherServer.instance(config=settings(data, course, port, token, pupils_address))
    app.initialize(argv=[])
    if ready is not None:
        app.io_loop.add_callback(ready, teacher_address(port, token))
    app.start()


def teacher_address(port: int, token: str) -> str:
    """Where the teacher begins."""
    return f"http://{HOST}:{port}/course/?token={token}"


def _check_free(port: int) -> None:
    try:
        sockets = bind_sockets(port, HOST)
    except OSError as error:
        raise Refusal(
            f"Port {port} can't be used for the teacher's side ({error.strerror}); another program may have it. "
            f"Choose another: make serve TEACHER_PORT={port + 1}"
        ) from None
    for each in sockets:
        each.close()
