"""Hostile inputs found by coverage, for every parser. `make test-all` installs what it takes, where it can."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

RUNS = 100_000


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
def test_no_input_that_leads_further_into_a_parser_breaks_it(root, tmp_path):
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: it has wheels for Linux and some versions of Python only")
    limits = [f"-runs={RUNS}", "-seed=1", "-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={tmp_path}/"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing.with_atheris", *limits], cwd=root, capture_output=True, text=True
    )
    assert run.returncode == 0, f"{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    assert f"Done {RUNS} runs" in run.stderr
