"""A school whose pupils use nbgrader: its own commands from release to submit, and nothing of a pupil is ever run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenario_quiz.workbook import Exercise
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME, Placement


def as_pupil(folder: Path, exchange: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Stock nbgrader in a pupil's own folder, with no setting but where the exchange is."""
    return subprocess.run(
        ["nbgrader", *arguments, "--course=small-school", f"--Exchange.root={exchange}"],
        cwd=folder,
        env={
            "HOME": str(folder),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "JUPYTER_CONFIG_DIR": str(folder / "settings"),
            "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        },
        text=True,
        capture_output=True,
    )


def entries(content: bytes) -> dict:
    return json.loads(content)["scenarios"]


def code_cell(source: str) -> dict:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


@pytest.fixture
def exchange(tmp_path) -> Path:
    folder = tmp_path / "exchange"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


@pytest.fixture
def account() -> str:
    from nbgrader.utils import get_username

    return get_username()


def test_release_fetch_submit_and_collect_with_nbgraders_own_commands(placement, exchange, account, tmp_path):
    Roster((Pupil("p-noor", "5VZ", "Noor", "Peeters", account),)).save(placement.data.roster)
    released = placement.nbgrader("release_assignment", NAME, COURSE_EXCHANGE=str(exchange))
    assert released.returncode == 0, released.stderr
    pupil = tmp_path / "pupil"
    pupil.mkdir()
    fetched = as_pupil(pupil, exchange, "fetch_assignment", NAME)
    assert fetched.returncode == 0, fetched.stderr

    exercise = Exercise("nl", pupil / NAME)
    done = entries(placement.answers())
    for scenario, log in done.items():
        exercise.quiz(scenario).answers = log
    canary = tmp_path / "canary"
    notebook = pupil / NAME / f"{NAME}.ipynb"
    content = json.loads(notebook.read_text())
    content["cells"].insert(0, code_cell(f"open({str(canary)!r}, 'w')"))
    notebook.write_text(json.dumps(content))
    (pupil / NAME / "nbgrader_config.py").write_text(f"open({str(canary)!r}, 'w')")
    submitted = as_pupil(pupil, exchange, "submit", NAME)
    assert submitted.returncode == 0, submitted.stderr

    for command in ("collect", "autograde"):
        done_by_teacher = placement.nbgrader(command, NAME, COURSE_EXCHANGE=str(exchange))
        assert done_by_teacher.returncode == 0, done_by_teacher.stderr

    with Inbox(placement.data.inbox_url) as inbox:
        (hand_in,) = inbox.counting(NAME)
    assert (hand_in.pupil_id, hand_in.route) == ("p-noor", "nbgrader")
    assert entries(hand_in.answers) == done
    assert not canary.exists()
    ours = placement.data.release / NAME / f"{NAME}.ipynb"
    assert (placement.submitted("p-noor") / f"{NAME}.ipynb").read_bytes() == ours.read_bytes()
    assert placement.marks()["p-noor", "walk"][0] == 5


def submission(exchange: Path, name: str, answers: bytes | None) -> Path:
    folder = exchange / "small-school/inbound" / name
    folder.mkdir(parents=True)
    if answers is not None:
        (folder / "answers.json").write_bytes(answers)
    return folder


def test_one_bad_submission_stops_nobody(placement: Placement, exchange, account, tmp_path):
    Roster((Pupil("p-noor", "5VZ", "Noor", "Peeters", account),)).save(placement.data.roster)
    when = "2026-11-23 08:00:00 UTC"
    submission(exchange, f"{account}+{NAME}+{when}+a", placement.answers())
    submission(exchange, f"somebody-else+{NAME}+{when}+b", placement.answers(attempt="b"))
    submission(exchange, f"{account}+{NAME}+no time+c", b"{")
    submission(exchange, f"{account}+{NAME}+{when}+d", None)
    linked = submission(exchange, f"{account}+{NAME}+{when}+e", None)
    (linked / "answers.json").symlink_to(placement.data.releases / NAME / "releases.json")
    (exchange / f"small-school/inbound/{account}+{NAME}+{when}+f").symlink_to(linked)

    command = placement.nbgrader("collect", NAME, COURSE_EXCHANGE=str(exchange))

    assert command.returncode == 0, command.stderr
    assert "6 files: 1 collected, 0 were there already, 0 kept without counting, 0 of unknown pupils, 5 refused" in (
        command.stderr
    )
    assert [path.name for path in placement.data.submitted.iterdir()] == ["p-noor"]
