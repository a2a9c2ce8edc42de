"""The marks of an assignment as CSV, for a school's platform or a spreadsheet: whoever has none, says why in words."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.evidence.moment_work import assignments_of, read_work
from skill_grading.evidence.work import NotGraded, Work
from skill_grading.gradebook.facts import CellMark, cell_marks
from skill_grading.reasons import reason
from skill_grading.releases import ReleaseStore, cell_place, cells
from skill_grading.spreadsheets import harmless


@dataclass(frozen=True)
class Format:
    """How a CSV file is written. One to be `imported` says what the platform calls a pupil; its marks are numbers."""

    delimiter: str
    decimal: str
    encoding: str
    imported: bool


SPREADSHEET = Format(";", ",", "utf-8-sig", False)
"""As Excel with Dutch settings opens it."""
PLAIN = Format(",", ".", "utf-8", True)
"""As Moodle imports grades: it finds pupils by number, name or address there, and one word among the marks stops it."""


def marks_csv(
    data: DataFolder, assignment: str, language: str, class_name: str | None = None, how: Format = SPREADSHEET
) -> bytes:
    """A row for every pupil of `class_name` (None: of every class), in the order of the names.

    The total stays open while an answer waits for the teacher. No cell can act as a formula.
    """
    table = _Table(data, assignment, language, how)
    text = StringIO()
    writer = csv.writer(text, delimiter=how.delimiter, lineterminator="\r\n")
    for row in table.rows(class_name):
        writer.writerow(map(harmless, row))
    return text.getvalue().encode(how.encoding)


class _Table:
    def __init__(self, data: DataFolder, assignment: str, language: str, how: Format) -> None:
        self._labels = load_labels("skill_grading", language)
        self._how = how
        self._waits = "" if how.imported else self._labels["marks_waits"]
        self._work = read_work(data, assignment)
        self._store = ReleaseStore(data)
        names = [name for each in assignments_of(data, assignment) for name in self._store.gradebook_names(each)]
        self._marks = {name: cell_marks(data.gradebook_url, name) for name in names}
        self._columns = self._titles(names, language)

    def rows(self, class_name: str | None) -> Iterator[list[str]]:
        """The headings, then the pupils."""
        who = ["platform"] * self._how.imported
        head = [self._labels[f"marks_{key}"] for key in ("class", "last_name", "first_name", *who, "status")]
        yield [*head, *self._columns.values(), *(self._labels[f"marks_{key}"] for key in ("late", "total", "of"))]
        for each in self._work.classes if class_name is None else [class_name]:
            for work in self._work.of_class(each):
                known = [work.pupil.platform_id] * self._how.imported
                yield [each, work.pupil.last_name, work.pupil.first_name, *known, *self._result(work)]

    def _result(self, work: Work) -> list[str]:
        absent = work.pupil.pupil_id in self._work.absent
        if work.counting is None and (absent or not work.refused):
            why = "absent" if absent else "missing"
            return self._without_marks(self._labels[f"marks_{why}"])
        try:
            release = self._work.submission(work).release
        except NotGraded as error:
            return self._without_marks(f"{self._labels['marks_not_graded']}: {reason(self._labels, error.code)}")
        name = self._store.gradebook_name(release.assignment, release.version)
        marks, penalty = self._marks[name].get(work.pupil.pupil_id, {}), work.notebook.penalty
        waits = work.notebook.waits_for_marks
        total = max(0.0, sum(mark.points for mark in marks.values()) - penalty)
        return [
            self._labels["marks_waits" if waits else "marks_graded"],
            *(self._points(marks.get(cell)) for cell in self._columns),
            self._number(penalty) if penalty else "",
            self._waits if waits else self._number(total),
            self._number(sum(cells(release).values())),
        ]

    def _without_marks(self, why: str) -> list[str]:
        return [why, *[""] * (len(self._columns) + 3)]

    def _points(self, mark: CellMark | None) -> str:
        if mark is None:
            return ""
        return self._waits if mark.waits else self._number(mark.points)

    def _number(self, value: float) -> str:
        return f"{round(value, 2):g}".replace(".", self._how.decimal)

    def _titles(self, names: Iterable[str], language: str) -> Mapping[str, str]:
        """The cells of every version, with a heading for each."""
        titles = {}
        for name in names:
            release = self._store.newest(name)
            for cell in cells(release):
                scenario, step = cell_place(cell)
                title = release.scenario(scenario).words[release.nearest(language)].title
                titles[cell] = self._labels["marks_open"].format(title=title) if step else title
        return titles
