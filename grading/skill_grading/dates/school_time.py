"""Times as a teacher types and reads them: those of the school's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

TYPED = "%Y-%m-%dT%H:%M"


class NoTime(ValueError):
    """What was typed is no time."""


def read_time(typed: str, zone: ZoneInfo) -> datetime | None:
    """A time such as ``2026-11-23T12:00`` or ``2026-11-23 12:00`` on the school's clock, in UTC; None for nothing.

    When clocks go back an hour comes twice: the second one is meant, so that nobody is late by a misunderstanding.
    A time in the hour that is left out in spring is as long after midnight as it says. Raises NoTime.
    """
    typed = typed.strip()
    if not typed:
        return None
    try:
        local = datetime.strptime(typed.replace(" ", "T"), TYPED)
        late, early = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    except (ValueError, OverflowError):  # the first and the last day that there are lie outside in UTC
        raise NoTime(typed) from None
    return max(late, early)


def show_time(time: datetime | None, zone: ZoneInfo) -> str:
    """A time as `read_time` reads it; '' for none."""
    return time.astimezone(zone).strftime(TYPED) if time else ""
