"""When an assignment is open, and what is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skill_grading.inbox.dates import AssignmentDates, Dates

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def calendar(inbox):
    return inbox.calendar


def test_without_dates_an_assignment_is_open_and_nothing_is_late(calendar):
    dates = calendar.of("internship").of("p-1", "5VZ")
    assert dates.is_open(NOON) and not dates.is_late(NOON)


def test_the_deadline_itself_is_in_time_and_the_closing_time_is_not(calendar):
    dates = Dates(opens=NOON - DAY, due=NOON, closes=NOON + DAY)
    assert not dates.is_open(NOON - DAY - SECOND) and dates.is_open(NOON - DAY)
    assert not dates.is_late(NOON) and dates.is_late(NOON + SECOND)
    assert dates.is_open(NOON + DAY - SECOND) and not dates.is_open(NOON + DAY)


def test_a_class_goes_by_its_own_dates_and_a_pupil_by_an_extension(calendar):
    calendar.set("internship", Dates(due=NOON, closes=NOON + DAY))
    calendar.set("internship", Dates(due=NOON + DAY), "5VZ")
    calendar.set("privacy", Dates(opens=NOON))
    calendar.extend("internship", "p-1", NOON + 2 * DAY)
    found = calendar.of("internship")
    assert found.of("p-2", "6A") == Dates(due=NOON, closes=NOON + DAY)
    assert found.of("p-2", "5VZ") == Dates(due=NOON + DAY)
    assert found.of("p-1", "6A") == Dates(due=NOON + 2 * DAY, closes=NOON + 2 * DAY)
    assert calendar.read().keys() == {"internship", "privacy"}
    calendar.extend("internship", "p-1", None)
    calendar.forget("internship", "5VZ")
    assert calendar.of("internship") == AssignmentDates(Dates(due=NOON, closes=NOON + DAY))
