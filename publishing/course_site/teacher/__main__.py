"""Run the teacher's side: python -m course_site.teacher ROOT SCHOOL DATA PORT [ADDRESS OF THE PUPILS' SITE].

The token comes by the environment, COURSE_TEACHER_TOKEN, because others on the machine can list arguments. Where
there is none, one is made and the address to open is printed. With COURSE_TEACHER_UNTIL_END_OF_INPUT it stops when
whoever started it has gone.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from pathlib import Path

from course_site.teacher.server import UNTIL_END_OF_INPUT, serve_teacher, teacher_address
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder


def main(root: str, school: str, data: str, port: str, pupils_address: str = "") -> None:
    token = os.environ.pop("COURSE_TEACHER_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(24)
        print(teacher_address(int(port), token))
    if os.environ.pop(UNTIL_END_OF_INPUT, ""):
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    try:
        serve_teacher(DataFolder(data), Course.load(Path(root), school), int(port), token, pupils_address)
    except Refusal as error:
        sys.exit(str(error))


def _stop_at_end_of_input() -> None:
    # Not by sys.stdin, whose lock a thread that waits would hold when the process ends.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
