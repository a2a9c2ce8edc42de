"""What is to be erased: everything of some pupils, or what some pupils did for one assignment."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from skill_grading.data import DataFolder
from skill_grading.pupils.roster import Pupil, Roster, full_name
from skill_grading.releases import ReleaseStore

Work = tuple[str, str]


@dataclass(frozen=True)
class Erasure:
    """Everything of `pupils`, and of others the `works`: (pupil id, assignment).

    `people` are those of them who are in the class list; `names` holds, by assignment, what nbgrader calls it.
    """

    pupils: frozenset[str]
    works: frozenset[Work] = frozenset()
    people: tuple[Pupil, ...] = ()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: DataFolder, pupils: Iterable[str], works: Iterable[Work] = ()) -> Erasure:
        pupils, store, known = frozenset(pupils), ReleaseStore(data), Roster.load(data.roster).by_id
        works = frozenset(work for work in works if work[0] not in pupils)
        names = {name: frozenset({name, *store.gradebook_names(name)}) for name in store.assignments()}
        everybody = pupils | {pupil_id for pupil_id, _ in works}
        return cls(pupils, works, tuple(known[each] for each in sorted(everybody) if each in known), names)

    def owns(self, path: Path) -> bool:
        """Whether a file, by its path in the data folder, is one pupil's and goes."""
        parts = {part.partition(".")[0] for part in path.parts}
        return bool(parts & self.pupils) or any(
            len(path.parts) < 3 or parts & self._names_of[pupil_id] for pupil_id in parts & self._names_of.keys()
        )

    def takes(self, pupil_id: str, gradebook_name: str) -> bool:
        """Whether what a pupil has under this name in the gradebook goes."""
        return pupil_id in self.pupils or gradebook_name in self._names_of.get(pupil_id, ())

    @cached_property
    def _names_of(self) -> dict[str, set[str]]:
        """What the works of each pupil are called, where only some of them go."""
        found: dict[str, set[str]] = {}
        for pupil_id, assignment in self.works:
            found.setdefault(pupil_id, set()).update(self.names.get(assignment, {assignment}))
        return found

    def is_about(self, path: Path) -> bool:
        """Whether a file about several pupils can be about what goes, by its path in the data folder."""
        return bool(self.pupils) or any(assignment in path.as_posix() for _, assignment in self.works)

    @property
    def everybody(self) -> frozenset[str]:
        """The ids of all of whom something goes."""
        return self.pupils | {pupil_id for pupil_id, _ in self.works}

    def named_in(self, content: bytes) -> bool:
        """Whether a text names somebody of whom something goes, by id or by name."""
        return any(needle in content for needle in self.needles)

    @cached_property
    def needles(self) -> tuple[bytes, ...]:
        """Ids and whole names, as they are written in text, in JSON and in HTML."""
        found = set(self.everybody)
        for pupil in self.people:
            if pupil.first_name and pupil.last_name:
                found |= {full_name(pupil), f"{pupil.last_name} {pupil.first_name}"}
                found |= {f"{pupil.last_name}{sign}{pupil.first_name}" for sign in (", ", ",", ";")}
                found |= {f"{pupil.first_name}{sign}{pupil.last_name}" for sign in (",", ";")}
        written = {form(text) for text in found for form in (str, html.escape, lambda text: json.dumps(text)[1:-1])}
        return tuple(sorted(text.encode("utf-8", "surrogatepass") for text in written))
