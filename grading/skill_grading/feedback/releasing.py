"""Giving feedback to pupils, taking it back, and saving it as files for a school's platform."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from skill_grading.dates.form_dates import PupilDates
from skill_grading.feedback.making import FeedbackMaker, PupilFeedback
from skill_grading.folders import replace_folder
from skill_grading.inbox.dates import AssignmentDates
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil
from skill_grading.report.writing import report_folder

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ClassFeedback:
    """How far the feedback of one class is. `released` are the ids of those who can read theirs.

    `held` are the ids of those whose feedback on the entry check waits: classmates still get these stories as exam.
    """

    name: str
    pupils: list[PupilFeedback]
    released: set[str]
    held: set[str]

    def __str__(self) -> str:
        counts = f"{len(self.ready)} ready, {len(self.waiting)} of them wait for marks, {len(self.released)} released"
        not_graded = [one for one in self.pupils if one.problem not in ("", "absent")]
        lines = [f"{self.name}: {counts}, {len(self.still_to_come)} still to hand in"]
        if self.held:
            lines.append(f"  {len(self.held)} wait until the final exam of {self.name} is closed: others get it then")
        return "\n".join([*lines, *(f"  {one.pupil.pupil_id}: no feedback: {one.problem}" for one in not_graded)])

    @property
    def ready(self) -> list[PupilFeedback]:
        return [one for one in self.pupils if not one.problem]

    @property
    def waiting(self) -> list[PupilFeedback]:
        """Those with an open answer that the teacher has not marked yet."""
        return [one for one in self.pupils if one.waits]

    @property
    def still_to_come(self) -> list[PupilFeedback]:
        """Those who did not hand in: whoever has feedback knows the answers that they are still to give."""
        return [one for one in self.pupils if one.problem == "absent"]


def look(maker: FeedbackMaker, class_name: str | None = None) -> list[ClassFeedback]:
    """How far the feedback of one class is, or of every class. Raises Refusal for a class that there is not."""
    if class_name not in (None, *maker.classes):
        raise Refusal(f"There is no class '{class_name}'; there is: {', '.join(maker.classes) or 'none'}.")
    with Inbox(maker.data.inbox_url) as inbox:
        released = {name: inbox.feedback.released(name) for name in maker.assignments}
        calendar = inbox.calendar.read()
    found = []
    for name in maker.classes if class_name is None else [class_name]:
        pupils = maker.of_class(name)
        seen = {one.pupil.pupil_id for one in pupils if _is_out(one, released[maker.form(one.pupil)])}
        held = {one.pupil.pupil_id for one in pupils if _is_held(maker, one.pupil, calendar)}
        found.append(ClassFeedback(name, pupils, seen, held))
    return found


def release(
    maker: FeedbackMaker, class_name: str | None = None, unmarked: bool = False, progress: Progress | None = None
) -> list[ClassFeedback]:
    """Let the pupils of a class (None: of every class) read their feedback; gives how far every class is then.

    A class in which an open answer waits for marks is left as it is, unless `unmarked`: its pages then say that
    it is still to be marked. Who is held back stays so. Raises Refusal as `look` does.
    """
    classes = look(maker, class_name)
    for done, one in enumerate(classes, 1):
        if unmarked or not one.waiting:
            _release(maker, [each for each in one.ready if each.pupil.pupil_id not in one.held], one.name)
        if progress:
            progress(done, len(classes))
    return look(maker, class_name)


def release_pupil(maker: FeedbackMaker, pupil_id: str) -> None:
    """Let one pupil read their feedback. Raises Refusal when there is none, or an open answer waits for marks."""
    one = maker.of_pupil(pupil_id)
    if one is None or one.problem:
        why = one.problem if one else "not in the class list"
        raise Refusal(f"{pupil_id} has no feedback yet: {why}.")
    if one.waits:
        raise Refusal(f"{pupil_id} has an open answer that waits for marks.")
    with Inbox(maker.data.inbox_url) as inbox:
        held = _is_held(maker, one.pupil, inbox.calendar.read())
    if held:
        raise Refusal(f"{pupil_id} did this as the entry check: close the final exam of {one.pupil.class_name} first.")
    _release(maker, [one], pupil_id)


def withdraw(maker: FeedbackMaker, class_name: str | None = None) -> int:
    """Take the feedback of a class (None: of everybody) back; gives how many pages there were. Raises Refusal."""
    everyone = class_name is None and maker.assignments == [maker.assignment]
    pupils = [] if everyone else [one.pupil for each in look(maker, class_name) for one in each.pupils]
    taken = 0
    with Inbox(maker.data.inbox_url) as inbox:
        for name in maker.assignments:
            these = None if everyone else [pupil.pupil_id for pupil in pupils if maker.form(pupil) == name]
            taken += inbox.feedback.withdraw(name, these, class_name or "")
    return taken


def write_pages(maker: FeedbackMaker, classes: Iterable[ClassFeedback], progress: Progress | None = None) -> list[Path]:
    """Write the pages into the data folder, a folder per class, to be looked at; gives the folders."""
    folders, classes = [], list(classes)
    for done, one in enumerate(classes, 1):
        folder = report_folder(maker.data.feedback, maker.assignment, one.name)
        pages = maker.pages(one.ready)
        replace_folder(folder, {f"{each.pupil.pupil_id}.html": page.encode() for each, page in pages})
        folders.append(folder)
        if progress:
            progress(done, len(classes))
    return folders


def write_zip(
    maker: FeedbackMaker, classes: Iterable[ClassFeedback], file: BinaryIO, progress: Progress | None = None
) -> int:
    """Write the pages as a zip with a folder per class and a file per pupil, named after them; gives how many."""
    written, classes = set(), list(classes)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for done, one in enumerate(classes, 1):
            folder = _unused(_safe(one.name), {name.split("/")[0] for name in written})
            for each, page in maker.pages(one.ready):
                name = _unused(f"{folder}/{_file_name(each.pupil)}", written)
                archive.writestr(f"{name}.html", page)
                written.add(name)
            if progress:
                progress(done, len(classes))
    return len(written)


def save_zip(maker: FeedbackMaker, classes: list[ClassFeedback], progress: Progress | None = None) -> list[Path]:
    """Write the zip of `write_zip` into the data folder; gives the file. It names pupils: delete it when sent."""
    name = maker.assignment if len(classes) != 1 else f"{maker.assignment}-{_safe(classes[0].name)}"
    path = maker.data.feedback / f"{name}.zip"
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            write_zip(maker, classes, file, progress)
        except BaseException:
            Path(file.name).unlink()
            raise
    os.replace(file.name, path)
    return [path]


def _release(maker: FeedbackMaker, pupils: list[PupilFeedback], what: str) -> None:
    with Inbox(maker.data.inbox_url) as inbox:
        for name in maker.assignments:
            these = [one for one in pupils if maker.form(one.pupil) == name]
            pages = ((one.pupil.pupil_id, one.receipt, page) for one, page in maker.pages(these))
            inbox.feedback.release(name, pages, what)


def _is_held(maker: FeedbackMaker, pupil: Pupil, calendar: Mapping[str, AssignmentDates]) -> bool:
    """Whether a pupil's feedback would tell classmates of their exam: feedback on the entry check, before that is over.

    The exam is over once a teacher has closed it for the class.
    """
    dates = PupilDates(calendar, maker.pair, pupil)
    return dates.moment(maker.form(pupil)) is Moment.ENTRY and not dates.exam_over(datetime.now(UTC))


def _is_out(one: PupilFeedback, released: dict[str, str]) -> bool:
    receipt = released.get(one.pupil.pupil_id)
    return receipt is not None and one.work.counting is not None and one.receipt == receipt


def _file_name(pupil: Pupil) -> str:
    parts = (pupil.last_name, pupil.first_name, pupil.platform_id)
    return _safe(" ".join(part for part in parts if part))


def _safe(name: str) -> str:
    """`name` as a file or folder on every system, and as no formula in a spreadsheet that lists the files."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in plain)
    plain = re.sub(r'[<>:"/\\|?*]+', " ", plain)
    plain = " ".join(plain.split())[:60].strip(" .").lstrip("=+-@~. ")
    return f"_{plain}" if re.fullmatch(r"(?i)(con|prn|aux|nul|(com|lpt)\d)(\..*)?|", plain) else plain


def _unused(name: str, taken: set[str]) -> str:
    """`name`, numbered where another has it, also on systems where capitals don't count."""
    known = {each.casefold() for each in taken}
    number, found = 1, name
    while found.casefold() in known:
        number += 1
        found = f"{name} ({number})"
    return found
