"""Every version of an exercise that pupils ever saw, kept with its key for as long as answers come in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TypeVar

from scenario_quiz.base import Model, Slug
from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.release import Release, Version
from skill_grading.data import DataFolder
from skill_grading.gradebook.facts import has_submissions
from skill_grading.inbox.inbox import Inbox

KEY, MENDED = "full.json", "mended.json"
Cells = dict[str, float]
T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Published:
    """Where a release went: `gradebook_name` is nbgrader's name of the assignment."""

    assignment: str
    version: str
    gradebook_name: str


class ReleaseError(Refusal):
    """A release can't be published; the message says why and how to mend it."""


class _Entry(Model):
    version: Version
    gradebook_name: str
    cells: Cells


class _Index(Model):
    """`releases.json`: the versions of one assignment, the current one last."""

    course: Slug
    assignment: Slug
    versions: list[_Entry]


def cells(release: Release) -> Cells:
    """The cells that a gradebook needs for `release`: {grade_id: most points}.

    That of a scenario is scored by the machine, that of an open step by the teacher.
    """
    points: Cells = {}
    for scenario in release.scenarios:
        if scenario.most:
            points[scenario.id] = scenario.most
        for name, step in scenario.decisions.items():
            if step.marked_by_hand:
                points[open_cell(scenario.id, name)] = step.points
    return points


def open_cell(scenario: str, step: str) -> str:
    """The grade_id of the cell in which a teacher marks an open step; a scenario's own cell has its id."""
    return f"{scenario}--{step}"


def cell_place(cell: str) -> tuple[str, str]:
    """The scenario, and the open step or '', whose cell has this grade_id."""
    scenario, _, step = cell.partition("--")
    return scenario, step


