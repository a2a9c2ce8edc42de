"""Writing the skill report of a class: a page, a PDF for a meeting, and the tables behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pandas as pd

from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_all_atomically
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from skill_grading.data import DataFolder
from skill_grading.evidence.moment_work import ALL
from skill_grading.report.advice import Advice, advice, headline
from skill_grading.report.contents import class_sections
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.findings import ClassReport
from skill_grading.report.page import render_page
from skill_grading.report.pdf import render_pdf
from skill_grading.report.sections import Section
from skill_grading.report.tables import tables, to_csv
from skill_grading.report.words import ReportWords

Content = tuple[str, str, str, Sequence[Advice], Sequence[Section], ReportWords]
"""What a page and a PDF are made of: title, what it is about, introduction, advice, sections and words."""


class ReportError(Refusal):
    """There is nothing to report on; the message says what and how to mend it."""


@dataclass(frozen=True)
class Report:
    """What reports are about: an assignment, "entry", "exam" or ALL, in one language and maybe one period.

    It can be sent to another process; the evidence is read where it is first asked for.
    """

    data: DataFolder
    school: School
    assignment: str
    language: str
    since: date | None = None
    until: date | None = None

    def __getstate__(self) -> dict[str, object]:
        """All but what was read."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def of(cls, data: DataFolder, school: School, assignment: str, language: str, **period: date | None) -> Report:
        """The report on an assignment of `school`. Raises ReportError while there is nothing to report on."""
        report = cls(data, school, assignment, language, **period)
        if not report.evidence.exercises:
            what = "Nothing was released yet" if assignment == ALL else f"'{assignment}' was never released"
            raise ReportError(f"{what}, so nobody can have handed it in. Run: course release")
        if not report.evidence.classes:
            raise ReportError("There are no pupils yet. Import a class list: course pupils import klas.csv")
        return report

    @cached_property
    def evidence(self) -> CourseEvidence:
        names = None if self.assignment == ALL else [self.assignment]
        return CourseEvidence(self.data, self.school, names, self.since, self.until)

    @cached_property
    def words(self) -> ReportWords:
        labels = load_labels("skill_grading", self.language)
        titles = self.evidence.titles(self.language)
        return ReportWords(labels, self.school, self.evidence.scenarios, titles, self.language)

    @property
    def about(self) -> str:
        """The school, what the report is about, and the day."""
        words = self.words
        title = words("whole_course") if self.assignment == ALL else words.exercise(self.assignment)
        period = [words(key, date=words.day(day)) for key, day in (("since", self.since), ("until", self.until)) if day]
        about = words("about", assignment=" ".join([title, *period]), date=words.day(date.today()))
        return f"{self.school.name}. {about}"

    def check_class(self, class_name: str) -> None:
        """Raises ReportError for a class that the roster does not have."""
        if class_name not in self.evidence.classes:
            raise ReportError(f"There is no class '{class_name}'; there is: {', '.join(self.evidence.classes)}.")


def write_report(
    data: DataFolder,
    school: School,
    assignment: str,
    class_name: str,
    language: str,
    output_dir: Path | None = None,
    names: bool = True,
) -> list[Path]:
    """Write the report of one class on an assignment, "entry", "exam" or ALL; gives the files.

    `output_dir` is the data folder's reports/ by default. Without `names`, pupils stand in it by id only.
    Raises ReportError for a class that the roster does not have, or an assignment without a release.
    """
    report = Report.of(data, school, assignment, language)
    report.check_class(class_name)
    return write_class(report, report.evidence.report(class_name, names), output_dir or data.reports, names)


def write_class(report: Report, found: ClassReport, output_dir: Path, names: bool, pdf: bool = True) -> list[Path]:
    """Write what was found of one class into a folder of its own; gives the files."""
    words = report.words
    content = (
        words("title", class_name=found.class_name),
        report.about,
        f"{headline(found, words)} {words('purpose')}",
        advice(found, words),
        class_sections(found, words),
        words,
    )
    return write_files(
        report_folder(output_dir, report.assignment, found.class_name), content, tables(found, names), pdf
    )


def write_files(folder: Path, content: Content, found: Mapping[str, pd.DataFrame], pdf: bool) -> list[Path]:
    """Write a page, a PDF if that is asked for, and the tables; gives the files."""
    files: dict[str, bytes | str] = {"report.html": render_page(*content)}
    if pdf:
        files["report.pdf"] = render_pdf(*content)
    else:
        # One of an earlier time would tell something else than the page.
        (folder / "report.pdf").unlink(missing_ok=True)
    files |= {f"{name}.csv": to_csv(table) for name, table in found.items()}
    write_all_atomically(folder, files)
    return [folder / name for name in files]


def report_folder(output_dir: Path, assignment: str, class_name: str) -> Path:
    """Where the report of a class goes; safe on every system, whatever the class is called, and its own."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", class_name).strip("-")
    if plain != class_name:
        plain = f"{plain}-{sha256(class_name.encode()).hexdigest()[:6]}".lstrip("-")
    return output_dir / assignment / plain
