"""Python's search for cycles among objects, which a school's many small objects would start again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """While objects are made by the hundred thousand that stay in use, and large libraries are loaded: the search, a
    tenth of the time and more, waits.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def end_without_search() -> None:
    """For a process that is about to end: the system takes back at once what Python would first search through."""
    gc.freeze()
