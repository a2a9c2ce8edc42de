"""Forgetting pupils: out of every database, file, list and log of the data folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenario_quiz.errors import Refusal
from skill_grading.collecting.moving import follow_moves
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.rounds import MOVE
from skill_grading.privacy import forgotten
from skill_grading.privacy.erasure import Erasure
from skill_grading.privacy.homes import erase_homes
from skill_grading.privacy.papers import erase_files, erase_from_roster, erase_live, remains
from skill_grading.privacy.tables import erase_from_gradebook, erase_from_inbox, squeeze
from skill_grading.pupils.roster import Roster
from skill_grading.releases import ReleaseStore

FORGET = "forget"
NBGRADERS = ("submitted", "autograded", "feedback")
"""The parts of nbgrader's course folder with a folder for each pupil."""


@dataclass(frozen=True)
class Erased:
    """What went: rows by table, submissions in the gradebook, and the files about several pupils.

    `left` are the files that name a forgotten pupil still, as a namesake or in somebody else's words.
    """

    rows: dict[str, int]
    submissions: int
    files: list[Path]
    left: list[Path]


def find_pupil(data: DataFolder, who: str) -> str:
    """The id of the pupil meant: by name, or by the id of one of whom the class list knows nothing any more.

    Raises Refusal.
    """
    if who in known_pupils(data) or forgotten.among(data.forgotten, [who]):
        return who
    return Roster.load(data.roster).find(who).pupil_id


def known_pupils(data: DataFolder) -> set[str]:
    """The ids of everybody of whom the inbox, the class list or nbgrader's folders hold something."""
    with Inbox(data.inbox_url) as inbox:
        known = {attempt.pupil_id for attempt in inbox.attempts()} | inbox.access.pupils_with_code()
    known |= Roster.load(data.roster).by_id.keys()
    return known | {folder.name for kind in NBGRADERS for folder in (data.course / kind).glob("[!.]*")}


def forget(data: DataFolder, pupil_ids: Iterable[str]) -> Erased:
    """Forget these pupils everywhere. It can be given again, after a crash or when a database was in use.

    Codes and sessions go first, the class list goes last. Backups forget when they are put back. Raises Refusal.
    """
    what = Erasure.of(data, pupil_ids)
    forgotten.remember(data.forgotten, what.pupils)
    erased = erase(data, what, FORGET)
    erase_from_roster(data, what)
    return Erased(erased.rows, erased.submissions, erased.files, remains(data, what))


def erase(data: DataFolder, what: Erasure, action: str, **detail: object) -> Erased:
    """Take what goes out of the databases and files, but for the class list, and log the `action`. Raises Refusal."""
    with Inbox(data.inbox_url) as inbox:
        _follow_moves(data, inbox, what)
        attempts = {each.attempt for each in inbox.attempts() if what.takes(each.pupil_id, each.assignment)}
    erase_live(data, attempts)
    rows = erase_from_inbox(data.inbox_url, what, action, **detail)
    submissions = erase_from_gradebook(data.gradebook_url, what)
    _erase_from_exchange(data, what)
    erase_homes(data, what)
    files = erase_files(data, what)
    for url in {data.inbox_url, data.gradebook_url}:
        squeeze(url)
    return Erased(rows, submissions, files, [])


def _follow_moves(data: DataFolder, inbox: Inbox, what: Erasure) -> None:
    """Work that was moved may still lie where it came from, and only the log says so."""
    moved = {
        (action.assignment, action.pupil_id)
        for action in inbox.actions()
        if action.action == MOVE
        and (what.takes(action.pupil_id, action.assignment) or action.detail.get("to") in what.everybody)
    }
    for assignment, pupil_id in moved:
        follow_moves(data, assignment, inbox)
        for page in data.feedback.glob(f"{assignment}/*/{pupil_id}.html"):
            page.unlink()


def _erase_from_exchange(data: DataFolder, what: Erasure) -> None:
    """A school whose pupils submit with nbgrader has copies in its exchange folder, by the name of their account."""
    course = ReleaseStore(data).course()
    if not (root := os.environ.get("COURSE_EXCHANGE")) or not course:
        return
    accounts = {pupil.platform_id: pupil.pupil_id for pupil in what.people if pupil.platform_id}
    for folder in Path(root, course, "inbound").glob("*+*+*"):
        # From the end, for an account may have a plus of its own: account+assignment+time+random.
        account, assignment, *_ = folder.name.rsplit("+", 3)
        if account in accounts and what.takes(accounts[account], assignment):
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise Refusal(f"{folder}: {error.strerror}. Remove it, and give the same command again.") from None
