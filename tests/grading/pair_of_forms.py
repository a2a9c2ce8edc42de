"""A class that does both forms of the small course, in a data folder of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from course_site.publish import release_all
from scenario_quiz.course import Course
from scenario_quiz.forms import Moment
from skill_grading.collecting.collect import collect
from skill_grading.data import DataFolder
from skill_grading.dates.forms import Pair, pair_of
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore
from tests.conftest import SmallCourse
from tests.widgets.pair_of_forms import DECISIONS, add_forms

GOOD, BAD = ["call", "mail"], ["sue"]


@dataclass
class Checked:
    """A course with forms that are released, and `size` pupils of class 5VZ."""

    course: Course
    data: DataFolder

    @classmethod
    def make(cls, folder: Path, size: int = 12) -> Checked:
        small = SmallCourse(folder / "course")
        add_forms(small)
        course, data = small.load(), DataFolder(folder / "data")
        release_all(course, data)
        Roster(tuple(Pupil(f"p-{n:02}", "5VZ", f"Noor {n:02}", "Peeters") for n in range(size))).save(data.roster)
        return cls(course, data)

    @property
    def pair(self) -> Pair:
        return pair_of(self.course.forms)

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        return Roster.load(self.data.roster).pupils

    def answers(self, form: str, right: int) -> bytes:
        """An answers file with the first `right` decisions good."""
        release = ReleaseStore(self.data).current(form)
        scenarios = {}
        for number, scenario in enumerate(release.scenarios):
            letters = {option: letter for letter, option in release.option_ids[scenario.id]["right"].items()}
            ticked = [letters[option] for option in (GOOD if number < right else BAD)]
            scenarios[scenario.id] = [{"step": "right", "answer": ticked, "time": "2026-11-23T07:00:00.000Z"}]
        file = {"format": "scenario-answers", "version": 1, "course": release.course, "assignment": form}
        file |= {"content": release.version, "language": "nl", "attempt": md5(form.encode()).hexdigest()}
        return json.dumps(file | {"scenarios": scenarios}).encode()

    def hand_in(self, pupil: Pupil, moment: Moment, right: int = DECISIONS) -> None:
        """Put a pupil's work at a moment into the inbox, whatever the dates say."""
        form = self.pair.form(moment, pupil.entry_form)
        with Inbox(self.data.inbox_url) as inbox:
            inbox.accept(
                pupil.pupil_id,
                form,
                self.answers(form, right),
                version=ReleaseStore(self.data).current(form).version,
                attempt=md5(f"{pupil.pupil_id}{form}".encode()).hexdigest(),
                answered=DECISIONS,
                steps=DECISIONS,
            )

    def grade(self) -> None:
        for form in self.pair.assignments:
            collect(self.data, form)
            grade(self.data, form)
