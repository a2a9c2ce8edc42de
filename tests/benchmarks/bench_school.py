"""A whole school: from hand-ins in the inbox to marks in the gradebook, and how much memory that takes.

    python tests/benchmarks/bench_school.py [--pupils 1000] [--assignments 9] [--workers 1]

The assignments are copies of one, with answers of their own; every open answer is another text. The peer is a quarter
of the school in the same run: time per hand-in and memory should be the same. With two workers each takes whole
assignments, as two terminals would.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from course_site.demo_answers import Demo
from scenario_quiz.course import Course, find_root
from scenario_quiz.release import Release, freeze
from skill_grading.assignment import release_assignment
from skill_grading.collecting import collect
from skill_grading.data import DataFolder
from skill_grading.gradebook import grade
from skill_grading.inbox import Inbox

ASSIGNMENT = "internship"
GOAL_SECONDS, GOAL_MB, GOAL_HAND_INS = 15, 500, 9000
TEXT = "I would ask my mentor."


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=1000)
    options.add_argument("--assignments", type=int, default=9)
    options.add_argument("--workers", type=int, default=1)
    given = options.parse_args()
    course = Course.load(find_root(Path(__file__).parent))
    release = freeze(course.assignments[ASSIGNMENT], course.school)
    print(f"{given.assignments} assignments like '{ASSIGNMENT}', hand-in to gradebook, workers: {given.workers}")
    for pupils in (given.pupils // 4, given.pupils):
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(folder)
            names = hand_in(data, release, pupils, given.assignments)
            measured = [timed(step, data, names, given.workers) for step in (collect, grade)]
        seconds, processor = (sum(step[which] for step in measured) for which in (0, 1))
        hand_ins, memory = pupils * given.assignments, max(step[2] for step in measured)
        each, busy = 1000 * seconds / hand_ins, 1000 * processor / hand_ins
        print(
            f"  {pupils:>5} pupils: collecting {measured[0][0]:.2f} s, grading {measured[1][0]:.2f} s, together"
            f" {seconds:.2f} s: {each:.2f} ms a hand-in (of the processor {busy:.2f} ms), {memory:.0f} MB in all"
        )
    print(
        f"  goal: {GOAL_SECONDS} s and {GOAL_MB} MB for {GOAL_HAND_INS} hand-ins;"
        f" at this speed {GOAL_HAND_INS * seconds / hand_ins:.1f} s"
    )


def timed(step, data: DataFolder, names: list[str], workers: int) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the most memory of all workers together in MB."""
    # Processes of their own for each step, so that the memory of one is not counted for the other.
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        started = time.perf_counter()
        used = dict(pool.map(work, [step] * len(names), [data.path] * len(names), names))
        seconds = time.perf_counter() - started
    return seconds, sum(processor for processor, _ in used.values()), sum(memory for _, memory in used.values())


def work(step, folder: Path, name: str) -> tuple[int, tuple[float, float]]:
    """Do one step for one assignment; gives who did it, with the processor time and the memory it took so far."""
    step(DataFolder(folder), name)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return os.getpid(), (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def hand_in(data: DataFolder, release: Release, pupils: int, assignments: int) -> list[str]:
    """Release copies of an assignment and put everybody's answers into the inbox; gives the names of the copies."""
    demo = Demo(1, {"otherwise": dict.fromkeys(["good", "partly", "not-yet"], [TEXT])}, datetime(2026, 11, 23, 8))
    skills = {step.skill for scenario in release.scenarios for step in scenario.decisions.values()}
    school = demo.pupils([f"P{number:04}" for number in range(pupils)], skills)
    names = []
    with Inbox(data.inbox_url) as inbox:
        for number in range(assignments):
            name = f"{ASSIGNMENT}-{number}"
            copy = release.model_copy(update={"assignment": name, "version": sha256(name.encode()).hexdigest()})
            release_assignment(data, copy)
            names.append(name)
            for pupil in school:
                answers = demo.answers(pupil, copy)
                own = json.dumps(answers).replace(TEXT, f"{pupil.name} would ask mentor {number}.").encode()
                given = {"version": copy.version, "attempt": answers["attempt"], "answered": 1, "steps": 1}
                inbox.accept(pupil.name, name, own, **given)
    return names


if __name__ == "__main__":
    main()
