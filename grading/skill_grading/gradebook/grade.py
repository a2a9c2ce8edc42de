"""Grading a whole school at once.

`grade` gives the gradebook that stock `nbgrader autograde` gives, some hundred times faster: nothing is executed,
and a class is one transaction. Notebooks are written first and the gradebook last, so that after a crash grading
again mends everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from skill_grading.collecting.submissions import Judge, Rejected, SubmissionRefused, submitted_pupils
from skill_grading.course_folder import load_settings
from skill_grading.data import DataFolder
from skill_grading.dates.deadlines import read_deadlines
from skill_grading.folders import Aside, holds
from skill_grading.gradebook.assignment import ensure_in_gradebook
from skill_grading.gradebook.filling import Template
from skill_grading.gradebook.writer import GradebookWriter, Result
from skill_grading.marking.gradebook_marks import keep_marks
from skill_grading.releases import ReleaseStore

Progress = Callable[[int, int], None]


@dataclass
class GradeReport:
    """What became of every collected hand-in: pupil ids, and for those that were not graded the reason."""

    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    not_graded: list[Rejected] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{len(self.graded)} graded, {len(self.unchanged)} as they were, {len(self.not_graded)} not graded"]
        return "\n".join([*lines, *(f"  {each.pupil_id}: not graded: {each.message}" for each in self.not_graded)])


def grade(data: DataFolder, assignment: str, progress: Progress | None = None) -> GradeReport:
    """Grade everything that was collected of `assignment`; `progress` is called with (done, total).

    What is graded already with the same result stays untouched. A teacher's marks and comments always stay.
    A hand-in that can't be graded is in the report with the reason, and changes nothing in the gradebook.
    """
    report = GradeReport()
    names = ReleaseStore(data).gradebook_names(assignment)
    pupils = {name: submitted_pupils(data, name) for name in names}
    done, total = 0, sum(map(len, pupils.values()))
    for name in names:
        for _ in _grade_all(data, assignment, name, pupils[name], report):
            done += 1
            if progress is not None:
                progress(done, total)
    return report


def _grade_all(data: DataFolder, assignment: str, name: str, pupils: list[str], report: GradeReport) -> Iterator[str]:
    """Grade the pupils of one gradebook assignment, yielding each when it is done."""
    if not pupils:
        return
    ensure_in_gradebook(data, name)
    settings = load_settings(data)
    template = Template(_restored_notebook(data, assignment, name, settings))
    judge, notebook, autograded = Judge(data, name), f"{assignment}.ipynb", data.autograded
    results = []
    with Aside(autograded) as aside:
        for pupil_id in pupils:
            try:
                submission = judge.read(pupil_id)
                filled = template.fill_in(submission.release, submission.answers)
                new, folder = {notebook: filled.text.encode()}, autograded / pupil_id / name
                if not holds(folder, submission.files | new):
                    aside.replace(folder, new, same={each: submission.folder / each for each in submission.files})
                results.append(Result(pupil_id, submission.received, filled.marks, filled.remarks))
            except SubmissionRefused as error:
                report.not_graded.append(Rejected(pupil_id, error.code, str(error)))
            except Exception as error:
                report.not_graded.append(Rejected(pupil_id, "unexpected", repr(error)))
            yield pupil_id

    def write() -> set[str]:
        with Gradebook(data.gradebook_url, settings.CourseDirectory.course_id) as gradebook:
            deadlines = read_deadlines(data, assignment)
            return GradebookWriter(gradebook, name, assignment, settings, deadlines).write(results)

    changed = write()
    if keep_marks(data, name):
        changed |= write()  # being late costs a part of all points, and now there are more
    for result in results:
        (report.graded if result.pupil_id in changed else report.unchanged).append(result.pupil_id)


def _restored_notebook(data: DataFolder, assignment: str, name: str, settings: Config) -> NotebookNode:
    """The released notebook with nbgrader's own cells restored, as nbgrader prepares it for every pupil."""
    course = CourseDirectory(config=settings)
    converter = Autograde(coursedir=course, config=settings)
    exporter = converter.exporter_class(parent=converter, config=converter.config)
    for preprocessor in converter.sanitize_preprocessors:
        exporter.register_preprocessor(preprocessor)
    where = {"student": "", "assignment": name, "notebook": assignment, "db_url": data.gradebook_url}
    text, _ = exporter.from_filename(
        str(data.release / name / f"{assignment}.ipynb"), resources={"nbgrader": where, "unique_key": assignment}
    )
    return nbformat.reads(text, as_version=4)
