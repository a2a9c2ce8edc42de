"""The end of a school year: what each pupil did goes, counts of the whole school stay."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from scenario_quiz.files import write_atomically
from scenario_quiz.school import School
from scenario_quiz.scoring import StepScore
from skill_grading.data import DataFolder
from skill_grading.evidence.pupils import PupilEvidence
from skill_grading.inbox.schema import credentials, drafts, hand_ins, refused
from skill_grading.inbox.store import Store
from skill_grading.privacy import forgotten
from skill_grading.privacy.aggregates import COLUMNS, decision_rows, skill_rows
from skill_grading.privacy.erasure import Erasure, Work
from skill_grading.privacy.forgetting import Erased, erase
from skill_grading.privacy.papers import erase_from_roster
from skill_grading.pupils.roster import Roster
from skill_grading.releases import ReleaseStore
from skill_grading.report.course_evidence import CourseEvidence

RETIRE = "retire"


@dataclass(frozen=True)
class Retirement:
    """What would go: all of `pupils`, who did nothing from `before` on, and the `works` of others.

    `hand_ins` are all that go; `aggregates` is the file of counts that stay.
    """

    before: date
    pupils: frozenset[str]
    works: frozenset[Work]
    hand_ins: int
    aggregates: Path


def plan(data: DataFolder, before: date, school: School) -> Retirement:
    """What goes when everything handed in before a day (in the school's time zone) goes.

    A pupil's work on one assignment goes or stays as a whole, by the newest of it. Whoever did nothing since and got no
    code since leaves the class list too.
    """
    start = datetime(before.year, before.month, before.day, tzinfo=school.time_zone)
    newest: dict[Work, datetime] = {}
    counted: defaultdict[Work, int] = defaultdict(int)
    coded: dict[str, datetime] = {}
    store = Store(data.inbox_url)
    try:
        with store.reading() as connection:
            for table, time in ((hand_ins, "received"), (refused, "received"), (drafts, "saved")):
                for row in connection.execute(select(table.c.pupil_id, table.c.assignment, table.c[time])):
                    work, at = (row.pupil_id, row.assignment), datetime.fromisoformat(row[2])
                    newest[work] = max(at, newest.get(work, at))
                    if table is hand_ins:
                        counted[work] += 1
            for row in connection.execute(select(credentials.c.pupil_id, credentials.c.created)):
                at = datetime.fromisoformat(row.created)
                coded[row.pupil_id] = max(at, coded.get(row.pupil_id, at))
    finally:
        store.close()
    active = {pupil_id for (pupil_id, _), at in newest.items() if at >= start}
    active |= {pupil_id for pupil_id, at in coded.items() if at >= start}
    known = {pupil_id for pupil_id, _ in newest} | coded.keys() | Roster.load(data.roster).by_id.keys()
    pupils = known - active
    works = {work for work, at in newest.items() if at < start and work[0] in active}
    # What was collected and is not in the inbox is left from a run that was cut off.
    orphans = _collected(data) - newest.keys()
    pupils |= {pupil_id for pupil_id, _ in orphans} - active
    works |= {work for work in orphans if work[0] in active}
    gone = sum(number for work, number in counted.items() if work in works or work[0] in pupils)
    file = data.aggregates / f"before-{before.isoformat()}.csv"
    return Retirement(before, frozenset(pupils), frozenset(works), gone, file)


def retire(data: DataFolder, found: Retirement, school: School) -> Erased:
    """Keep the counts and let the rest go. It can be given again after a crash: counts are written once, before
    anything goes. Raises Refusal.
    """
    what = Erasure.of(data, found.pupils, found.works)
    if found.hand_ins and not found.aggregates.exists():
        write_atomically(found.aggregates, _counts(data, what, school))
    forgotten.remember(data.forgotten, what.pupils)
    erased = erase(data, what, RETIRE, before=found.before.isoformat(), hand_ins=found.hand_ins)
    erase_from_roster(data, what)
    return erased


def _collected(data: DataFolder) -> set[Work]:
    store = ReleaseStore(data)
    assignments = {name: each for each in store.assignments() for name in store.gradebook_names(each)}
    folders = [folder for kind in (data.submitted, data.autograded) for folder in kind.glob("[!.]*/*")]
    return {(folder.parent.name, assignments.get(folder.name, folder.name)) for folder in folders}


def _counts(data: DataFolder, what: Erasure, school: School) -> str:
    """The counts of what goes, from the evidence that the report of the school is made from."""
    text, evidence = io.StringIO(), CourseEvidence(data, school)
    pupils = [pupil for name in evidence.classes for pupil in evidence.of_class(name)]
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()

    def gone(pupil: PupilEvidence, steps: Iterable[StepScore]) -> list[StepScore]:
        return [step for step in steps if what.takes(pupil.pupil_id, step.scenario.partition("/")[0])]

    for exercise in evidence.exercises:
        name = exercise.name
        writer.writerows(decision_rows(name, [gone(pupil, pupil.done[name].pooled) for pupil in pupils]))
    writer.writerows(skill_rows([gone(pupil, pupil.steps(evidence.exercises)) for pupil in pupils], school.cut))
    return text.getvalue()
