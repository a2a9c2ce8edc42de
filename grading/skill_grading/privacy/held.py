"""Everything that is held about one pupil, gathered from the data folder as sections of lines in words."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Row, Table, select

from scenario_quiz.answers import AnswersRefused, check_answers, parse_answers
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from scenario_quiz.scoring import score
from skill_grading.data import DataFolder
from skill_grading.gradebook.facts import cell_marks
from skill_grading.inbox.schema import (
    absences,
    actions,
    credentials,
    dates,
    drafts,
    feedback,
    hand_ins,
    refused,
    sessions,
)
from skill_grading.inbox.store import Store
from skill_grading.marking.journal import entries
from skill_grading.privacy.erasure import Erasure
from skill_grading.privacy.homes import home_files
from skill_grading.privacy.places import Kind, content_of, files
from skill_grading.pupils.roster import Pupil, full_name
from skill_grading.releases import ReleaseStore

Line = dict[str, str]
_SHARED = (Kind.REPORT, Kind.LIST, Kind.LOG, None)


@dataclass
class Section:
    """One kind of data: `lines` are what is held, each as {what it is, in words: the value}."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Held:
    """All of it: `contents` are the files to hand over by their names, `shared` those that others are in too."""

    sections: list[Section] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    shared: list[Path] = field(default_factory=list)

    @property
    def worries(self) -> bool:
        """Whether a teacher has noted a worry, which somebody should think about before this is handed over."""
        return any(section.name == "concerns" and section.lines for section in self.sections)


def gather(data: DataFolder, school: School, pupil: Pupil, language: str) -> Held:
    """What is held about a pupil now, in the words of `language`."""
    store = Store(data.inbox_url)
    try:
        return _Gatherer(data, school, pupil, language, store).all()
    finally:
        store.close()


