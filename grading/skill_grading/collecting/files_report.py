"""What became of every file that a teacher gave to collect from, in words for that teacher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from skill_grading.collecting.senders import name_and_class
from skill_grading.pupils.roster import Pupil
from skill_grading.reasons import reason

IN = ("taken", "known")
KEPT = ("replaced", "twice", "later")
UNMATCHED = ("unmatched", "ambiguous", "copied")


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    `code`: taken (it counts), known (it came in before), replaced (a newer one of the same pupil counts), twice (the
    same answers as in another file of that pupil), later (kept, but an earlier hand-in counts), unmatched or
    ambiguous (the teacher must say whose it is; `suggestions` are pupils that it may be from), copied (a file that
    came from another pupil first; the teacher must say), or else why it was refused.
    """

    file: str
    code: str
    pupil: Pupil | None = None
    suggestions: tuple[Pupil, ...] = ()
    detail: str = ""


@dataclass
class FilesReport:
    """Every file in the order in which it was found."""

    outcomes: list[Outcome] = field(default_factory=list)

    def of(self, *codes: str) -> list[Outcome]:
        """The files that ended so."""
        return [outcome for outcome in self.outcomes if outcome.code in codes]

    @property
    def taken(self) -> list[Outcome]:
        return self.of("taken")

    @property
    def unmatched(self) -> list[Outcome]:
        return self.of(*UNMATCHED)

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.code not in (*IN, *KEPT, *UNMATCHED)]

    def summary(self, labels: Mapping[str, str]) -> str:
        """The numbers in one sentence."""
        counts = Counter(outcome.code for outcome in self.outcomes)
        return labels["files_summary"].format(
            files=len(self.outcomes),
            taken=counts["taken"],
            known=counts["known"],
            kept=sum(counts[code] for code in KEPT),
            unmatched=len(self.unmatched),
            refused=len(self.refused),
        )

    def lines(self, labels: Mapping[str, str], every: bool = False) -> list[str]:
        """A line for each file that a teacher should look at; with `every`, for all of them."""
        quiet = () if every else IN
        return [describe(outcome, labels) for outcome in self.outcomes if outcome.code not in quiet]


def describe(outcome: Outcome, labels: Mapping[str, str]) -> str:
    """One file in one line: its name, whose it is, and what became of it."""
    known = labels.get(f"files_{outcome.code}")
    words = known or labels["files_refused"].format(reason=reason(labels, outcome.code))
    whose = f" ({name_and_class(outcome.pupil)})" if outcome.pupil else ""
    names = ", ".join(name_and_class(pupil) for pupil in outcome.suggestions[:5])
    maybe = " " + labels["files_maybe"].format(names=names) if names else ""
    return f"{outcome.file}{whose}: {words}{maybe}"
