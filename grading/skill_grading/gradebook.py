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
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution
from traitlets.config import Config

from skill_grading.assignment import ensure_in_gradebook
from skill_grading.course_folder import load_settings
from skill_grading.data import DataFolder
from skill_grading.folders import holds, replace_folder
from skill_grading.gradebook_writer import GradebookWriter, Marks, Remarks
from skill_grading.marking.gradebook_marks import keep_marks
from skill_grading.preprocessors import fill_in
from skill_grading.releases import ReleaseStore
from skill_grading.submissions import Rejected, Submission, SubmissionRefused, read_submission, submitted_pupils

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
    with Gradebook(data.gradebook_url, settings.CourseDirectory.course_id) as gradebook:
        writer = GradebookWriter(gradebook, name, assignment, settings)
        template = _template(data, assignment, name, settings)
        for pupil_id in pupils:
            try:
                submission = read_submission(data, name, pupil_id)
                outcome = report.graded if _grade_one(data, name, submission, template, writer) else report.unchanged
                outcome.append(pupil_id)
            except SubmissionRefused as error:
                report.not_graded.append(Rejected(pupil_id, error.code, str(error)))
            except Exception as error:
                report.not_graded.append(Rejected(pupil_id, "unexpected", repr(error)))
            yield pupil_id
        writer.commit()
    keep_marks(data, name)


def _grade_one(
    data: DataFolder, name: str, submission: Submission, template: NotebookNode, writer: GradebookWriter
) -> bool:
    """Grade one hand-in; False when the gradebook has just these marks already. Raises SubmissionRefused."""
    # Filling in replaces the source and the outputs of cells, nothing inside them.
    notebook = NotebookNode(template | {"cells": [NotebookNode(cell) for cell in template.cells]})
    fill_in(notebook, submission.release, submission.score)
    folder = data.autograded / submission.pupil_id / name
    files = submission.files | {f"{submission.release.assignment}.ipynb": f"{nbformat.writes(notebook)}\n".encode()}
    if not holds(folder, files):
        replace_folder(folder, files)
    return writer.write(submission.pupil_id, submission.received, *_marks(notebook))


def _marks(notebook: NotebookNode) -> tuple[Marks, Remarks]:
    """What nbgrader reads from a filled-in notebook: {grade_id: points or None}, {grade_id: remark or None}."""
    graded = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_grade(cell)}
    marks = {name: determine_grade(cell)[0] for name, cell in graded.items()}
    remarks = {
        name: "No response." if cell.metadata.nbgrader.checksum == compute_checksum(cell) else None
        for name, cell in graded.items()
        if is_solution(cell)
    }
    return marks, remarks


def _template(data: DataFolder, assignment: str, name: str, settings: Config) -> NotebookNode:
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