class _Gatherer:
    def __init__(self, data: DataFolder, school: School, pupil: Pupil, language: str, store: Store) -> None:
        self._data, self._zone, self._pupil, self._store = data, school.time_zone, pupil, store
        self._labels = load_labels("skill_grading.privacy", language)
        self._language, self._releases, self._held = language, ReleaseStore(data), Held()

    def all(self) -> Held:
        pupil = self._pupil
        who = (
            ("name", full_name(pupil)),
            ("class", pupil.class_name),
            ("id", pupil.pupil_id),
            ("platform", pupil.platform_id),
        )
        self._add("who", [self._line(*who)])
        self._add(
            "codes", self._rows(credentials, lambda row: (("made", _time(row.created)), ("ended", _time(row.revoked))))
        )
        self._add("sessions", self._rows(sessions, lambda row: (("until", datetime.fromtimestamp(row.expires, UTC)),)))
        self._add("hand_ins", self._rows(hand_ins, self._hand_in))
        self._add("drafts", self._rows(drafts, self._draft))
        self._add("refused", self._rows(refused, self._refused))
        self._add("marks", self._marks())
        self._add("marked", self._journal(self._data.marks, ("points", "comment")))
        self._add("feedback", self._rows(feedback, self._feedback))
        self._add("dates", self._rows(dates, lambda row: (self._exercise(row.assignment), ("due", _time(row.due)))))
        self._add("absences", self._rows(absences, lambda row: (self._exercise(row.assignment),)))
        self._add("concerns", self._journal(self._data.concerns, ("handled",)))
        self._add(
            "log",
            self._rows(
                actions,
                lambda row: (("time", _time(row.time)), ("did", row.action), self._exercise(row.assignment)),
            ),
        )
        self._files()
        return self._held

    def _add(self, name: str, lines: list[Line]) -> None:
        self._held.sections.append(Section(name, lines))

    def _rows(self, table: Table, say: Callable[[Row], tuple]) -> list[Line]:
        with self._store.reading() as connection:
            found = connection.execute(select(table).where(table.c.pupil_id == self._pupil.pupil_id)).all()
        return [self._line(*say(row)) for row in found]

    def _line(self, *named: tuple[str, object]) -> Line:
        return {
            self._labels.get(f"held_{key}", key): self._say(value) for key, value in named if value not in (None, "")
        }

    def _say(self, value: object) -> str:
        if isinstance(value, bool):
            return self._labels["yes" if value else "no"]
        return f"{value.astimezone(self._zone):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else str(value)

    def _exercise(self, assignment: str | None) -> tuple[str, str]:
        release = self._releases.current(assignment) if assignment else None
        if release is None:
            return "exercise", assignment or ""
        return "exercise", release.words[release.nearest(self._language)].title

    def _hand_in(self, row: Row) -> tuple:
        return (
            self._exercise(row.assignment),
            ("received", _time(row.received)),
            ("receipt", row.receipt),
            ("route", self._labels[f"route_{row.route}"]),
            ("counts", row.round is not None),
            ("moved", bool(row.moved_from) or None),
            ("file", self._keep(f"hand-ins/{row.assignment}-{row.id}.json", row.answers)),
            *self._answers(row.assignment, row.answers),
        )

    def _draft(self, row: Row) -> tuple:
        if row.answers is None:
            return self._exercise(row.assignment), ("saved", _time(row.saved))
        file = self._keep(f"drafts/{row.assignment}.json", row.answers)
        return (
            self._exercise(row.assignment),
            ("saved", _time(row.saved)),
            ("file", file),
            *self._answers(row.assignment, row.answers),
        )

    def _refused(self, row: Row) -> tuple:
        file = self._keep(f"refused/{row.assignment}-{row.id}.txt", row.body)
        told = ("received", _time(row.received)), ("reason", row.reason), ("file", file)
        return self._exercise(row.assignment), *told

    def _feedback(self, row: Row) -> tuple:
        file = self._keep(f"feedback/{row.assignment}.html", gzip.decompress(row.page))
        return self._exercise(row.assignment), ("released", _time(row.released)), ("file", file)

    def _answers(self, assignment: str, content: bytes) -> Iterator[tuple[str, str]]:
        """Every answer by its question, in words; nothing where the version that was answered is not here."""
        try:
            answers = parse_answers(content)
            release = self._releases.get(assignment, answers.content)
            if release is None:
                return
            check_answers(answers, release)
        except AnswersRefused:
            return
        language = release.nearest(self._language)
        for scenario in score(release, answers).scenarios.values():
            words = release.scenario(scenario.scenario).words[language]
            for step in scenario.steps:
                chosen = " / ".join(words.steps[step.step].text_of(option) for option in step.chosen)
                yield f"{words.title}: {words.steps[step.step].prompt}", chosen
            for name, answer in scenario.open.items():
                yield f"{words.title}: {words.steps[name].prompt}", answer.text

    def _marks(self) -> list[Line]:
        lines = []
        for assignment in self._releases.assignments():
            for name in self._releases.gradebook_names(assignment):
                for cell, mark in cell_marks(self._data.gradebook_url, name).get(self._pupil.pupil_id, {}).items():
                    told = (
                        ("question", cell),
                        ("by_machine", mark.by_machine),
                        ("by_hand", mark.by_hand),
                        ("comment", mark.comment),
                    )
                    lines.append(self._line(self._exercise(assignment), *told))
        return lines

    def _journal(self, file: Path, keys: tuple[str, ...]) -> list[Line]:
        return [
            self._line(
                self._exercise(self._releases.assignment_of(entry["gradebook_name"])),
                ("question", entry["cell"]),
                ("time", _time(entry["time"])),
                *((key, entry[key]) for key in keys),
            )
            for entry in entries(file)
            if entry.get("pupil_id") == self._pupil.pupil_id
        ]

    def _files(self) -> None:
        for path, content in home_files(self._data, self._pupil):
            self._keep(f"home/{path.as_posix()}", content)
        what = Erasure.of(self._data, [self._pupil.pupil_id])
        for path, kind in files(self._data):
            if kind is Kind.OWN and what.owns(path) and path.parts[0] != "exports":
                self._keep(f"files/{path.as_posix()}", content_of(self._data, path))
            elif kind is Kind.CLOSED or (kind in _SHARED and what.named_in(content_of(self._data, path))):
                self._held.shared.append(path)

    def _keep(self, name: str, content: bytes) -> str:
        self._held.contents[name] = content
        return name


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
