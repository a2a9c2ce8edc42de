"""A whole school: from hand-ins in the inbox to marks in the gradebook, and how much memory that takes.

    python tests/benchmarks/bench_school.py [--pupils 1000]

As a user does it: `course collect all`, then `course grade all`, from start to end, on the course as it stands; and
`course retire` when the year is over. Every open answer is another text. The peer is a quarter of the
school in the same run: memory should be the same, and time per hand-in no more.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from course_site.demo_answers import Demo
from course_site.publish import release_all
from scenario_quiz.course import Course, find_root
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore

GOAL_SECONDS, GOAL_MB, GOAL_HAND_INS = 15, 500, 9000
CLASS = 25
TEXT = "I would ask my mentor."


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=1000)
    given = options.parse_args()
    course = Course.load(find_root(Path(__file__).parent))
    print(f"{len(course.collected)} exercises, hand-in to gradebook, by the commands that a user gives")
    for pupils in (given.pupils // 4, given.pupils):
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(Path(folder))
            hand_in(data, course, pupils, list(course.collected))
            collecting, grading = (command(course, data, what, "all") for what in ("collect", "grade"))
            tomorrow = str(date.today() + timedelta(days=1))
            retiring = command(course, data, "retire", "--before", tomorrow, "--yes")
        seconds, memory = collecting.seconds + grading.seconds, max(collecting.memory, grading.memory)
        hand_ins = pupils * len(course.collected)
        print(
            f"  {pupils:>5} pupils: collecting {collecting.seconds:.2f} s, grading {grading.seconds:.2f} s, together"
            f" {seconds:.2f} s: {1000 * seconds / hand_ins:.2f} ms a hand-in, {memory:.0f} MB in all processes;"
            f" at the end of the year retiring them {retiring.seconds:.2f} s"
        )
    print(
        f"  goal: {GOAL_SECONDS} s and {GOAL_MB} MB for {GOAL_HAND_INS} hand-ins;"
        f" at this speed {GOAL_HAND_INS * seconds / hand_ins:.1f} s"
    )


def graded_school(course: Course, data: DataFolder, pupils: int, assignments: Sequence[str]) -> None:
    """A school in classes of CLASS of which these assignments were handed in, collected and graded."""
    hand_in(data, course, pupils, assignments)
    school = (Pupil(f"P{each:04}", f"{1 + each // CLASS}A", "Noor", f"{each:04}") for each in range(pupils))
    Roster(tuple(school)).save(data.roster)
    for what in ("collect", "grade"):
        command(course, data, what, "all")


class Measured(NamedTuple):
    """Seconds on the clock, seconds of the processors, and the most memory in MB, of all processes of a command."""

    seconds: float
    processors: float
    memory: float


def command(course: Course, data: DataFolder, what: str, *options: str) -> Measured:
    """What a `course` command takes.

    Memory is what is theirs alone (Pss), looked at twice a second: looking holds them up.
    """
    call = [sys.executable, "-c", "from course_site.cli import main; main()", "--data", str(data.path), what, *options]
    before = times()
    most, started = 0.0, time.perf_counter()
    with subprocess.Popen(call, cwd=course.root, stdout=subprocess.PIPE, text=True) as running:
        while True:
            try:
                told, _ = running.communicate(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                most = max(most, sum(map(memory, family(running.pid))))
        seconds = time.perf_counter() - started
    if running.returncode or "refused" in told.replace(" 0 refused", "") or "not graded" in told.replace(
        " 0 not graded", ""
    ):  # fmt: skip
        sys.exit(f"course {what} did not do everything:\n{told}")
    return Measured(seconds, times() - before, most)


def times() -> float:
    """Seconds that the processors worked for processes which this one started and which have ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def family(process: int) -> list[int]:
    """A process and those that it started, by id."""
    tasks = Path(f"/proc/{process}/task")
    try:
        children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []
    return [process, *(each for child in children for each in family(child))]


def memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def hand_in(data: DataFolder, course: Course, pupils: int, assignments: Sequence[str]) -> None:
    """Release every exercise and put everybody's answers to some into the inbox."""
    release_all(course, data)
    demo = Demo(1, {"otherwise": dict.fromkeys(["good", "partly", "not-yet"], [TEXT])}, datetime(2026, 11, 23, 8))
    school = demo.pupils([f"P{number:04}" for number in range(pupils)], course.school.skills)
    with Inbox(data.inbox_url) as inbox:
        for name in assignments:
            release = ReleaseStore(data).current(name)
            for pupil in school:
                answers = demo.answers(pupil, release)
                own = json.dumps(answers).replace(TEXT, f"{pupil.name} would ask the mentor of {name}.").encode()
                given = {"version": release.version, "attempt": answers["attempt"], "answered": 1, "steps": 1}
                inbox.accept(pupil.name, name, own, **given)


if __name__ == "__main__":
    main()
