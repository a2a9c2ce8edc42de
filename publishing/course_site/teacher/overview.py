"""How far a course has come, read from its data folder: what the teacher's pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scenario_quiz.forms import Moment
from skill_grading.data import DataFolder
from skill_grading.dates.forms import kept_pair
from skill_grading.evidence.moment_work import assignments_of, read_work
from skill_grading.evidence.work import NotGraded
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from skill_grading.releases import ReleaseStore
from skill_grading.report.writing import report_folder


@dataclass(frozen=True)
class Progress:
    """One assignment: how many pupils there are, and at which step their work waits. `refused` are those whose work
    can't be used, `released` those who can read their feedback.
    """

    pupils: int
    classes: int
    handed_in: int
    refused: int
    to_collect: int
    collected: int
    to_grade: int
    graded: int
    to_mark: int
    released: int

    @property
    def next_step(self) -> str:
        """The step of the path at which there is something to do now."""
        if not self.pupils:
            return "pupils"
        if self.to_collect:
            return "collect"
        if self.to_grade:
            return "grade"
        return "report" if self.graded else "hand_ins"


@dataclass(frozen=True)
class WrittenReport:
    """The report of one class: what to read, the tables behind it, and when it was made (None: not yet)."""

    class_name: str
    documents: list[Path]
    tables: list[Path]
    made: datetime | None


def assignments(data: DataFolder) -> list[str]:
    """What pupils have been given: the ids of assignments, and the two moments in the place of their forms."""
    pair = kept_pair(data)
    known = [name for name in ReleaseStore(data).assignments() if not pair or name not in pair.assignments]
    return [*known, *(moment.value for moment in Moment if pair)]


def latest_assignment(data: DataFolder, known: list[str]) -> str:
    """Of the known assignments the one that somebody handed in last, as that is what a teacher comes for; else the
    first; '' while there is none.
    """
    moments = _moments(data)
    with Inbox(data.inbox_url) as inbox:
        handed_in = [moments.get((each.pupil_id, each.assignment), each.assignment) for each in inbox.attempts()]
    return ([name for name in handed_in if name in known] or known[:1] or [""])[-1]


def pupils_by_class(data: DataFolder) -> dict[str, list[Pupil]]:
    """The class list, each class in the order of the names."""
    roster = Roster.load(data.roster)
    ordered = sorted(roster.pupils, key=lambda pupil: (pupil.last_name.casefold(), pupil.first_name.casefold()))
    return {name: [pupil for pupil in ordered if pupil.class_name == name] for name in roster.classes}


def not_graded(data: DataFolder, assignment: str) -> dict[str, str]:
    """Whose work can't be collected or graded, and the code of the reason, by pupil id."""
    work, found = read_work(data, assignment), {}
    for one in (one for name in work.classes for one in work.of_class(name)):
        if one.refused or (one.collected and one.notebook is None):
            try:
                work.submission(one)
            except NotGraded as error:
                if error.code != "ungraded":
                    found[one.pupil.pupil_id] = error.code
    return found


def _moments(data: DataFolder) -> dict[tuple[str, str], str]:
    """The moment by pupil id and form."""
    if not (pair := kept_pair(data)):
        return {}
    return {
        (pupil.pupil_id, pair.form(moment, pupil.entry_form)): moment.value
        for pupil in Roster.load(data.roster).pupils
        for moment in Moment
    }


def progress(data: DataFolder, assignment: str) -> Progress:
    """The steps of one assignment in numbers."""
    work = read_work(data, assignment)
    with Inbox(data.inbox_url) as inbox:
        released = {name: inbox.feedback.released(name) for name in assignments_of(data, assignment)}
    everyone = [one for name in work.classes for one in work.of_class(name)]
    handed_in = [one for one in everyone if one.counting]
    collected = [one for one in handed_in if one.collected]
    graded = [one for one in collected if one.notebook]
    return Progress(
        pupils=len(everyone),
        classes=len(work.classes),
        handed_in=len(handed_in),
        refused=sum(bool(one.refused) for one in everyone),
        to_collect=sum(not (one.collected or one.refused) for one in handed_in),
        collected=len(collected),
        to_grade=len(collected) - len(graded),
        graded=len(graded),
        to_mark=sum(one.notebook.waits_for_marks for one in graded),
        released=sum(released[work.form(one.pupil)].get(one.pupil.pupil_id) == one.counting.receipt for one in graded),
    )


def written_reports(data: DataFolder, assignment: str, classes: list[str], zone: ZoneInfo) -> list[WrittenReport]:
    """The reports that lie in the data folder, one for each class, with times in the school's zone."""
    return [_written(report_folder(data.reports, assignment, name), name, zone) for name in classes]


def _written(folder: Path, class_name: str, zone: ZoneInfo) -> WrittenReport:
    page = folder / "report.html"
    if not page.exists():
        return WrittenReport(class_name, [], [], None)
    made = datetime.fromtimestamp(page.stat().st_mtime, zone)
    printed = folder / "report.pdf"  # which `course report` for every class writes when it is asked to
    documents = [page, printed] if printed.exists() else [page]
    return WrittenReport(class_name, documents, sorted(folder.glob("*.csv")), made)
