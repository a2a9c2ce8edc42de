"""From the inbox to nbgrader's `submitted/` folder: the one way that every collect button and command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from skill_grading.collecting.moving import follow_moves
from skill_grading.collecting.submissions import Judge, Rejected, SubmissionRefused, check_pupil_id
from skill_grading.course_folder import ANSWERS, TIMESTAMP
from skill_grading.data import DataFolder
from skill_grading.folders import Aside, holds
from skill_grading.gradebook.assignment import ensure_in_gradebook
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.records import HandIn
from skill_grading.releases import ReleaseStore

Place = Callable[[Path, Mapping[str, bytes]], None]


@dataclass
class CollectReport:
    """What became of every hand-in that counts: pupil ids, and for the refused ones the reason."""

    taken: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Rejected] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The numbers in one line."""
        return f"{len(self.taken)} collected, {len(self.unchanged)} there already, {len(self.refused)} refused"

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  {each.pupil_id}: {each.message}" for each in self.refused)])


def collect(
    data: DataFolder,
    assignment: str,
    gradebook_name: str | None = None,
    pupil_id: str | None = None,
    place: Place | None = None,
) -> CollectReport:
    """Write the hand-ins that count into `submitted/<pupil>/<gradebook assignment>/`, each in one step.

    With `gradebook_name`, only those that are graded under that name; with `pupil_id`, only that pupil's. `place`
    gets the files of what changed, for who brings them to their folder in another way. One bad hand-in never stops the
    others; the inbox keeps why it was refused. Doing it again changes only what changed in the inbox.
    """
    report, store = CollectReport(), ReleaseStore(data)
    name_of, refused = cache(partial(store.gradebook_name, assignment)), []
    with Inbox(data.inbox_url) as inbox, Aside(data.submitted) as submitted, Aside(data.autograded) as autograded:
        follow_moves(data, assignment, inbox)
        shelf = cache(lambda name: _Shelf(data, store, assignment, name, submitted, autograded, place))
        for hand_in in inbox.counting(assignment):
            name = name_of(hand_in.version)
            if pupil_id not in (None, hand_in.pupil_id) or gradebook_name not in (None, name):
                continue
            try:
                check_pupil_id(hand_in.pupil_id)
                if name is None:
                    message = f"made with version {hand_in.version[:12]}, which is unknown here"
                    raise SubmissionRefused("wrong_version", message)
                outcome = report.taken if shelf(name).take(hand_in) else report.unchanged
                outcome.append(hand_in.pupil_id)
            except SubmissionRefused as error:
                report.refused.append(Rejected(hand_in.pupil_id, error.code, str(error)))
                refused.append((hand_in, error.code))
            except Exception as error:
                report.refused.append(Rejected(hand_in.pupil_id, "unexpected", repr(error)))
        for hand_in, code in refused:
            inbox.refuse(hand_in.pupil_id, assignment, code, hand_in.answers)
    return report


class _Shelf:
    """The folders of one gradebook assignment in `submitted/`."""

    def __init__(
        self,
        data: DataFolder,
        store: ReleaseStore,
        assignment: str,
        name: str,
        submitted: Aside,
        autograded: Aside,
        place: Place | None,
    ) -> None:
        ensure_in_gradebook(data, name)
        self._name = name
        self._others = [other for other in store.gradebook_names(assignment) if other != name]
        self._judge = Judge(data, name)
        self._notebook = f"{assignment}.ipynb"
        self._released = submitted.share((data.release / name / self._notebook).read_bytes())
        self._submitted, self._submitted_aside = data.submitted, submitted
        self._autograded, self._autograded_aside = data.autograded, autograded
        self._place = place

    def take(self, hand_in: HandIn) -> bool:
        """Bring one hand-in to its folder; False when it was there. Raises SubmissionRefused."""
        self._judge.check(hand_in.answers)
        folder = self._submitted / hand_in.pupil_id / self._name
        files = {ANSWERS: hand_in.answers, TIMESTAMP: hand_in.received.isoformat().encode()}
        if holds(folder, files | {self._notebook: None}):
            return False
        # nbgrader grades what has no autograded copy, whatever the times say.
        self._autograded_aside.remove(self._autograded / hand_in.pupil_id / self._name)
        if self._place is None:
            self._submitted_aside.replace(folder, files, same={self._notebook: self._released})
        else:
            self._place(folder, files | {self._notebook: self._released.read_bytes()})
        for other in self._others:
            self._submitted_aside.remove(self._submitted / hand_in.pupil_id / other)
        return True
