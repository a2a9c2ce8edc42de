"""Taking turns to write: whoever has the turn writes for everybody who waits by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Work = TypeVar("Work")
Outcome = tuple[object, BaseException | None]  # what it gave, or why it failed


class Turns(Generic[Work]):
    """Passes works on to ``write_all``, never two calls of it at once; it gives the outcome of each work.

    Who was written is told at once. To let all of them pass by a lock first, as is usual, would make each of them wait
    for others who write meanwhile, a few at a time.
    """

    def __init__(self, write_all: Callable[[Sequence[Work]], Sequence[Outcome]]) -> None:
        self._write_all = write_all
        self._lock = Lock()
        self._waiting: list[_Job[Work]] = []
        self._taken = False

    def write(self, work: Work) -> object:
        """What ``work`` gave once it was written, by this thread or by another. Raises its error."""
        job = _Job(work)
        with self._lock:
            self._waiting.append(job)
            job.has_turn, self._taken = not self._taken, True
        if not job.has_turn:
            job.news.wait()
        if job.has_turn:
            self._write()
        value, error = job.outcome
        if error is not None:
            raise error
        return value

    def _write(self) -> None:
        with self._lock:
            jobs, self._waiting = self._waiting, []
        try:
            outcomes = self._write_all([job.work for job in jobs])
        except BaseException as error:
            outcomes = [(None, error)] * len(jobs)
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.outcome = outcome
        with self._lock:
            self._taken = bool(self._waiting)
            if self._taken:
                self._waiting[0].has_turn = True
                self._waiting[0].news.set()
        for job in jobs:
            job.news.set()


class _Job(Generic[Work]):
    def __init__(self, work: Work) -> None:
        self.work = work
        self.has_turn = False
        self.outcome: Outcome = (None, None)
        self.news = Event()  # that it is written, or that it has the turn
