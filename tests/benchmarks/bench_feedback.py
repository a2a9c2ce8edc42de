"""Feedback per pupil: ours against nbgrader's own `generate_feedback`, on the same graded class, in one run.

    python tests/benchmarks/bench_feedback.py [--pupils 1000] [--few 6]

nbgrader's is timed inside one process, so that what it takes to start does not count. Ours is timed as the teacher's
button does it: read, made and stored for pupils.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
from pathlib import Path

from bench_grading import ASSIGNMENT, clocked, hand_in
from nbgrader.apps.api import NbGraderAPI

from scenario_quiz.course import Course, find_root
from scenario_quiz.release import freeze
from skill_grading.collecting.collect import collect
from skill_grading.course_facts import CourseFacts
from skill_grading.course_folder import load_settings
from skill_grading.data import DataFolder
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import look, release, write_zip
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster

CLASS = 25


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=1000, help="pupils of ours, in classes of 25")
    options.add_argument("--few", type=int, default=6, help="pupils for nbgrader's own")
    given = options.parse_args()
    course = Course.load(find_root(Path(__file__).parent))
    with tempfile.TemporaryDirectory() as folder:
        few, many = (graded_class(Path(folder) / str(n), course, n) for n in (given.few, given.pupils))
        theirs_seconds = clocked(lambda: stock_feedback(few)) / given.few
        pages = list((few.course / "feedback").glob("*/*/*.html"))
        theirs_bytes = sum(page.stat().st_size for page in pages) / len(pages)
        facts = CourseFacts.of(course)
        # What is loaded once, such as the statistics, is no part of what a pupil costs.
        release(FeedbackMaker(few, facts, ASSIGNMENT), unmarked=True)
        ours_few = FeedbackMaker(few, facts, ASSIGNMENT)
        sizes = [len(page.encode()) for one in look(ours_few) for _, page in ours_few.pages(one.ready)]
        before = memory()
        seconds = clocked(lambda: release(FeedbackMaker(many, facts, ASSIGNMENT), unmarked=True))
        grown = memory() - before
        with Inbox(many.inbox_url) as inbox:
            assert len(inbox.feedback.released(ASSIGNMENT)) == given.pupils
        zipped = clocked(lambda: save(many, facts, Path(folder) / "feedback.zip"))
    ours = seconds / given.pupils
    print(f"Feedback on '{ASSIGNMENT}': nbgrader's own for {given.few} pupils, ours for {given.pupils}")
    print(f"  {'nbgrader generate_feedback':34}{theirs_seconds:>9.4f} s each {theirs_bytes / 1000:>8.1f} KB each")
    print(f"  {'ours, made and released':34}{ours:>9.4f} s each {sum(sizes) / len(sizes) / 1000:>8.1f} KB each"
          f" (largest {max(sizes) / 1000:.1f})")  # fmt: skip
    print(f"  {'ratio':34}{theirs_seconds / ours:>9.1f} x      {theirs_bytes * len(sizes) / sum(sizes):>8.1f} x")
    print(f"  {given.pupils} pupils: released in {seconds:.1f} s, saved as a zip in {zipped:.1f} s; "
          f"memory grew by {grown:.0f} MB")  # fmt: skip


def graded_class(folder: Path, course: Course, pupils: int) -> DataFolder:
    """A data folder in which so many pupils handed in, and were collected and graded."""
    data, version = DataFolder(folder), freeze(course.assignments[ASSIGNMENT], course.school)
    release_assignment(data, version)
    names = sorted(hand_in(data, version, pupils))
    Roster(tuple(Pupil(name, f"{at // CLASS:02}", name, "Pupil") for at, name in enumerate(names))).save(data.roster)
    collect(data, ASSIGNMENT)
    grade(data, ASSIGNMENT)
    return data


def stock_feedback(data: DataFolder) -> None:
    """nbgrader's own feedback, as if our settings said nothing of it."""
    settings = load_settings(data)
    del settings["GenerateFeedback"]
    shutil.rmtree(data.course / "feedback", ignore_errors=True)
    result = NbGraderAPI(config=settings).generate_feedback(ASSIGNMENT)
    assert result["success"], result


def save(data: DataFolder, facts: CourseFacts, path: Path) -> None:
    maker = FeedbackMaker(data, facts, ASSIGNMENT, site=None)
    with path.open("wb") as file:
        write_zip(maker, look(maker), file)


def memory() -> float:
    """The most that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
