"""What a teacher gave by hand, kept beside the gradebook so that it outlives it.

A mark is written here first and into the gradebook after that. Another line then says so, which tells a mark that
never arrived from one that was changed in Formgrader later.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
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
    again. `settled` says whether the gradebook has it, `id` names a mark that is kept.
    """

    points: float | None
    comment: str | None
    answer: str = ""
    settled: bool = False
    id: str = field(default="", compare=False)

    @property
    def given(self) -> tuple[float | None, str | None]:
        return self.points, self.comment


class MarkStore:
    """The marks of a data folder."""

    def __init__(self, data: DataFolder) -> None:
        self._file: Path = data.marks

    def record(self, place: Place, mark: Mark) -> Mark:
        """Keep a mark for good; gives it with its id. Raises OSError when the disk refuses."""
        kept = replace(mark, id=token_hex(8))
        given = {"points": mark.points, "comment": mark.comment, "answer": mark.answer}
        append(self._file, {"id": kept.id, "time": _now(), **place._asdict(), **given})
        return kept

    def settle(self, mark: Mark) -> None:
        """Note that the gradebook has a mark that was kept."""
        append(self._file, {"settled": mark.id})

    def marks(self, gradebook_name: str) -> dict[Place, Mark]:
        """The last mark of every place in one gradebook assignment."""
        found: dict[Place, Mark] = {}
        settled = set()
        for entry in entries(self._file):
            if "settled" in entry:
                settled.add(entry["settled"])
            elif entry["gradebook_name"] == gradebook_name:
                place = Place(*(entry[name] for name in Place._fields))
                found[place] = Mark(entry["points"], entry["comment"], entry["answer"], id=entry["id"])
        return {place: replace(mark, settled=mark.id in settled) for place, mark in found.items()}


def digest(answer: str) -> str:
    """What tells one answer from another, without its words."""
    return sha256(answer.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
