"""From the inbox to nbgrader's `submitted/` folder: the one way that every collect button and command takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from skill_grading.assignment import ensure_in_gradebook
from skill_grading.course_folder import ANSWERS, TIMESTAMP
from skill_grading.data import DataFolder
from skill_grading.folders import holds, remove_folder, replace_folder
from skill_grading.inbox import HandIn, Inbox
from skill_grading.releases import ReleaseStore
from skill_grading.submissions import Rejected, SubmissionRefused, check_pupil_id, judge

Place = Callable[[Path, Mapping[str, bytes]], None]


@dataclass
class CollectReport:
    """What became of every hand-in that counts: pupil ids, and for the refused ones the reason."""

    taken: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Rejected] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{len(self.taken)} collected, {len(self.unchanged)} there already, {len(self.refused)} refused"]
        return "\n".join([*lines, *(f"  {each.pupil_id}: {each.message}" for each in self.refused)])


def collect(
    data: DataFolder,
    assignment: str,
    gradebook_name: str | None = None,
    pupil_id: str | None = None,
    place: Place = replace_folder,
) -> CollectReport:
    """Write the hand-ins that count into `submitted/<pupil>/<gradebook assignment>/`, each in one step.

    With `gradebook_name`, only those that are graded under that name; with `pupil_id`, only that pupil's. `place`
    gets the files of what changed, for who brings them to their folder in another way.
    One bad hand-in never stops the others. Doing it again changes only what changed in the inbox.
    """
    store, report, ready = ReleaseStore(data), CollectReport(), set()
    inbox = Inbox(data.inbox_url)
    try:
        for hand_in in inbox.counting(assignment):
            name = store.gradebook_name(assignment, hand_in.version)
            if pupil_id not in (None, hand_in.pupil_id) or gradebook_name not in (None, name):
                continue
            try:
                if name is not None and name not in ready:
                    ensure_in_gradebook(data, name)
                    ready.add(name)
                outcome = report.taken if _take(data, store, hand_in, name, place) else report.unchanged
                outcome.append(hand_in.pupil_id)
            except SubmissionRefused as error:
                report.refused.append(Rejected(hand_in.pupil_id, error.code, str(error)))
            except Exception as error:
                report.refused.append(Rejected(hand_in.pupil_id, "unexpected", repr(error)))
    finally:
        inbox.close()
    return report


def _take(data: DataFolder, store: ReleaseStore, hand_in: HandIn, name: str | None, place: Place) -> bool:
    """Bring one hand-in to its folder; False when it was there. Raises SubmissionRefused."""
    check_pupil_id(hand_in.pupil_id)
    if name is None:
        raise SubmissionRefused("wrong_version", f"made with version {hand_in.version[:12]}, which is unknown here")
    judge(store, hand_in.assignment, name, hand_in.answers)
    folder = data.submitted / hand_in.pupil_id / name
    notebook = f"{hand_in.assignment}.ipynb"
    files = {ANSWERS: hand_in.answers, TIMESTAMP: hand_in.received.isoformat().encode()}
    if holds(folder, files | {notebook: None}):
        return False
    # nbgrader grades what has no autograded copy, whatever the times say.
    remove_folder(data.autograded / hand_in.pupil_id / name)
    place(folder, files | {notebook: (data.release / name / notebook).read_bytes()})
    for other in store.gradebook_names(hand_in.assignment):
        if other != name:
            remove_folder(data.submitted / hand_in.pupil_id / other)
    return True
