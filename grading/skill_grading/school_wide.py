"""One step for many assignments at once, spread over the processors.

Every assignment is done as it would be alone, by one process from beginning to end, so the outcome is the same. In the
gradebook the processes take turns: an assignment is one transaction.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from typing import Generic, TypeVar

from skill_grading.data import DataFolder

T = TypeVar("T")
Step = Callable[[DataFolder, str], T]

MOST_PROCESSES = 4
"""More would wait for each other: one at a time writes to the gradebook. Each takes some 150 MB."""


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What a step gave for one assignment; or, where `failed` says why it did not work, the traceback in `details`."""

    report: T | None = None
    failed: str = ""
    details: str = ""


def quickest_start() -> BaseContext:
    """How to start processes that only read: as copies of this one, which have loaded already what it has (1 s).

    Where this process has threads, a copy could wait for a lock that nobody opens; they start afresh then, and also
    where the system's own libraries can't be copied (macOS, Windows).
    """
    return get_context("fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn")


def for_each(
    step: Step, data: DataFolder, assignments: Sequence[str], progress: Callable[[int, int], None]
) -> dict[str, Outcome[T]]:
    """Do `step`, a function of some module, for each assignment; `progress` gets (done, total).

    One that fails stops no other.
    """
    if not assignments:
        return {}
    workers = min(len(assignments), os.cpu_count() or 1, MOST_PROCESSES)
    # Started afresh rather than forked: whoever calls this may have threads.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {name: pool.submit(_do, step, data, name) for name in assignments}
        try:
            for done, _ in enumerate(as_completed(futures.values()), start=1):
                progress(done, len(futures))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return {name: _outcome(future) for name, future in futures.items()}


def _do(step: Step, data: DataFolder, name: str) -> Outcome[T]:
    # Here rather than by the pool, which can't bring every kind of error over.
    try:
        return Outcome(step(data, name))
    except Exception as error:
        return Outcome(failed=str(error) or repr(error), details=traceback.format_exc())


def _outcome(future: Future) -> Outcome[T]:
    """What came back; a process that was killed fails what it had not finished."""
    error = future.exception()
    return future.result() if error is None else Outcome(failed=str(error), details=repr(error))
