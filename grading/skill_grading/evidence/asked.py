"""What the inbox, the gradebook and its folders know about the work of a school, asked once for all its assignments."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from typing import TypeVar

from skill_grading.data import DataFolder
from skill_grading.gradebook.facts import GradedNotebook, graded_notebooks
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.records import Attempt, RefusedHandIn
from skill_grading.releases import ReleaseStore

T = TypeVar("T", Attempt, RefusedHandIn)


class Asked:
    """The answers about some assignments; each question is put when somebody first wants to know."""

    def __init__(self, data: DataFolder, assignments: Iterable[str]) -> None:
        self._data, self._assignments = data, list(assignments)
        # For one assignment there is no need to read all the others'.
        self._one = self._assignments[0] if len(self._assignments) == 1 else None
        self._autograded = str(data.autograded)
        self.autograded = cache(self._list_autograded)

    @cached_property
    def attempts(self) -> dict[tuple[str, str], list[Attempt]]:
        """By assignment and pupil id the accepted hand-ins, oldest first."""
        with Inbox(self._data.inbox_url) as inbox:
            return _by_assignment_and_pupil(inbox.attempts(self._one))

    @cached_property
    def answers(self) -> dict[tuple[str, str, str], bytes]:
        """By assignment, pupil id and attempt the answers files that count."""
        with Inbox(self._data.inbox_url) as inbox:
            return inbox.answers(self._one)

    @cached_property
    def refused(self) -> dict[tuple[str, str], list[RefusedHandIn]]:
        """By assignment and pupil id what was refused, oldest first."""
        with Inbox(self._data.inbox_url) as inbox:
            return _by_assignment_and_pupil(inbox.refused(self._one))

    @cached_property
    def absent(self) -> dict[str, set[str]]:
        """By assignment the ids of the pupils whom a teacher noted as absent."""
        with Inbox(self._data.inbox_url) as inbox:
            return {name: inbox.absent(name) for name in self._assignments}

    @cached_property
    def notebooks(self) -> dict[str, dict[str, GradedNotebook]]:
        """By name in the gradebook, and by pupil id, the graded work."""
        store = ReleaseStore(self._data)
        names = [name for each in self._assignments for name in store.gradebook_names(each)]
        return graded_notebooks(self._data.gradebook_url, names)

    def _list_autograded(self, pupil_id: str) -> set[str]:
        """The names in the gradebook under which a pupil has an autograded folder."""
        try:
            with os.scandir(f"{self._autograded}/{pupil_id}") as found:
                return {each.name for each in found if each.is_dir()}
        except FileNotFoundError:
            return set()


def _by_assignment_and_pupil(found: Iterable[T]) -> dict[tuple[str, str], list[T]]:
    grouped: dict[tuple[str, str], list[T]] = defaultdict(list)
    for one in found:
        grouped[one.assignment, one.pupil_id].append(one)
    return dict(grouped)
