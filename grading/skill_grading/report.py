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
from skill_grading.class_report import ClassReport, PupilEvidence, Standing, class_report
from skill_grading.data import DataFolder
from skill_grading.evidence import AssignmentWork, NotGraded, Work
from skill_grading.forms import moment_name
from skill_grading.growth import ClassGrowth
from skill_grading.growth_section import read_growth
from skill_grading.moment_work import MomentWork, read_work
from skill_grading.report_page import render_page
from skill_grading.report_pdf import render_pdf
from skill_grading.report_tables import tables, to_csv
from skill_grading.report_words import ReportWords


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
    work = read_work(data, assignment)
    if not work.scenarios:
        raise ReportError(f"'{assignment}' was never released, so nobody can have handed it in. Run: course release")
    if not work.classes:
        raise ReportError("There are no pupils yet. Import a class list: course pupils import klas.csv")
    if class_name not in (None, *work.classes):
        raise ReportError(f"There is no class '{class_name}'; there is: {', '.join(work.classes)}.")
    words = ReportWords(load_labels("skill_grading", language), course.school, work.scenarios, language)
    title = (
        moment_name(Moment(assignment), language)
        if isinstance(work, MomentWork)
        else course.assignments[assignment].words[language].title
    )
    written: list[Path] = []
    for name in work.classes if class_name is None else [class_name]:
        folder = report_folder(output_dir or data.reports, assignment, name)
        report = read_report(work, course, name, words, names)
        growth = read_growth(data, name, list(course.school.skills)) if isinstance(work, MomentWork) else None
        written += _write(folder, report, growth, words, title, names)
    return written


def read_report(
    work: AssignmentWork | MomentWork, course: Course, class_name: str, words: ReportWords, names: bool = True
) -> ClassReport:
    """The report of one class as data, from what lies in the data folder now."""
    evidence = [_evidence(work, one, words, names) for one in work.of_class(class_name)]
    if not names:
        # The order of the class list would give the names away.
        evidence.sort(key=lambda pupil: pupil.pupil_id)
    return class_report(class_name, evidence, course.school.skills, course.school.cut, work.scenarios)


def report_folder(output_dir: Path, assignment: str, class_name: str) -> Path:
    """Where the report of a class goes; safe on every system, whatever the class is called, and its own."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", class_name).strip("-")
    if plain != class_name:
        plain = f"{plain}-{sha256(class_name.encode()).hexdigest()[:6]}".lstrip("-")
    return output_dir / assignment / plain


def _evidence(work: AssignmentWork | MomentWork, one: Work, words: ReportWords, names: bool) -> PupilEvidence:
    pupil_id = one.pupil.pupil_id
    name = f"{one.pupil.first_name} {one.pupil.last_name}".strip() if names else pupil_id
    if one.counting is None:
        standing = Standing.ABSENT if pupil_id in work.absent else Standing.MISSING
        return PupilEvidence(pupil_id, name, standing)
    try:
        evidence = work.evidence(one)
    except NotGraded as error:
        return PupilEvidence(pupil_id, name, Standing.NOT_GRADED, words.reason(error.code))
    return PupilEvidence(pupil_id, name, Standing.GRADED, steps=evidence.steps, pooled=evidence.pooled)


def _write(
    folder: Path, report: ClassReport, growth: ClassGrowth | None, words: ReportWords, title: str, names: bool
) -> list[Path]:
    day = date.today()
    files: dict[str, bytes | str] = {
        "report.html": render_page(report, words, title, day, growth),
        "report.pdf": render_pdf(report, words, title, day, growth),
    }
    files |= {f"{name}.csv": to_csv(table, words("decimal")) for name, table in tables(report, names).items()}
    for name, content in files.items():
        write_atomically(folder / name, content)
    return [folder / name for name in files]
