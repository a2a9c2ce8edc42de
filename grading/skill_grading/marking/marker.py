"""Takes a teacher's marks: each is kept at once, and in the gradebook a moment later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from skill_grading.data import DataFolder
from skill_grading.marking.marks import Mark, MarkStore, Place
from skill_grading.releases import ReleaseStore


class Marker:
    """Marks for one exercise. nbgrader takes seconds to load, so a thread of its own does what needs it, in order.

    `failed` is called in that thread when the gradebook refuses a mark; the mark is kept, and grading puts it in.
    """

    def __init__(self, data: DataFolder, assignment: str, failed: Callable[[Exception], None]) -> None:
        self._data = data
        self._assignment = assignment
        self._failed = failed
        self._store = MarkStore(data)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._gradebook = None

    def marks(self) -> dict[Place, Mark]:
        """The last mark of every place in the exercise."""
        return {place: mark for name in self._names() for place, mark in self._store.marks(name).items()}

    def mark(self, place: Place, mark: Mark) -> None:
        """Keep a mark. Raises OSError when the disk refuses."""
        self._thread.submit(self._guarded, self._write, place, self._store.record(place, mark))

    def look_elsewhere(self, done: Callable[[], None]) -> None:
        """Take over what Formgrader says by now, then call `done` in the marker's thread."""
        self._thread.submit(self._guarded, self._keep, self._names(), done)

    def close(self) -> None:
        """Wait until the gradebook has everything."""
        self._thread.shutdown()
        if self._gradebook is not None:
            self._gradebook.close()

    def _keep(self, names: Iterable[str], done: Callable[[], None]) -> None:
        from skill_grading.marking.gradebook_marks import keep_marks

        for name in names:
            keep_marks(self._data, name)
        done()

    def _write(self, place: Place, mark: Mark) -> None:
        from nbgrader.api import Gradebook

        from skill_grading.marking.gradebook_marks import write_mark

        if self._gradebook is None:
            self._gradebook = Gradebook(self._data.gradebook_url, ReleaseStore(self._data).course())
        try:
            write_mark(self._gradebook, self._assignment, place, mark)
        except Exception:
            self._gradebook.db.rollback()
            raise
        self._store.settle(mark)

    def _guarded(self, action: Callable, *arguments: object) -> None:
        try:
            action(*arguments)
        except Exception as error:
            self._failed(error)

    def _names(self) -> list[str]:
        return ReleaseStore(self._data).gradebook_names(self._assignment)
