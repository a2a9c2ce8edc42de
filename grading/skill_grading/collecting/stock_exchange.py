"""nbgrader's own exchange folder, for a school whose pupils fetch and submit with nbgrader.

Releasing, fetching and submitting are then nbgrader's own. Only collecting is ours: of what a pupil submitted it reads
`answers.json` and nothing else, into the inbox, so that no notebook of a pupil is ever opened.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange import default
from nbgrader.utils import parse_utc

from skill_grading.collecting.collect import collect
from skill_grading.collecting.nbgrader_log import NEVER_RELEASED, log_collected, log_files
from skill_grading.collecting.parcels import Parcel, Unread, read_file
from skill_grading.collecting.taking_in import take_in
from skill_grading.course_folder import ANSWERS, OnDataFolder
from skill_grading.releases import ReleaseStore


class StockExchangeCollect(OnDataFolder, default.ExchangeCollect):
    """Collects what was submitted to nbgrader's exchange folder; `nbgrader collect` and Formgrader come here.

    A pupil is known by the name of their account: it stands in the class list as the platform's id, or is the pupil's
    own name. Every submission enters the inbox, so the first one counts until the teacher re-opens.
    """

    def init_src(self) -> None:
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")

    def copy_files(self) -> None:
        name = self.coursedir.assignment_id
        assignment = ReleaseStore(self.data).assignment_of(name)
        if assignment is None:
            self.fail(NEVER_RELEASED.format(name=name))
        log_files(take_in(self.data, assignment, self._submitted(), route="nbgrader"), self.log)
        log_collected(collect(self.data, assignment, gradebook_name=name), self.log)

    def _submitted(self) -> Iterator[Parcel | Unread]:
        """Every submission's answers, as from its account; the folders are called `account+assignment+time+random`."""
        for folder in sorted(Path(self.inbound_path).glob(f"*+{self.coursedir.assignment_id}+*")):
            account, _, *rest = folder.name.rsplit("+", 3)
            if folder.is_symlink():
                yield Unread((folder.name,), "link")
            elif self.check_owner and _owner(folder) != account:
                yield Unread((folder.name,), "wrong_owner")
            elif not os.path.lexists(folder / ANSWERS):
                yield Unread((folder.name,), "no_answers", account)
            else:
                for found in read_file(folder / ANSWERS, (folder.name, ANSWERS)):
                    yield replace(found, sender=account, time=_time(rest[0])) if isinstance(found, Parcel) else found


def _owner(folder: Path) -> str:
    try:
        return pwd.getpwuid(folder.stat().st_uid).pw_name
    except KeyError:
        return ""


def _time(written: str) -> datetime | None:
    try:
        return parse_utc(written).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
