"""The question kinds. A new one is a file here, a file in `static/kinds/`, and its place in KINDS."""

from __future__ import annotations

from typing import Union

from scenario_quiz.kinds.base import PublicStep, Step, StepWords
from scenario_quiz.kinds.choice import ChoiceStep
from scenario_quiz.kinds.mark import MarkStep
from scenario_quiz.kinds.open import OpenStep
from scenario_quiz.kinds.order import OrderStep
from scenario_quiz.kinds.select import SelectStep
from scenario_quiz.kinds.sort import SortStep

KINDS: dict[str, type[Step]] = {
    "choice": ChoiceStep,
    "select": SelectStep,
    "mark": MarkStep,
    "sort": SortStep,
    "order": OrderStep,
    "open": OpenStep,
}


def _any(part: str) -> type:
    """The union over all kinds of one of their classes, such as `Words`."""
    return Union[tuple(dict.fromkeys(getattr(kind, part) for kind in KINDS.values()))]


AnyWords: type[StepWords] = _any("Words")
AnyPublic: type[PublicStep] = _any("Public")
AnyPractice: type[PublicStep] = _any("Practice")
