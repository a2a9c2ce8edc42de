"""`course serve`: both sides on one machine, the pupils' in this process, the teacher's in a process of its own."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import segno
from rich.console import Console
from tornado.netutil import bind_sockets

from course_site import handin
from course_site.publish import publish
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder

ANYWHERE = ("0.0.0.0", "::")


def serve_course(course: Course, data: DataFolder, host: str, port: int, teacher_port: int, out: Console) -> None:
    """Build the course and serve it until Ctrl-C. Raises Refusal, before anything is built, when a port is taken."""
    _check_free(host, port, "PORT")
    _check_free("localhost", teacher_port, "TEACHER_PORT")
    with out.status("Building the course ..."):
        site = publish(course, data)
    with _teacher(course, data, teacher_port) as address:
        handin.serve(data, site, course, host, port, ready=lambda: _tell(out, _address(host, port), address))


@contextmanager
def _teacher(course: Course, data: DataFolder, port: int) -> Iterator[str]:
    """The teacher's side in a process of its own, so that no notebook code shares one with the hand-in service."""
    token = secrets.token_urlsafe(24)
    command = [
        sys.executable,
        "-m",
        "course_site.teacher",
        str(course.root),
        course.school.id,
        str(data.path),
        str(port),
    ]
    # By the environment and not as an argument: other users of the machine can list arguments.
    process = subprocess.Popen(command, env={**os.environ, "COURSE_TEACHER_TOKEN": token})
    try:
        yield f"http://localhost:{port}/course/?token={token}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _check_free(host: str, port: int, variable: str) -> None:
    try:
        sockets = bind_sockets(port, host)
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} can't be used ({error.strerror}); another program may have it. "
            f"Choose another: make serve {variable}={port + 1}"
        ) from None
    for each in sockets:
        each.close()


def _tell(out: Console, pupils: str, teacher: str) -> None:
    out.print(f"\nPupils:   {pupils}")
    out.print(f"Teacher:  {teacher}   (this machine only)")
    if "localhost" not in pupils:
        segno.make(pupils).terminal(compact=True)
    out.print("Stop with Ctrl-C.")


def _address(host: str, port: int) -> str:
    return f"http://{_own_address() if host in ANYWHERE else host}:{port}/"


def _own_address() -> str:
    """The address by which others on the network reach this machine; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return probe.getsockname()[0]
