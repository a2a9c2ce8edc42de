"""What nbgrader's own commands and Formgrader's buttons say about collecting, in nbgrader's log."""

from __future__ import annotations

from logging import Logger

from scenario_quiz.labels import load_labels
from skill_grading.collecting.collect import CollectReport
from skill_grading.collecting.files_report import FilesReport

NEVER_RELEASED = "'{name}' was never released. Write it under exercises/ and run: course release"


def log_files(report: FilesReport, log: Logger) -> None:
    """What became of the files that were taken in: a line for each that a teacher should look at, then the numbers."""
    labels = load_labels("skill_grading", "en")
    for line in report.lines(labels):
        log.warning(line)
    log.info(report.summary(labels))


def log_collected(report: CollectReport, log: Logger) -> None:
    """What was brought to nbgrader: the numbers, and who was refused."""
    log.info(report.summary)
    for each in report.refused:
        log.warning(f"{each.pupil_id} was refused: {each.message}")
