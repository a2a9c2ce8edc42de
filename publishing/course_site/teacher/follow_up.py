"""Worrying answers on the start page, until the teacher has followed them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from course_site.teacher.desk import Desk
from skill_grading.marking.concerns import concerns
from skill_grading.marking.marks import Place
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore


@dataclass(frozen=True)
class FollowUp:
    """Whose answer, in which exercise, and since when; the place goes back and forth as its three names."""

    place: Place
    pupil: Pupil
    assignment: str
    since: datetime


def to_follow_up(desk: Desk) -> list[FollowUp]:
    """What the teacher still means to follow up, of pupils in the class list."""
    pupils, store = Roster.load(desk.data.roster).by_id, ReleaseStore(desk.data)
    return [
        FollowUp(
            each.place, pupils[each.place.pupil_id], store.assignment_of(each.place.gradebook_name) or "", each.since
        )
        for each in concerns(desk.data)
        if each.place.pupil_id in pupils
    ]
