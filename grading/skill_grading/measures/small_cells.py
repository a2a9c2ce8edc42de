"""Leaving out counts of few pupils, and what would give them away: for what is about more than one class.

What is left out is in no sum, share or bar of anything else that is told. So no other table, file or year's counts, and
no subtraction of one from another, can bring it back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skill_grading.measures.mastery import Outcome
from skill_grading.measures.responses import Responses

LEAST = 5
"""Counts of pupils below this are hidden."""

OUTCOMES = [outcome.value.replace("-", "_") for outcome in Outcome]
"""Always in one order: of equally large counts the page, the tables and what stays of a year hide the same one."""

ROUNDED = ("difficulty", "low", "high", "discrimination", "understood")
"""The shares that a page tells in whole percents: to the last digit they would tell of single pupils."""

Place = tuple[str, str]
"""A scenario and a step in it."""


@dataclass(frozen=True)
class Told:
    """What can be told of the decisions of some pupils, each level only where the one before it is.

    `results` are those of which it can be told how many chose well, `points` those of which also how many points they
    got, `errors` those of which it can be told how many of the others did harm and how many refused what was fine,
    `options` those of which also what was chosen, but for `untold`: (scenario, step, option). `paths` are the scenarios
    of which the ways through them can be told.
    """

    results: frozenset[Place]
    points: frozenset[Place]
    errors: frozenset[Place]
    options: frozenset[Place]
    untold: frozenset[tuple[str, str, str]]
    paths: frozenset[str]

    @classmethod
    def of(cls, responses: Responses, paths: pd.DataFrame) -> Told:
        """What can be told of `responses`, with their `paths.path_table`."""
        answers: defaultdict[Place, Counter[tuple]] = defaultdict(Counter)
        for s, n in responses.counted:
            answers[s.scenario, s.step][s.verdict, s.points / s.max, tuple(s.chosen)] += n
        found = {place: _Decision(of) for place, of in answers.items()}
        closed = {(name, step) for name, steps in _closed(paths, found).items() for step in steps}
        found = {place: one for place, one in found.items() if one.result and place not in closed}
        return cls(
            frozenset(found),
            frozenset(place for place, one in found.items() if one.points),
            frozenset(place for place, one in found.items() if one.errors),
            frozenset(place for place, one in found.items() if one.untold is not None),
            frozenset((*place, option) for place, one in found.items() for option in one.untold or ()),
            frozenset(_told_ways(paths, {place for place, one in found.items() if one.errors})),
        )


class _Decision:
    """What can be told of one decision, by how many gave each answer: its verdict, share of the points and options."""

    def __init__(self, answers: Mapping[tuple[str, float, tuple[str, ...]], int]) -> None:
        self._answers = answers
        verdicts = self._count(lambda verdict, share, chosen: [verdict])
        shares = self._count(lambda verdict, share, chosen: [(verdict, share)])
        self.result = not any_small(verdicts["good"], verdicts.total() - verdicts["good"])
        self.errors = self.result and not any_small(*verdicts.values())
        self.untold = self._untold(verdicts.total()) if self.errors else None
        # Points tell who chose what, where a verdict's are not all the same.
        told = len(shares) == len(verdicts) or (self.complete and not any_small(*shares.values()))
        self.points = self.result and told

    @property
    def complete(self) -> bool:
        """Whether all of it can be told."""
        return self.untold == set()

    def _untold(self, reached: int) -> set[str] | None:
        """The options of which it can't be told how many chose them; None where it can be told of none."""
        if any(len(chosen) != 1 for _, _, chosen in self._answers):
            # Every option has a count of its own, of those who left it too.
            options = self._count(lambda verdict, share, chosen: chosen)
            return None if any_small(*options.values(), *(reached - n for n in options.values())) else set()
        by_verdict: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (verdict, option), n in self._count(lambda verdict, share, chosen: [(verdict, *chosen)]).items():
            by_verdict[verdict][option] = n
        return {
            option
            for of in by_verdict.values()
            for option, hide in zip(of, hidden_of(np.array(list(of.values()))), strict=True)
            if hide
        }

    def _count(self, what: Callable[..., Iterable]) -> Counter:
        found = Counter()
        for answer, n in self._answers.items():
            for each in what(*answer):
                found[each] += n
        return found