class ReleaseStore:
    """The releases in a data folder.

    A gradebook can't change under submissions. So every version has a gradebook assignment whose cells are its
    own: versions with the same cells share one, and other cells take the name over only while nobody handed in.
    """

    def __init__(self, data: DataFolder) -> None:
        self._data = data

    def publish(self, release: Release) -> Published:
        """Keep `release` and make it the current version of its assignment; does nothing when it already is.

        The same version with a mended key replaces the key only, and once somebody is graded by the old key not before
        `adopt`: until then the mended one waits beside it. Raises ReleaseError when the data folder belongs to another
        school's course.
        """
        course = self.course()
        if course not in (None, release.course):
            raise ReleaseError(
                f"{self._data.path} holds the data of the course '{course}', not of '{release.course}'. "
                f"Give each school a data folder of its own (--data)."
            )
        old = self._entries(release.assignment)
        self._write(release)
        others = [entry for entry in old if entry.version != release.version]
        entry = next((entry for entry in old if entry.version == release.version), None)
        if entry is None:
            name, others = self._place(release, others)
            entry = _Entry(version=release.version, gradebook_name=name, cells=cells(release))
        if old != [*others, entry]:
            index = _Index(course=release.course, assignment=release.assignment, versions=[*others, entry])
            write_atomically(self._index_file(release.assignment), index.model_dump_json(indent=1))
        return Published(release.assignment, release.version, entry.gradebook_name)

    def current(self, assignment: str) -> Release | None:
        """The version that pupils get now, or None when nothing was published."""
        entries = self._entries(assignment)
        return self.get(assignment, entries[-1].version) if entries else None

    def get(self, assignment: str, version: str) -> Release | None:
        """One version with the key that it is scored by, or None when it was never published."""
        if all(entry.version != version for entry in self._entries(assignment)):
            return None
        return _read(Release, self._folder(assignment, version) / KEY)

    def mended(self, assignment: str) -> dict[str, Release]:
        """The versions of `assignment` whose mended key waits, because somebody is graded by the old one."""
        files = {entry.version: self._folder(assignment, entry.version) / MENDED for entry in self._entries(assignment)}
        return {version: _read(Release, file) for version, file in files.items() if file.exists()}

    def adopt(self, assignment: str, version: str) -> None:
        """Score `version` by its mended key from now on.

        The old key is kept, by number, and `mended` still has the new one until `settle`.
        """
        folder = self._folder(assignment, version)
        new = (folder / MENDED).read_bytes()
        if (folder / KEY).read_bytes() != new:
            self._replace_key(folder, new)

    def settle(self, assignment: str, version: str) -> None:
        """All is graded by the mended key of `version`: nothing waits any more."""
        (self._folder(assignment, version) / MENDED).unlink(missing_ok=True)

    def releases(self, assignment: str, gradebook_name: str) -> dict[str, Release]:
        """The versions of `assignment` that are graded under `gradebook_name`, with their keys."""
        return {
            entry.version: self.get(assignment, entry.version)
            for entry in self._entries(assignment)
            if entry.gradebook_name == gradebook_name
        }

    def gradebook_name(self, assignment: str, version: str) -> str | None:
        """nbgrader's name for the assignment that `version` is graded in, or None for an unknown version."""
        for entry in self._entries(assignment):
            if entry.version == version:
                return entry.gradebook_name
        return None

    def gradebook_names(self, assignment: str) -> list[str]:
        """Every name under which `assignment` is in the gradebook, the current one last."""
        return list(dict.fromkeys(entry.gradebook_name for entry in reversed(self._entries(assignment))))[::-1]

    def assignment_of(self, gradebook_name: str) -> str | None:
        """The assignment that is graded under `gradebook_name`, or None for an unknown name."""
        for assignment in self.assignments():
            if gradebook_name in self.gradebook_names(assignment):
                return assignment
        return None

    def newest(self, gradebook_name: str) -> Release | None:
        """The newest version that is graded under `gradebook_name`, or None for an unknown name."""
        assignment = self.assignment_of(gradebook_name)
        if assignment is None:
            return None
        versions = [entry.version for entry in self._entries(assignment) if entry.gradebook_name == gradebook_name]
        return self.get(assignment, versions[-1])

    def assignments(self) -> list[str]:
        """The ids of all assignments with a release."""
        return sorted(file.parent.name for file in self._data.releases.glob("*/releases.json"))

    def course(self) -> str | None:
        """The id of the course that the data folder belongs to, or None while nothing was published."""
        for assignment in self.assignments():
            return self._index(assignment).course
        return None

    def _place(self, release: Release, entries: list[_Entry]) -> tuple[str, list[_Entry]]:
        """The gradebook name for a new version, and the entries of the others as they are from then on."""
        needed = cells(release)
        for entry in reversed(entries):
            if entry.cells == needed:
                return entry.gradebook_name, entries
        if not entries:
            return release.assignment, entries
        latest, fresh = entries[-1].gradebook_name, self._fresh_name(release.assignment)
        if self._in_use(release.assignment, latest, entries):
            return fresh, entries
        renamed = [
            entry.model_copy(update={"gradebook_name": fresh}) if entry.gradebook_name == latest else entry
            for entry in entries
        ]
        return latest, renamed

    def _in_use(self, assignment: str, name: str, entries: Iterable[_Entry]) -> bool:
        versions = {entry.version for entry in entries if entry.gradebook_name == name}
        with Inbox(self._data.inbox_url) as inbox:
            handed_in = any(attempt.version in versions for attempt in inbox.attempts(assignment))
        return handed_in or has_submissions(self._data.gradebook_url, name)

    def _fresh_name(self, assignment: str) -> str:
        taken = {name for other in self.assignments() for name in self.gradebook_names(other)}
        return next(name for number in count(2) if (name := f"{assignment}-v{number}") not in taken)

    def _write(self, release: Release) -> None:
        folder, key = self._folder(release.assignment, release.version), release.model_dump_json()
        public = {f"public.{language}.json": public_json(release, language) for language in release.languages}
        for name, content in public.items():
            _write_changed(folder / name, content)
        before = self.get(release.assignment, release.version)
        if before is None or _scores_alike(before, release):
            _write_changed(folder / KEY, key)
        elif has_submissions(self._data.gradebook_url, self.gradebook_name(release.assignment, release.version)):
            _write_changed(folder / MENDED, key)
            return
        else:
            self._replace_key(folder, key.encode())
        self.settle(release.assignment, release.version)

    def _replace_key(self, folder: Path, new: bytes) -> None:
        kept = next(path for number in count(1) if not (path := folder / f"full-{number}.json").exists())
        write_atomically(kept, (folder / KEY).read_bytes())
        write_atomically(folder / KEY, new)

    def _folder(self, assignment: str, version: str) -> Path:
        return self._data.releases / assignment / version

    def _index_file(self, assignment: str) -> Path:
        return self._data.releases / assignment / "releases.json"

    def _entries(self, assignment: str) -> list[_Entry]:
        return self._index(assignment).versions if self._index_file(assignment).exists() else []

    def _index(self, assignment: str) -> _Index:
        return _read(_Index, self._index_file(assignment))


def key_waits(data: DataFolder, assignment: str) -> bool:
    """Whether a mended key of `assignment` waits, because pupils are graded by the old one."""
    return bool(ReleaseStore(data).mended(assignment))


def public_json(release: Release, language: str) -> str:
    """The public views of one language as the file that may leave the teacher's machine."""
    views = [view.model_dump(mode="json") for view in release.public(language)]
    head = {"course": release.course, "assignment": release.assignment, "content": release.version}
    return json.dumps({**head, "language": language, "scenarios": views}, ensure_ascii=False)


def _scores_alike(one: Release, other: Release) -> bool:
    """Whether two releases of one version differ in words at most, such as those of the feedback."""

    def key(release: Release) -> list[dict]:
        return [scenario.model_dump(exclude={"words", "goals", "out_of_scope"}) for scenario in release.scenarios]

    return key(one) == key(other) and one.option_ids == other.option_ids


def _write_changed(path: Path, content: str) -> None:
    if not path.exists() or path.read_text("utf-8") != content:
        write_atomically(path, content)


def _read(model: type[T], file: Path) -> T:
    found = file.stat()
    # A file that is replaced within a tick of the clock has the same time, and another number.
    return _read_version(model, file, (found.st_ino, found.st_mtime_ns))


@lru_cache(maxsize=64)
def _read_version(model: type[T], file: Path, _version: tuple[int, int]) -> T:
    return model.model_validate_json(file.read_bytes())
