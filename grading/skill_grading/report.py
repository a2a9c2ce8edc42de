"""Writing the skill report of a class: a page, a PDF for a meeting, and the tables behind them."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.forms import Moment
from scenario_quiz.labels import load_labels
from skill_grading.class_report import ClassReport
from skill_grading.course_evidence import CourseEvidence
from skill_grading.data import DataFolder
from skill_grading.forms import moment_name
from skill_grading.report_page import render_page
from skill_grading.report_pdf import render_pdf
from skill_grading.report_tables import tables, to_csv
from skill_grading.report_words import ReportWords

ALL = "all"
"""What a report over the whole course is called, in the place of an assignment."""


class ReportError(Refusal):
    """There is nothing to report on; the message says what and how to mend it."""


def write_report(
    data: DataFolder,
    course: Course,
    assignment: str,
    class_name: str | None,
    language: str,
    output_dir: Path | None = None,
    names: bool = True,
) -> list[Path]:
    """Write the report of one class (None: of every class, each in a folder of its own); gives the files.

    `output_dir` is the data folder's reports/ by default. Without `names`, pupils stand in it by id only.
    Raises ReportError for a class that the roster does not have, or an assignment without a release.
    """
    evidence = CourseEvidence(data, course.school, None if assignment == ALL else [assignment])
    if not evidence.exercises:
        what = "Nothing was released yet" if assignment == ALL else f"'{assignment}' was never released"
        raise ReportError(f"{what}, so nobody can have handed it in. Run: course release")
    if not evidence.classes:
        raise ReportError("There are no pupils yet. Import a class list: course pupils import klas.csv")
    if class_name not in (None, *evidence.classes):
        raise ReportError(f"There is no class '{class_name}'; there is: {', '.join(evidence.classes)}.")
    words = report_words(course, evidence, language)
    title = words("whole_course") if assignment == ALL else words.exercise(assignment)
    written: list[Path] = []
    for name in evidence.classes if class_name is None else [class_name]:
        folder = report_folder(output_dir or data.reports, assignment, name)
        written += _write(folder, evidence.report(name, names), words, title, names)
    return written


def report_words(course: Course, evidence: CourseEvidence, language: str) -> ReportWords:
    """The words of a report on this evidence."""
    titles = {name: each.words[language].title for name, each in course.assignments.items()}
    titles |= {moment.value: moment_name(moment, language) for moment in Moment}
    return ReportWords(load_labels("skill_grading", language), course.school, evidence.scenarios, titles, language)


def report_folder(output_dir: Path, assignment: str, class_name: str) -> Path:
    """Where the report of a class goes; safe on every system, whatever the class is called, and its own."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", class_name).strip("-")
    if plain != class_name:
        plain = f"{plain}-{sha256(class_name.encode()).hexdigest()[:6]}".lstrip("-")
    return output_dir / assignment / plain


def _write(folder: Path, report: ClassReport, words: ReportWords, title: str, names: bool) -> list[Path]:
    day = date.today()
    files: dict[str, bytes | str] = {
        "report.html": render_page(report, words, title, day),
        "report.pdf": render_pdf(report, words, title, day),
    }
    files |= {f"{name}.csv": to_csv(table, words("decimal")) for name, table in tables(report, names).items()}
    for name, content in files.items():
        write_atomically(folder / name, content)
    return [folder / name for name in files]
