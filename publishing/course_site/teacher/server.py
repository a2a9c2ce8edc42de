"""Running the teacher's Jupyter Server: this machine only, with a token, without a word to any other host."""

from __future__ import annotations

import logging
import os

from course_site.ports import check_free
from course_site.settings import THEME
from scenario_quiz.course import Course
from skill_grading.course_folder import environment, prepare
from skill_grading.data import DataFolder

HOST = "localhost"
CHOOSE = "make serve TEACHER_PORT="
LOG = "teacher.log"
# A variable of the environment: the process stops when its standard input comes to an end.
UNTIL_END_OF_INPUT = "COURSE_TEACHER_UNTIL_END_OF_INPUT"

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


def serve_teacher(data: DataFolder, course: Course, port: int, token: str, pupils_address: str = "") -> None:
    """Serve the teacher's side until the process is stopped; takes the whole process, environment included.

    `pupils_address` goes on the code cards, unless only this machine finds it. Raises Refusal when the port is taken.
    """
    check_free(HOST, port, CHOOSE)
    # On a full disk, what the log can't take would come on the teacher's screen, each line as a traceback.
    logging.raiseExceptions = False
    prepare_process(data)
    # Jupyter looks at the environment when it is imported.
    from course_site.teacher.jupyter import TeacherServer, settings

    app = TeacherServer.instance(config=settings(data, course, port, token, pupils_address))
    app.initialize(argv=[])
    app.start()


def prepare_process(data: DataFolder) -> None:
    """Make this process one of the teacher's side: its environment, before anything of Jupyter is imported."""
    prepare(data)
    os.environ.update(environment(data))
    # Neither a teacher's own Jupyter settings nor a file of ours in their home folder: all that is in the data.
    jupyter = data.path / "jupyter"
    os.environ |= {
        "JUPYTER_CONFIG_DIR": str(jupyter),
        "JUPYTER_DATA_DIR": str(jupyter / "data"),
        "JUPYTER_RUNTIME_DIR": str(jupyter / "runtime"),
        # Where Voila looks for templates.
        "JUPYTER_PATH": str(THEME),
    }


def teacher_address(port: int, token: str) -> str:
    """Where the teacher begins."""
    return f"http://{HOST}:{port}/course/?token={token}"
