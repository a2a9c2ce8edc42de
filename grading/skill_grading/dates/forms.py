"""The two forms of the entry check and final exam: which of them a pupil does when.

Half of every class begins with form a and half with form b, so that growth is not mistaken for an easier form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scenario_quiz.forms import Moment
from scenario_quiz.labels import load_labels
from skill_grading.course_facts import kept_facts
from skill_grading.data import DataFolder

LETTERS = ("a", "b")


@dataclass(frozen=True)
class Pair:
    """The assignments that are the two forms, by their letter."""

    forms: Mapping[str, str]

    @property
    def assignments(self) -> list[str]:
        return [self.forms[letter] for letter in LETTERS]

    def form(self, moment: Moment, entry_form: str) -> str:
        """The assignment that a pupil does at that moment; `entry_form` is the letter that the pupil begins with."""
        if moment is Moment.ENTRY:
            return self.forms[entry_form]
        first, second = LETTERS
        return self.forms[second if entry_form == first else first]

    def moment(self, assignment: str, entry_form: str) -> Moment | None:
        """The moment at which a pupil does `assignment`; None for an assignment that is no form."""
        if assignment not in self.forms.values():
            return None
        return Moment.ENTRY if self.forms.get(entry_form) == assignment else Moment.EXAM


def pair_of(forms: Mapping[str, str]) -> Pair | None:
    """The pair of a course's `forms`; None where it has none."""
    return Pair(forms) if len(forms) == len(LETTERS) else None


def kept_pair(data: DataFolder) -> Pair | None:
    """The pair that the last release had; None where it had none, or nothing was released. Raises Refusal."""
    return pair_of(kept_facts(data).forms) if data.facts.exists() else None


def moment_name(moment: Moment, language: str) -> str:
    """What a pupil and a teacher call a moment."""
    return load_labels("skill_grading", language)[f"moment_{moment}"]


def entry_forms(pupils: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The form that each pupil begins with, from (pupil id, class, form or ''); who has one keeps it.

    Each other pupil, in this order, gets the form that fewer in the class begin with. Where both are as many, the
    pupil's id decides, which is random: a permuted block design with blocks of two, as in clinical trials, so that
    those who are placed together never differ by more than one. It gives the same forms each time.
    """
    pupils = list(pupils)
    begun = Counter((class_name, form) for _, class_name, form in pupils if form)
    found = {}
    for pupil_id, class_name, form in pupils:
        if not form:
            more = begun[class_name, LETTERS[0]] - begun[class_name, LETTERS[1]]
            coin = sha256(f"entry form {pupil_id}".encode()).digest()[0] & 1
            form = LETTERS[more > 0 if more else coin]
            begun[class_name, form] += 1
        found[pupil_id] = form
    return found
