"""kill -9 at random moments, the same ones by seed; and going on by itself afterwards."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def kill_often(
    kills: int, fresh: Callable[[], T], do: Callable[[T], object], whole: Callable[[T], object],
    done: Callable[[T], object],
) -> None:  # fmt: skip
    """`do` something in a process that is killed at a random moment, again and again, until `kills` were.

    A run begins where the one before was killed; once one comes to its end, the next begins with what `fresh` gives.
    `whole` looks after every kill, `done` after a last run that nobody kills.
    """
    warm, timed = fresh(), fresh()
    do(warm)
    started = time.monotonic()
    do(timed)
    takes = time.monotonic() - started
    done(timed)
    chance = random.Random(1)
    while kills:
        place = fresh()
        while kills:
            child = multiprocessing.get_context("fork").Process(target=do, args=(place,))
            child.start()
            child.join(chance.random() * takes)
            child.kill()
            child.join()
            if child.exitcode == 0:
                break
            assert child.exitcode == -signal.SIGKILL, "what was killed did not go on by itself"
            kills -= 1
            whole(place)
        do(place)
        done(place)
