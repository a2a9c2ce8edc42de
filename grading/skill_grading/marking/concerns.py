"""Answers that worried a teacher: which, since when, and whether somebody followed up. Never what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from skill_grading.data import DataFolder
from skill_grading.marking.journal import append, entries
from skill_grading.marking.marks import Place


@dataclass(frozen=True)
class Concern:
    """An answer that a teacher has seen and means to follow up."""

    place: Place
    since: datetime


def raise_concern(data: DataFolder, place: Place) -> None:
    """Note that a teacher has seen a worrying answer. Raises OSError when the disk refuses."""
    _note(data, place, handled=False)


def settle_concern(data: DataFolder, place: Place) -> None:
    """Note that an answer was followed up. Raises OSError when the disk refuses."""
    _note(data, place, handled=True)


def concerns(data: DataFolder) -> list[Concern]:
    """What is still to be followed up, the oldest first."""
    found: dict[Place, Concern] = {}
    for entry in entries(data.concerns):
        place = Place(*(entry[field] for field in Place._fields))
        if entry["handled"]:
            found.pop(place, None)
        else:
            found.setdefault(place, Concern(place, datetime.fromisoformat(entry["time"])))
    return list(found.values())


def _note(data: DataFolder, place: Place, handled: bool) -> None:
    time = datetime.now(UTC).isoformat(timespec="seconds")
    append(data.concerns, {"time": time, **place._asdict(), "handled": handled})
