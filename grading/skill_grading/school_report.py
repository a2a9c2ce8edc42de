"""The report of a whole school: a page and tables for each class, and one summary in which no pupil can be found.

The classes are spread over the processors; each process reads what the classes have in common once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from skill_grading.class_evidence import PupilEvidence
from skill_grading.class_report import ClassReport, SkillSummary
from skill_grading.report import Report, write_class, write_files
from skill_grading.report_contents import school_sections
from skill_grading.report_tables import tables
from skill_grading.report_words import ReportWords
from skill_grading.school_wide import MOST_PROCESSES

LEAST = 5
"""Counts of pupils below this are hidden in what is about the whole school."""

COUNTS = {
    "skills": (["shown", "too_little_evidence", "not_yet"], ["shown_low", "shown_high"]),
    "decisions": (["misses", "false_alarms"], []),
    "options": (["chosen"], ["share"]),
    "paths": (["pupils"], ["share"]),
}
"""The columns of each table that count pupils, and those that would give a hidden count away."""


@dataclass(frozen=True)
class ClassSkills:
    """What the summary tells of one class: its skills."""

    class_name: str
    skills: Sequence[SkillSummary]


def write_school(
    report: Report, output_dir: Path, names: bool, pdf: bool, progress: Callable[[int, int], None]
) -> list[Path]:
    """Write the report of every class into a folder of its own, and the summary into the folder that holds these.

    With `pdf` every class gets a PDF too; the summary always has one. Gives the files of the summary.
    """
    classes, fresh = report.evidence.classes, replace(report)
    workers = min(len(classes), os.cpu_count() or 1, MOST_PROCESSES)
    by_class: dict[str, tuple[ClassSkills, list[PupilEvidence]]] = {}
    # Started afresh rather than forked: whoever calls this may have threads.
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (fresh, output_dir, names, pdf)) as pool:
        running = {pool.submit(_do, name): name for name in classes}
        for done, future in enumerate(as_completed(running), 1):
            by_class[running[future]] = future.result()
            progress(done, len(classes))
    everybody = [pupil for name in classes for pupil in by_class[name][1]]
    words = replace(report.words, least=LEAST)
    whole = report.evidence.judge(words("whole_school"), everybody)
    sections = school_sections(whole, class_table([by_class[name][0] for name in classes], whole, words), words)
    introduction = words("school_introduction", classes=len(classes), n=len(whole.judged()), of=len(whole.pupils))
    found = {name: hide_small(table, name) for name, table in tables(whole, names=False).items() if name in SHARED}
    content = (words("title", class_name=whole.class_name), report.about, introduction, [], sections, words)
    return write_files(output_dir / report.assignment, content, found, pdf=True)


SHARED = {"skills", "decisions", "options", "paths", "rule_families", "reliability"}
"""The tables in which no pupil stands."""


def hide_small(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table without counts of 1 to LEAST - 1, and without what would give them away."""
    counts, telling = COUNTS.get(name, ([], []))
    hidden = {column: (table[column] > 0) & (table[column] < LEAST) for column in counts}
    table = table.assign(**{column: table[column].astype("Int64").mask(where) for column, where in hidden.items()})
    if telling and hidden:
        any_hidden = pd.concat(hidden.values(), axis=1).any(axis=1)
        table = table.assign(**{column: table[column].mask(any_hidden) for column in telling})
    return table


def class_table(classes: Iterable[ClassSkills], whole: ClassReport, words: ReportWords) -> list[list[str]]:
    """A row per class, a cell per skill: how many have shown it, of how many. Small cells are left out."""
    classes = list(classes)
    found = {each.class_name: {summary.skill: summary for summary in each.skills} for each in classes}
    hidden = {
        summary.skill: small_cells(
            {
                name: (of[summary.skill].shown, of[summary.skill].pupils)
                for name, of in found.items()
                if summary.skill in of
            }
        )
        for summary in whole.skills
    }
    return [
        [name, *(_cell(of.get(summary.skill), name in hidden[summary.skill], words) for summary in whole.skills)]
        for name, of in found.items()
    ]


def _cell(summary: SkillSummary | None, hidden: bool, words: ReportWords) -> str:
    if summary is None or not summary.per_pupil:
        return words("no_evidence")
    return words("hidden") if hidden else words("part", n=summary.shown, of=summary.pupils)


def small_cells(counts: Mapping[str, tuple[int, int]]) -> set[str]:
    """The names whose (count, of) can't be told: where fewer than LEAST are counted, or fewer are left over.

    Where that hides one alone, the total would give it away, so the smallest of the others goes too.
    """
    rest = {name: min(count, of - count) for name, (count, of) in counts.items()}
    hidden = {name for name, small in rest.items() if small < LEAST}
    if len(hidden) == 1 and len(rest) > 1:
        hidden.add(min(rest.keys() - hidden, key=lambda name: rest[name]))
    return hidden


_process: tuple[Report, Path, bool, bool] | None = None
"""In a process that does classes: the evidence that they share, read once."""


def _begin(report: Report, output_dir: Path, names: bool, pdf: bool) -> None:
    global _process
    _process = report, output_dir, names, pdf


def _do(class_name: str) -> tuple[ClassSkills, list[PupilEvidence]]:
    report, output_dir, names, pdf = _process
    evidence = report.evidence.of_class(class_name, names)
    found = report.evidence.judge(class_name, evidence)
    write_class(report, found, output_dir, names, pdf)
    return ClassSkills(class_name, found.skills), [replace(pupil, name=pupil.pupil_id) for pupil in evidence]