def _closed(paths: pd.DataFrame, found: Mapping[Place, _Decision]) -> dict[str, set[str]]:
    """The scenarios that branch and of which not everything can be told, with their steps: how many came to a step
    tells what they chose before it.
    """
    closed = {}
    for scenario, ways in _ways(paths).items():
        # All ways are worth the same, so whoever stopped on the way of others did not finish.
        ends = [way for way in ways if not any(other[: len(way)] == way != other for other in ways)]
        steps = {step for way in ways for step in way}
        whole = all(found[scenario, step].complete for step in steps)
        if len(ends) > 1 and not (whole and not any_small(*(ways[way] for way in ends))):
            closed[scenario] = steps
    return closed


def _told_ways(paths: pd.DataFrame, errors: set[Place]) -> Iterator[str]:
    """The scenarios in which no way, nor a decision on it, is about few."""
    small = set(paths[paths.pupils.between(1, LEAST - 1)].scenario)
    for scenario, ways in _ways(paths).items():
        if scenario not in small and all((scenario, step) in errors for way in ways for step in way):
            yield scenario


def _ways(paths: pd.DataFrame) -> dict[str, Counter[tuple[str, ...]]]:
    found: defaultdict[str, Counter] = defaultdict(Counter)
    for row in paths.itertuples():
        found[row.scenario][row.path] += row.pupils
    return found


def any_small(*counts: float) -> bool:
    """Whether one of some counts is too small to tell."""
    return any(0 < count < LEAST for count in counts)


def hidden_of(counts: np.ndarray) -> np.ndarray:
    """Which of some counts can't be told, when their sum is known: small ones, and the smallest of the others until the
    hidden ones together are not small either, and their sum gives none of them away.
    """
    hidden = (counts > 0) & (counts < LEAST)
    if not hidden.any():
        return hidden
    for place in sorted(np.flatnonzero(counts >= LEAST), key=counts.__getitem__):
        number, together = hidden.sum(), counts[hidden].sum()
        if number > 1 and together >= LEAST and together not in (number, number * (LEAST - 1)):
            break
        hidden[place] = True
    return hidden


def small_cells(counts: Mapping[str, tuple[int, int]]) -> set[str]:
    """The names whose (count, of) can't be told: where fewer than LEAST are counted, or fewer are left over.

    The others follow from the total, the nearest to these first, until the hidden ones together are not small either.
    """
    rest = {name: min(count, of - count) for name, (count, of) in counts.items()}
    hidden = {name for name, small in rest.items() if small < LEAST}
    for name in sorted(rest.keys() - hidden, key=lambda name: (rest[name], list(rest).index(name))):
        count, of = (sum(counts[each][place] for each in hidden) for place in (0, 1))
        if not hidden or (len(hidden) > 1 and min(count, of - count) >= LEAST):
            break
        hidden.add(name)
    return hidden


def hide_small(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A report's table `name` without counts of 1 to LEAST - 1 and what would give them away, and as exact as its page.

    What is about decisions comes from what can be `Told` alone.
    """
    if table.empty:
        return table
    if name == "skills":
        hidden = table[OUTCOMES].apply(hidden_of, axis=1, raw=True)
        table = table.assign(
            **table[OUTCOMES].astype("Int64").mask(hidden),
            **table[["shown_low", "shown_high"]].mask(hidden.shown, other=float("nan")),
        )
    if name == "reliability" and any_small(*table.pupils):
        about = table.columns.drop("assignment")
        table = table.assign(**table.convert_dtypes()[about].mask(table.pupils.between(1, LEAST - 1)))
    return table.round(dict.fromkeys(ROUNDED, 2))
