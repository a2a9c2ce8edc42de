"""Slowing down whoever tries out codes: per code and in all, never per address, which a whole class shares."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

PER_CODE = 5
IN_ALL = 100
SECONDS = 60


class Throttle:
    """Counts the failures of the last minute, in memory: every replica of the service counts its own.

    A right code is never counted, so a class that signs in at once is not held up.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._in_all: deque[float] = deque(maxlen=IN_ALL)
        self._per_code: dict[str, deque[float]] = {}  # in the order in which they last failed

    def failed(self, code: str) -> None:
        """Note that ``code`` is nobody's."""
        self._forget()
        failures = self._per_code.pop(code, None) or deque(maxlen=PER_CODE)
        self._per_code[code] = failures
        for each in (self._in_all, failures):
            each.append(self._clock())

    def wait_for(self, code: str) -> int:
        """Seconds until ``code`` may be tried again; 0 for now."""
        self._forget()
        failures = self._per_code.get(code, ())
        return self._left(failures[0]) if len(failures) == PER_CODE else 0

    def wait_for_all(self) -> int:
        """Seconds until fewer codes have failed; 0 while it is quiet."""
        self._forget()
        return self._left(self._in_all[0]) if len(self._in_all) == IN_ALL else 0

    def _left(self, since: float) -> int:
        return max(0, math.ceil(since + SECONDS - self._clock()))

    def _forget(self) -> None:
        past = self._clock() - SECONDS
        while self._in_all and self._in_all[0] <= past:
            self._in_all.popleft()
        while self._per_code and self._per_code[oldest := next(iter(self._per_code))][-1] <= past:
            del self._per_code[oldest]
