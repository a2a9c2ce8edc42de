"""The skill report of a whole school: how long it takes. What it finds back: `bench_recovery.py`.

    python tests/benchmarks/bench_report.py [--pupils 1000]

Time and memory are those of `course report`, from start to end, after `course collect all` and `course grade all`: a
page and tables for every class of 25, and the school's summary with its PDF. The peer is a quarter of the school in
the same run: time per pupil should be no more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_school import command, graded_school

from scenario_quiz.course import Course, find_root
from skill_grading.data import DataFolder

GOAL_SECONDS, GOAL_PUPILS = 5, 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=GOAL_PUPILS)
    pupils = options.parse_args().pupils
    course = Course.load(find_root(Path(__file__).parent))
    chapters = [name for name, each in course.collected.items() if each.chapter]
    print(f"{len(chapters)} exercises, the report of every class and of the school")
    for number in (pupils // 4, pupils):
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(Path(folder))
            graded_school(course, data, number, chapters)
            took = command(course, data, "report", "all")
        print(
            f"  {number:>5} pupils: {took.seconds:.2f} s, {1000 * took.seconds / number:.1f} ms a pupil,"
            f" {took.processors:.2f} s of the processors, {took.memory:.0f} MB"
        )
    print(f"  goal: {GOAL_SECONDS} s for {GOAL_PUPILS} pupils and 9 exercises")


if __name__ == "__main__":
    main()
