"""Times on the school's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from skill_grading.dates.school_time import NoTime, read_time, show_time

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("2026-07-01T12:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-12-01 12:00", datetime(2026, 12, 1, 11, tzinfo=UTC)),
        # The clocks go back: half past two comes twice, and the second is meant.
        ("2026-10-25T02:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # The clocks go on: half past two does not come.
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_on_the_schools_clock(typed, hour):
    assert read_time(typed, BRUSSELS) == hour


def test_what_is_shown_is_read_back_as_it_was():
    for time in (datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert read_time(show_time(time, BRUSSELS), BRUSSELS) == time
    assert read_time(" ", BRUSSELS) is None
    assert show_time(None, BRUSSELS) == ""


@pytest.mark.parametrize("typed", ["morgen", "2026-13-01T10:00", "2026-11-23"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(NoTime):
        read_time(typed, BRUSSELS)
