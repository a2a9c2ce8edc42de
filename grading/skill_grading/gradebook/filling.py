"""Filled-in notebooks as text, for many pupils: letter by letter what nbgrader writes for each of them.

Nearly all of the time that a notebook takes goes to turning cells into text. Pupils who answered a scenario alike
get the same cells, so each way of answering is turned into text once.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import groupby
from uuid import uuid4

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution

from scenario_quiz.answers import Answers, Entry, log_key
from scenario_quiz.release import Release
from scenario_quiz.scoring import score_scenario
from skill_grading.gradebook.inert import as_text
from skill_grading.gradebook.preprocessors import check_cells, fill_in_scenario, graded_cells
from skill_grading.releases import cell_place

Marks = dict[str, float | None]
Remarks = dict[str, str | None]

MOST_REMEMBERED = 4000
_HEAD, _TAIL = '{\n "cells": [\n', '\n ],\n "metadata": '


@dataclass(frozen=True)
class Filled:
    """A filled-in notebook, or the cells of one scenario, as text, and what nbgrader reads from it:
    {grade_id: points or None}, {grade_id: remark or None}.
    """

    text: str
    marks: Marks
    remarks: Remarks


class Template:
    """The notebook of one gradebook assignment, to be filled in for every pupil."""

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook = notebook
        self._parts = [(name, list(part)) for name, part in groupby(notebook.cells, _scenario_of)]
        self._tail = nbformat.v4.writes(notebook).rpartition(_TAIL)[2]
        self._by_hand: dict[str, set[tuple[str, str]]] = {}
        self._known: dict[Hashable, Filled] = {}
        self._stand_in = uuid4().hex  # which no pupil can have written

    def fill_in(self, release: Release, answers: Answers) -> Filled:
        """The notebook with what `answers` are worth. Raises SubmissionRefused when its cells are not the release's."""
        if release.version not in self._by_hand:
            check_cells(self._notebook, release)
            self._by_hand[release.version] = {
                (scenario.id, name)
                for scenario in release.scenarios
                for name, step in scenario.decisions.items()
                if step.marked_by_hand
            }
        texts, marks, remarks = [], {}, {}
        for number, (name, part) in enumerate(self._parts):
            log, words = answers.scenarios.get(name, []), {}
            if any((name, entry["step"]) in self._by_hand[release.version] for entry in log):
                log, words = self._without_words(name, log, self._by_hand[release.version])
            key = release.version, number, log_key(name, log)
            if (filled := self._known.get(key)) is None:
                if len(self._known) == MOST_REMEMBERED:
                    self._known.clear()
                filled = self._known[key] = self._fill_in(part, name, release, log)
            text = filled.text
            for stand_in, written in words.items():
                text = text.replace(stand_in, written)
            texts.append(text)
            marks |= filled.marks
            remarks |= filled.remarks
        return Filled("".join([_HEAD, ",\n".join(texts), _TAIL, self._tail, "\n"]), marks, remarks)

    def _without_words(
        self, name: str, log: list[Entry], by_hand: set[tuple[str, str]]
    ) -> tuple[list[Entry], dict[str, str]]:
        """The log of one scenario with a stand-in for each text, and what the stand-ins stand for in a notebook."""
        kept, words = [], {}
        for entry in log:
            if (name, entry["step"]) in by_hand and entry["answer"].strip():
                stand_in = f"{self._stand_in}:{entry['step']}:"
                words.setdefault(stand_in, json.dumps(as_text(entry["answer"]), ensure_ascii=False)[1:-1])
                kept.append({**entry, "answer": stand_in})
            else:
                kept.append(entry)
        return kept, words

    def _fill_in(self, part: list[NotebookNode], name: str | None, release: Release, log: list[Entry]) -> Filled:
        # Filling in replaces the source and the outputs of cells, nothing inside them.
        nb_cells = [NotebookNode(cell) for cell in part]
        if name is not None:
            scored = score_scenario(release.scenario(name), log, release.option_ids[name])
            fill_in_scenario(nb_cells, release, scored)
        text = nbformat.v4.writes(NotebookNode(self._notebook | {"cells": nb_cells}))
        graded = dict(graded_cells(nb_cells))
        marks = {name: determine_grade(cell)[0] for name, cell in graded.items()}
        remarks = {
            name: "No response." if cell.metadata.nbgrader.checksum == compute_checksum(cell) else None
            for name, cell in graded.items()
            if is_solution(cell)
        }
        return Filled(text.removeprefix(_HEAD).rpartition(_TAIL)[0], marks, remarks)


def _scenario_of(cell: NotebookNode) -> str | None:
    """The scenario that a cell belongs to; its cells follow each other."""
    graded = cell_place(cell.metadata.nbgrader.grade_id)[0] if is_grade(cell) else None
    return cell.metadata.get("scenario", graded)
