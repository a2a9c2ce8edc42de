"""`course serve`: both sides on one machine, the pupils' in this process, the teacher's in a process of its own."""

from __future__ import annotations

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import segno
from rich.console import Console

from course_site import handin
from course_site.handin.app import CHOOSE
from course_site.handin.certificate import load_certificate
from course_site.ports import check_free, only_here
from course_site.publish import publish
from course_site.teacher.server import CHOOSE as CHOOSE_TEACHERS
from course_site.teacher.server import HOST, UNTIL_END_OF_INPUT, teacher_address
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder

ANYWHERE = ("0.0.0.0", "::")
PATIENCE = 60  # seconds for the teacher's side to start


@dataclass(frozen=True)
class Door:
    """Where pupils come in: the host and port of this machine, with certificate files for https, and the address at
    which a reverse proxy serves the course.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxy_address: str = ""

    def tls(self) -> ssl.SSLContext | None:
        """What https needs; None for http. Raises Refusal."""
        if self.certificate is None and self.key is None:
            return None
        if self.certificate is None or self.key is None:
            raise Refusal("https needs two files: make serve CERT=certificate.pem KEY=key.pem")
        return load_certificate(self.certificate, self.key)

    @property
    def address(self) -> str:
        """Where pupils find the course."""
        if self.proxy_address:
            return f"{self.proxy_address.rstrip('/')}/"
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{_own_address() if self.host in ANYWHERE else self.host}:{self.port}/"


def serve_course(course: Course, data: DataFolder, door: Door, teacher_port: int, out: Console) -> None:
    """Build the course and serve it until Ctrl-C. Raises Refusal, before anything is built, when a port is taken or a
    certificate can't be used.
    """
    tls = door.tls()
    host, port = door.host, door.port
    check_free(host, port, CHOOSE)
    check_free(HOST, teacher_port, CHOOSE_TEACHERS)
    with out.status("Building the course ..."):
        site = publish(course, data)
    address = door.address
    with _teacher(course, data, teacher_port, address) as teacher:
        app = handin.make_app(data, site, course, behind_proxy=bool(door.proxy_address))
        handin.serve(app, host, port, ready=lambda: _tell(out, address, teacher), tls=tls)


@contextmanager
def _teacher(course: Course, data: DataFolder, port: int, pupils: str) -> Iterator[str]:
    """Run the teacher's side, in a process of its own so that no notebook code shares one with the hand-in service.

    Gives its address once it answers. Raises Refusal when it does not start.
    """
    token = secrets.token_urlsafe(24)
    command = [sys.executable, "-m", "course_site.teacher"]
    command += [str(course.root), course.school.id, str(data.path), str(port), pupils]
    # By the environment and not as an argument: other users of the machine can list arguments.
    environment = {**os.environ, "COURSE_TEACHER_TOKEN": token, UNTIL_END_OF_INPUT: "1"}
    # The input ends with this process, however it ends; else the teacher's side would keep its port for ever.
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    try:
        _wait_for(process, port)
        yield teacher_address(port, token)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(process: subprocess.Popen, port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < give_up:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise Refusal("The teacher's side did not start; the lines above, or teacher.log in the data folder, say why.")


def _tell(out: Console, pupils: str, teacher: str) -> None:
    out.print(f"\nPupils:   {pupils}")
    out.print(f"Teacher:  {teacher}   (this machine only)")
    if not only_here(pupils):
        segno.make(pupils).terminal(compact=True)
    out.print("Stop with Ctrl-C.")


def _own_address() -> str:
    """The address by which others on the network reach this machine; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return probe.getsockname()[0]
