"""Which sections a report has, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from skill_grading.report.findings import ClassReport
from skill_grading.report.growth_section import growth_section
from skill_grading.report.question_sections import (
    decisions_section,
    paths_section,
    questions_section,
    stories_section,
    trust_section,
)
from skill_grading.report.sections import Section
from skill_grading.report.skill_sections import (
    classes_section,
    errors_section,
    families_section,
    matrix_section,
    reading_section,
    situations_section,
    skills_section,
    work_section,
)
from skill_grading.report.words import ReportWords


def class_sections(report: ClassReport, words: ReportWords) -> list[Section]:
    """Of the report of one class: what the summary needs first, whether the questions are good last."""
    return list(_of_class(report, words))


def _of_class(report: ClassReport, words: ReportWords) -> Iterator[Section]:
    if report.skills:
        yield skills_section(report, words)
        yield matrix_section(report, words)
    if report.growth:
        yield growth_section(report, words)
    if len(report.exercises) > 1 and report.given:
        yield work_section(report, words)
    if report.skills:
        yield from pooled_sections(report, words)


def pooled_sections(report: ClassReport, words: ReportWords) -> Iterator[Section]:
    """What pupils did together; no pupil is named in them."""
    yield errors_section(report, words)
    yield families_section(report, words)
    yield situations_section(report, words)
    if paths := paths_section(report, words):
        yield paths
    yield reading_section(words)
    yield stories_section(report, words)
    yield decisions_section(report, words)
    yield trust_section(report, words)
    yield questions_section(report, words)


def school_sections(whole: ClassReport, classes: list[list[str]], words: ReportWords) -> list[Section]:
    """Of the summary of a whole school; `classes` has a row per class, and a cell per skill."""
    if not whole.skills:
        return []
    found = [skills_section(whole, words), classes_section(whole, classes, words)]
    if whole.growth:
        found.append(growth_section(whole, words))
    return [*found, *pooled_sections(whole, words)]
