"""What the inbox gives out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from skill_grading.inbox.schema import SERVICE


@dataclass(frozen=True)
class Receipt:
    """What a pupil keeps as proof. ``time`` is ISO 8601 with offset; ``steps`` is the length of the path taken.

    ``late`` is for whoever knows the dates to say. ``new`` says whether it was made now, and not for an earlier hand-in
    of the same attempt.
    """

    receipt: str
    assignment: str
    time: str
    answered: int
    steps: int
    counts: bool
    late: bool = False
    new: bool = field(default=False, compare=False)

    def public(self) -> dict:
        """What the pupil's page gets, as JSON."""
        return {key: value for key, value in asdict(self).items() if key != "new"}


@dataclass(frozen=True)
class Standing:
    """Where a pupil stands with an assignment: the receipt of this round, and how often it was re-opened."""

    receipt: Receipt | None
    round: int

    @property
    def reopened(self) -> bool:
        """Whether the teacher waits for this pupil to hand in again."""
        return self.round > 0 and self.receipt is None


@dataclass(frozen=True)
class Attempt:
    """An accepted hand-in without its answers. ``counts`` says whether it is the one that is graded.

    ``route`` is the way that it came: ``service``, ``file`` or ``nbgrader``. ``moved_from`` is the pupil under whose
    code it came in, where a teacher has moved it.
    """

    pupil_id: str
    assignment: str
    version: str
    attempt: str
    received: datetime
    receipt: str
    answered: int
    steps: int
    counts: bool
    route: str = SERVICE
    moved_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandIn(Attempt):
    """An accepted hand-in; ``answers`` is the answers file exactly as it came in."""

    answers: bytes


@dataclass(frozen=True)
class RefusedHandIn:
    """What a pupil sent and could not be accepted."""

    pupil_id: str
    assignment: str
    reason: str
    received: datetime
    body: bytes


@dataclass(frozen=True)
class Action:
    """What a teacher did; ``detail`` is JSON, with keys that each kind of action has of its own."""

    time: datetime
    action: str
    pupil_id: str | None
    assignment: str | None
    detail: dict[str, Any]
