"""Who is late here is late in nbgrader too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nbgrader.api import Gradebook

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME, Placement

HOUR = timedelta(hours=1)


def school(placement: Placement) -> None:
    """Three pupils hand in: one late, one with more time, one of a class without a deadline."""
    pupils = [("p-late", "5VZ"), ("p-more", "5VZ"), ("p-free", "6A")]
    Roster(tuple(Pupil(pupil_id, name, pupil_id, "Peeters") for pupil_id, name in pupils)).save(placement.data.roster)
    for pupil_id, _ in pupils:
        placement.hand_in(pupil_id)
    now = datetime.now(UTC).replace(microsecond=0)
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.calendar.set(NAME, Dates(due=now - HOUR))
        inbox.calendar.set(NAME, Dates(), "6A")
        inbox.calendar.extend(NAME, "p-more", now + HOUR)
    collect(placement.data, NAME)


def late(data) -> dict[str, bool]:
    with Gradebook(data.gradebook_url) as gradebook:
        return {each.student_id: each.total_seconds_late > 0 for each in gradebook.assignment_submissions(NAME)}


def test_class_deadlines_and_extensions_make_the_same_pupils_late_in_nbgrader(placement, tmp_path):
    school(placement)
    stock = placement.copy(tmp_path / "stock")
    grade(placement.data, NAME)
    assert late(placement.data) == {"p-late": True, "p-more": False, "p-free": False}
    graded = stock.nbgrader("autograde", NAME)
    assert graded.returncode == 0, graded.stderr
    assert stock.tables() == placement.tables()


def test_a_deadline_that_changes_reaches_work_that_was_graded(placement):
    school(placement)
    grade(placement.data, NAME)
    now = datetime.now(UTC)
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.calendar.extend(NAME, "p-more", None)
        inbox.calendar.extend(NAME, "p-late", now + HOUR)
    grade(placement.data, NAME)
    assert late(placement.data) == {"p-late": False, "p-more": True, "p-free": False}
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.calendar.set(NAME, Dates())
        inbox.calendar.extend(NAME, "p-late", None)
    grade(placement.data, NAME)
    assert set(late(placement.data).values()) == {False}


def test_a_deadline_that_somebody_gave_nbgrader_stays_where_none_was_set_here(placement):
    placement.hand_in("p-1")
    collect(placement.data, NAME)
    with Gradebook(placement.data.gradebook_url) as gradebook:
        gradebook.find_assignment(NAME).duedate = datetime(2020, 1, 1)
        gradebook.db.commit()
    grade(placement.data, NAME)
    assert late(placement.data) == {"p-1": True}
