"""What holds for every parser, whatever it reads: it starts and writes nothing, and ends in bounded time and memory."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

CASES = 10_000
"""How many hostile inputs every parser gets. There are more than ten parsers, so that all together get 100,000."""

SECONDS = 2
MEMORY = 512 << 20
_FORBIDDEN = ("subprocess", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.spawn", "socket.",
              "pickle.find_class", "ctypes.dlopen", "urllib.Request")  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_seen: list[str] = []
_watching = _hooked = False


class TooLong(BaseException):
    """One input took too much of the processor; no parser's own `except Exception` can hide it."""


def many(inputs: SearchStrategy[bytes]) -> Callable:
    """Marks a test that gives CASES inputs to one parser."""

    def mark(test: Callable) -> Callable:
        many_cases = settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        return pytest.mark.exhaustive(pytest.mark.timeout(1800)(many_cases(given(inputs)(test))))

    return mark


@contextmanager
def watched() -> Iterator[None]:
    """Fails when what is done meanwhile starts a program, talks, runs code that is in no file, writes or takes long.

    Time is the processor's, so that a busy machine changes nothing.
    """
    global _watching, _hooked
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked = True
    _seen.clear()
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    _watching = True
    try:
        yield
    finally:
        _watching = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert not _seen


@contextmanager
def little_memory() -> Iterator[None]:
    """The process can grow by MEMORY and no further: more is a MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _stop(*_: object) -> None:
    raise TooLong


def _hear(event: str, arguments: tuple) -> None:
    if not _watching:
        return
    if event.startswith(_FORBIDDEN):
        _seen.append(f"{event} {arguments!r}"[:300])
    elif event == "open" and arguments[2] & _WRITES and "__pycache__" not in str(arguments[0]):
        _seen.append(f"writes {arguments[0]!r}"[:300])
    elif event == "exec" and arguments[0].co_filename.startswith("<") and "frozen" not in arguments[0].co_filename:
        _seen.append(f"runs {arguments[0].co_filename} {arguments[0].co_names}"[:300])
