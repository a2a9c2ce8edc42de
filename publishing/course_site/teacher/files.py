"""The page where the teacher gives files of a learning platform or a mailbox, and says whose the unknown ones are."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable, Mapping
from itertools import chain, count
from pathlib import Path

from course_site.teacher.desk import Desk, Notice, address
from course_site.teacher.handlers import PageHandler
from course_site.teacher.office import Office
from scenario_quiz.labels import load_labels
from skill_grading.collecting.files_report import Outcome, describe
from skill_grading.collecting.keys import WrongPassphrase, open_keys
from skill_grading.collecting.parcels import show
from skill_grading.collecting.senders import Senders, name_and_class
from skill_grading.data import DataFolder
from skill_grading.pupils.roster import Roster

MOST_LINES = 300
Unknown = dict[str, list[Outcome]]
Upload = tuple[str, bytes]


class FilesHandler(PageHandler):
    """Takes files in; `unknown` holds, by assignment, the files whose pupil is still to be said."""

    def initialize(self, office: Office, unknown: Unknown) -> None:
        super().initialize(office)
        self.unknown = unknown

    async def get(self) -> None:
        assignment = self.exercise()
        labels = load_labels("skill_grading", self.desk.language)
        waiting = self.unknown.get(assignment, [])
        self.show(
            "files.html",
            "nav_files",
            assignment=assignment,
            has_keys=_has_keys(self.desk.data),
            waiting=[(each.file, describe(each, labels), _suggestion(each)) for each in waiting],
            names=[name_and_class(pupil) for pupil in Roster.load(self.desk.data.roster).pupils] if waiting else [],
        )

    async def post(self) -> None:
        assignment = self.exercise()
        page = address("files", assignment=assignment)
        words = self.get_body_argument("passphrase", "", strip=False)
        files = [(file.filename, file.body) for file in self.request.files.get("files", []) if file.body]
        if files:
            await self.act("doing_files", page, take, self.desk, assignment, files, words, self.unknown)
            return
        said = self.get_body_arguments("file", strip=False)
        if not said:
            self.tell(page, Notice(self.desk.say("files_none"), problem=True))
            return
        chosen, strange = await asyncio.to_thread(
            read_chosen, self.desk.data, dict(zip(said, self.get_body_arguments("pupil"), strict=True))
        )
        if strange:
            self.tell(page, Notice(self.desk.say("files_strange_pupils"), strange, problem=True))
            return
        await self.act("doing_files", page, collect_uploaded, self.desk, assignment, words, chosen, self.unknown)


def take(desk: Desk, assignment: str, files: Iterable[Upload], words: str, unknown: Unknown) -> Notice:
    """Keep an upload, and collect from it: one action, so that no upload takes the place of one that is being read."""
    keep(desk.data, assignment, files)
    return collect_uploaded(desk, assignment, words, {}, unknown)


def collect_uploaded(desk: Desk, assignment: str, words: str, chosen: Mapping[str, str], unknown: Unknown) -> Notice:
    """Collect from what was uploaded last. It is kept until the pupil of every file is known."""
    from skill_grading.collecting.taking_in import collect_files

    folder = _folder(desk.data, assignment)
    uploaded = sorted(folder.iterdir()) if folder.is_dir() else []
    if not uploaded:
        return Notice(desk.say("files_none"), problem=True)
    labels = load_labels("skill_grading", desk.language)
    try:
        report, _ = collect_files(
            desk.data,
            assignment,
            uploaded[0] if len(uploaded) == 1 else folder,
            lambda: open_keys(desk.data.keys, lambda: words),
            chosen,
        )
    except WrongPassphrase:
        return Notice(desk.say("files_wrong_passphrase"), problem=True)
    unknown[assignment] = report.unmatched
    if not report.unmatched:
        shutil.rmtree(folder)
    lines = report.lines(labels)
    return Notice(report.summary(labels), lines[:MOST_LINES], problem=bool(lines))


def keep(data: DataFolder, assignment: str, files: Iterable[Upload]) -> None:
    """Keep an upload in the place of the one before; what a file is called never leads out of its folder.

    Files of one name, as every pupil saves them, each get a name of their own.
    """
    folder = _folder(data, assignment)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    for name, content in files:
        safe = folder / (show((name.replace("\\", "/").rsplit("/", 1)[-1],)).lstrip(".")[-150:] or "file")
        others = (safe.with_stem(f"{safe.stem}-{number}") for number in count(2))
        next(each for each in chain([safe], others) if not each.exists()).write_bytes(content)


def read_chosen(data: DataFolder, said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """{file: pupil id} of what the teacher wrote, and the names that are not one pupil's."""
    senders = Senders(Roster.load(data.roster))
    read = {file: senders.read(text) for file, text in said.items() if text}
    strange = [said[file] for file, pupil in read.items() if pupil is None]
    return {file: pupil.pupil_id for file, pupil in read.items() if pupil}, strange


def _folder(data: DataFolder, assignment: str) -> Path:
    return data.uploads / assignment


def _has_keys(data: DataFolder) -> bool:
    return any(data.keys.glob("*.pem"))


def _suggestion(outcome: Outcome) -> str:
    return name_and_class(outcome.suggestions[0]) if len(outcome.suggestions) == 1 and not outcome.pupil else ""
