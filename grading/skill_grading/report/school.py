"""The report of a whole school: a page and tables for each class, and one summary in which no pupil can be found.

The classes are spread over the processors; each process reads what the classes have in common once.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

import pandas as pd

from skill_grading.evidence.pupils import PupilEvidence
from skill_grading.measures.mastery import Outcome
from skill_grading.measures.pooled import Pooled
from skill_grading.measures.small_cells import LEAST, hide_small, small_cells
from skill_grading.report.contents import school_sections
from skill_grading.report.findings import ClassReport, SkillSummary
from skill_grading.report.tables import tables_together
from skill_grading.report.words import ReportWords
from skill_grading.report.writing import Report, write_class, write_files
from skill_grading.school_wide import MOST_PROCESSES, quickest_start


def write_school(
    report: Report, output_dir: Path, names: bool, pdf: bool, progress: Callable[[int, int], None]
) -> list[Path]:
    """Write the report of every class into a folder of its own, and the summary into the folder that holds these.

    With `pdf` every class gets a PDF too; the summary always has one. Gives the files of the summary.
    """
    classes = report.evidence.classes
    workers = min(len(classes), os.cpu_count() or 1, MOST_PROCESSES)
    by_class: dict[str, tuple[ClassReport, list[PupilEvidence]]] = {}
    begin = report, output_dir, names, pdf
    with ProcessPoolExecutor(workers, quickest_start(), _begin, begin) as pool:
        running = {pool.submit(_do, name): name for name in classes}
        for done, future in enumerate(as_completed(running), 1):
            by_class[running[future]] = future.result()
            progress(done, len(classes))
    reports = [by_class[name][0] for name in classes]
    everybody = [pupil for name in classes for pupil in by_class[name][1]]
    words = replace(report.words, least=LEAST)
    whole = report.evidence.together(words("whole_school"), reports, everybody)
    sections = school_sections(whole, class_table(reports, whole, words), words)
    introduction = words("school_introduction", classes=len(classes), n=len(whole.judged()), of=len(whole.pupils))
    if whole.pooled.left_out:
        introduction += " " + words("decisions_left_out", n=whole.pooled.left_out, least=words.least)
    found = {name: hide_small(table, name) for name, table in tables_together(whole).items()}
    content = (words("title", class_name=whole.class_name), report.about, introduction, [], sections, words)
    return write_files(output_dir / report.assignment, content, found, pdf=True)


def tellable(whole: ClassReport) -> list[SkillSummary]:
    """The skills of which somebody could show enough."""
    return [summary for summary in whole.skills if summary.per_pupil]


def class_table(classes: Sequence[ClassReport], whole: ClassReport, words: ReportWords) -> list[list[str]]:
    """A row per class, a cell per skill: how many have shown it, of how many. Small cells are left out."""
    found = {each.class_name: {summary.skill: summary for summary in each.skills} for each in classes}
    hidden = {summary.skill: _hidden(summary, found, words) for summary in tellable(whole)}
    return [
        [name, *(_cell(of.get(summary.skill), name in hidden[summary.skill], words) for summary in tellable(whole))]
        for name, of in found.items()
    ]


def _hidden(summary: SkillSummary, found: Mapping[str, Mapping[str, SkillSummary]], words: ReportWords) -> set[str]:
    """The classes that can't tell how many have shown a skill: all of them where the school can't, for they add up."""
    if Outcome.SHOWN in words.hidden_outcomes(summary):
        return set(found)
    of_classes = {name: of[summary.skill] for name, of in found.items() if summary.skill in of}
    return small_cells({name: (each.shown, each.pupils) for name, each in of_classes.items()})


def _cell(summary: SkillSummary | None, hidden: bool, words: ReportWords) -> str:
    if summary is None or not summary.per_pupil:
        return words("no_evidence")
    return words("hidden") if hidden else words("part", n=summary.shown, of=summary.pupils)


NOTHING = Pooled(*(pd.DataFrame() for _ in range(5)), [], None, [])

_process: tuple[Report, Path, bool, bool] | None = None
"""In a process that does classes: the evidence that they share, read once."""


def _begin(report: Report, output_dir: Path, names: bool, pdf: bool) -> None:
    global _process
    # What a process makes in its few seconds is let go without this; looking for cycles takes a tenth of its time.
    gc.disable()
    _process = report, output_dir, names, pdf


def _do(class_name: str) -> tuple[ClassReport, list[PupilEvidence]]:
    report, output_dir, names, pdf = _process
    evidence = report.evidence.of_class(class_name, names)
    found = report.evidence.judge(class_name, evidence)
    write_class(report, found, output_dir, names, pdf)
    # Its tables are made again of all classes; they are too large to send.
    return replace(found, pooled=NOTHING), evidence
