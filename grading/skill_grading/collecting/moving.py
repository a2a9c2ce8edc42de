"""What was collected and graded follows a hand-in that a teacher has moved to another pupil."""

from __future__ import annotations

from skill_grading.course_folder import ANSWERS
from skill_grading.data import DataFolder
from skill_grading.folders import StrangeFolder, list_folder, remove_folder
from skill_grading.inbox.inbox import Inbox, receipt_code
from skill_grading.inbox.records import Attempt
from skill_grading.inbox.rounds import MOVE
from skill_grading.marking.marks import Mark, MarkStore
from skill_grading.releases import ReleaseStore


def follow_moves(data: DataFolder, assignment: str, inbox: Inbox) -> None:
    """Take what was made of a moved hand-in away from the pupil whose it is not.

    Folders go; they are made again for the right pupil. In the gradebook the submission itself moves, with the
    marks by hand, or goes where the right pupil has one already. Doing it again changes nothing.
    """
    moved = {
        (action.pupil_id, action.detail["receipt"])
        for action in inbox.actions()
        if action.action == MOVE and action.assignment == assignment
    }
    if not moved:
        return
    now_of = {attempt.receipt: attempt for attempt in inbox.attempts(assignment)}
    # Of work that was erased since the log may still hold where it passed.
    there = [(pupil_id, now_of[receipt]) for pupil_id, receipt in moved if receipt in now_of]
    strangers = [(pupil_id, attempt) for pupil_id, attempt in there if attempt.pupil_id != pupil_id]
    for name in ReleaseStore(data).gradebook_names(assignment):
        for pupil_id, attempt in strangers:
            if _holds(data, name, pupil_id, attempt):
                _move_submission(data, name, pupil_id, attempt)
                remove_folder(data.autograded / pupil_id / name)
                remove_folder(data.submitted / pupil_id / name)


def _holds(data: DataFolder, name: str, pupil_id: str, attempt: Attempt) -> bool:
    """Whether a pupil's folder holds this very hand-in: receipts tell answers apart."""
    folder = data.submitted / pupil_id / name
    try:
        if ANSWERS not in list_folder(folder):
            return False
    except StrangeFolder:
        return False
    sender = attempt.moved_from or attempt.pupil_id
    return receipt_code(sender, attempt.assignment, (folder / ANSWERS).read_bytes()) == attempt.receipt


def _move_submission(data: DataFolder, name: str, pupil_id: str, attempt: Attempt) -> None:
    from nbgrader.api import Gradebook, MissingEntry  # two seconds, needed only after a move

    with Gradebook(data.gradebook_url, ReleaseStore(data).course()) as gradebook:
        try:
            submission = gradebook.find_submission(name, pupil_id)
        except MissingEntry:
            return
        others = {each.student_id for each in gradebook.assignment_submissions(name)}
        if attempt.counts and attempt.pupil_id not in others:
            _move_marks(data, name, pupil_id, attempt.pupil_id)
            submission.student = gradebook.update_or_create_student(attempt.pupil_id)
            gradebook.db.commit()
        else:
            gradebook.remove_submission(name, pupil_id)


def _move_marks(data: DataFolder, name: str, pupil_id: str, to: str) -> None:
    """Marks are kept beside the gradebook too, and would be put back from there."""
    store = MarkStore(data)
    for place, mark in store.marks(name).items():
        if place.pupil_id == pupil_id and mark.given != (None, None):
            store.record(place._replace(pupil_id=to), mark)
            # Said to be in the gradebook: what is marked there next is newer.
            store.settle(store.record(place, Mark(None, None)))
