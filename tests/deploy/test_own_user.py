"""A pupil's server on one machine can use up neither its memory nor its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from course_site.hub.own_user import FIRST_UID, MOST_MEMORY, MOST_TASKS, OwnUser

USER = FIRST_UID + 4321
EVERYBODYS = Path("/usr/bin/python3")
FORKS = """
import os, time
os.setpgid(0, 0)
started = 0
try:
    while started < 10_000:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        started += 1
except BlockingIOError:
    print(started, flush=True)
os.killpg(0, 9)
"""


def run(python: Path, program: str, apart: bool) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as home:
        if apart:
            os.chown(home, USER, USER)
        become = OwnUser(apart=apart, uid=USER, home_dir=home).make_preexec_fn("noor")
        return subprocess.run([python, "-c", program], preexec_fn=become, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts all of a process's own memory")
def test_a_process_that_never_stops_asking_for_memory_is_told_so():
    given = run(Path(sys.executable), f"kept = bytearray({MOST_MEMORY // 4}); print('enough')", apart=False)
    assert given.stdout == "enough\n", given.stderr
    greedy = run(Path(sys.executable), f"kept = bytearray({MOST_MEMORY})", apart=False)
    assert greedy.returncode == 1 and "MemoryError" in greedy.stderr


@pytest.mark.skipif(os.geteuid() != 0 or not EVERYBODYS.exists(), reason="only root can become another user")
def test_a_process_that_starts_others_without_end_is_stopped():
    told = run(EVERYBODYS, FORKS, apart=True)
    assert told.stdout and 0 < int(told.stdout) < MOST_TASKS, told.stderr
