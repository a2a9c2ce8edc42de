"""Pupils' servers as users of their own on one machine: whether that can be done here, and what is closed to them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from scenario_quiz.course import Course
from skill_grading.data import DataFolder

NOBODY = 65534
TRIAL = "import os, sys; os.stat(sys.argv[1]); from course_site.hub import pupil_server"


def obstacle(python: Path, folder: Path) -> str:
    """Why pupils' servers can't be users of their own here, as the end of a sentence; empty where they can.

    Tried by a user without any rights, who must get to Python, to the course's packages, and into `folder`.
    """
    if os.geteuid() != 0:
        return "only root can start them as users of their own"
    trial = [python, "-c", TRIAL, folder / "."]
    try:
        subprocess.run(
            trial, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", check=True, capture_output=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return (
            f"other users of this machine can't run the course by {python}, or don't get into {folder}. "
            f"Install it, with a Python of everybody's, in a folder that they get into, such as /srv/course"
        )
    return ""


def close_keys(course: Course, data: DataFolder) -> None:
    """Let none but their owner into the folders that hold keys and answers.

    A pupil's server needs the packages beside them, so the folder of the course itself stays open.
    """
    for folder in (course.root / "exercises", course.root / "schools", course.root / ".git", data.path):
        if folder.is_dir():
            folder.chmod(folder.stat().st_mode & 0o700)
