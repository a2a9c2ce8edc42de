"""What a teacher gave by hand, kept beside the gradebook so that it outlives it.

A mark is written here first and into the gradebook after that. Its line is then followed by one that says so, which
tells a mark that never arrived from one that was changed in Formgrader later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from skill_grading.data import DataFolder
from skill_grading.marking.journal import append, entries


class Place(NamedTuple):
    """Where a mark stands: the pupil, nbgrader's name of the assignment, and the cell's grade_id."""

    pupil_id: str
    gradebook_name: str
    cell: str


@dataclass(frozen=True)
class Mark:
    """Points and a comment by hand; both None is a mark taken back.

    `answer` is the digest of the answer that was marked, '' where it is not known: another answer waits for a mark
    again. `settled` says whether the gradebook has it.
    """

    points: float | None
    comment: str | None
    answer: str = ""
    settled: bool = False

    @property
    def given(self) -> tuple[float | None, str | None]:
        return self.points, self.comment


class MarkStore:
    """The marks of a data folder."""

    def __init__(self, data: DataFolder) -> None:
        self._file: Path = data.marks

    def record(self, place: Place, mark: Mark) -> None:
        """Keep a mark for good. Raises OSError when the disk refuses."""
        append(self._file, {"time": _now(), **place._asdict(), **asdict(mark)})

    def settle(self, place: Place, mark: Mark) -> None:
        """Note that the gradebook has `mark`, the last one of `place`."""
        self.record(place, replace(mark, settled=True))

    def marks(self, gradebook_name: str) -> dict[Place, Mark]:
        """The last mark of every place in one gradebook assignment."""
        found = {}
        for entry in entries(self._file):
            if entry.get("gradebook_name") == gradebook_name:
                place = Place(*(entry[field] for field in Place._fields))
                found[place] = Mark(entry["points"], entry["comment"], entry["answer"], entry["settled"])
        return found


def digest(answer: str) -> str:
    """What tells one answer from another, without its words."""
    return sha256(answer.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
