"""What many pupils decided, as numbers: what every table of a report is counted from. Pure functions.

What counts as the same response is one object that pupils share (`scenario_quiz.scoring.Known`): a school of 150,000
decisions shares a thousand or two. So what is asked of a response is asked of these, and NumPy counts the decisions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

import numpy as np

from scenario_quiz.scoring import StepScore


@dataclass(frozen=True)
class Responses:
    """The decisions of `number` pupils. `given` are the different responses, in the order met; equal ones that are not
    shared are told one by one.

    Of each decision of each pupil, `pupils` tells whose it is (0 to `number` - 1) and `which` the place of the response
    in `given`: pupil by pupil, in the order decided.
    """

    given: Sequence[StepScore]
    number: int
    pupils: np.ndarray
    which: np.ndarray

    @classmethod
    def of(cls, scores: Iterable[Sequence[StepScore]]) -> Responses:
        """Those of the steps of one pupil per item."""
        scores = list(scores)
        steps = list(chain.from_iterable(scores))
        ids = list(map(id, steps))
        given = dict(zip(ids, steps, strict=True))
        places = dict(zip(given, count()))
        which = np.fromiter(map(places.__getitem__, ids), dtype=np.intp, count=len(ids))
        pupils = np.repeat(np.arange(len(scores)), [len(of) for of in scores])
        return cls(list(given.values()), len(scores), pupils, which)

    def among(self, decisions: Collection[tuple[str, str]]) -> Responses:
        """Those to some decisions (scenario, step)."""
        kept = np.array([(step.scenario, step.step) in decisions for step in self.given], dtype=bool)
        given = [step for step, keep in zip(self.given, kept, strict=True) if keep]
        here = kept[self.which]
        return Responses(given, self.number, self.pupils[here], (np.cumsum(kept) - 1)[self.which[here]])

    @cached_property
    def counted(self) -> list[tuple[StepScore, int]]:
        """Each response with how many pupils gave it."""
        times = np.bincount(self.which, minlength=len(self.given))
        return list(zip(self.given, times.tolist(), strict=True))

    @cached_property
    def shares(self) -> np.ndarray:
        """The share of the points that each response got."""
        return np.array([step.points / step.max for step in self.given], dtype=float)

    @cached_property
    def givers(self) -> list[np.ndarray]:
        """The pupils who gave each response."""
        ends = np.cumsum([times for _, times in self.counted])
        return np.split(self.pupils[np.argsort(self.which, kind="stable")], ends[:-1])

    def numbered(self, names: Iterable[object]) -> tuple[list, np.ndarray]:
        """The different `names`, one per response, in the order met; and of each decision the place of its name."""
        names = list(names)
        places = {name: place for place, name in enumerate(dict.fromkeys(names))}
        return list(places), np.array([places[name] for name in names], dtype=np.intp)[self.which]
