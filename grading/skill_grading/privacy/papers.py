"""Taking pupils out of the files of a data folder."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from skill_grading.course_folder import ANSWERS
from skill_grading.data import DataFolder
from skill_grading.marking.journal import entries, keep_only
from skill_grading.marking.phrases import drop_phrase, load_phrases
from skill_grading.privacy.erasure import Erasure
from skill_grading.privacy.places import Kind, content_of, files, kind_of
from skill_grading.pupils.roster import Roster

A_WHILE = 3600
MANY = 50
_SEARCHED = {".csv", ".html", ".json", ".txt"}


def erase_live(data: DataFolder, attempts: set[str]) -> None:
    """Remove answers that were given on this machine and handed in as one of the `attempts`."""
    for path, kind in files(data):
        if kind is Kind.LIVE and path.name == ANSWERS and _attempt(data, path) in attempts:
            (data.path / path).unlink(missing_ok=True)


def erase_files(data: DataFolder, what: Erasure) -> list[Path]:
    """Remove every file that is about what goes, and its lines from others; gives the files that teachers will miss."""
    by_kind: dict[Kind | None, list[Path]] = {}
    for path, kind in files(data):
        by_kind.setdefault(kind, []).append(path)
    own = [path for path in by_kind.get(Kind.OWN, []) if what.owns(path)]
    shared = [*_reports(data, by_kind.get(Kind.REPORT, []), what), *filter(what.is_about, by_kind.get(Kind.CLOSED, []))]
    shared += [path for path in by_kind.get(Kind.LIST, []) if what.named_in(content_of(data, path))]
    left_over = [path for path in by_kind.get(Kind.LEFTOVER, []) if _is_old(data.path / path)]
    for path in by_kind.get(Kind.JOURNAL, []):
        _erase_lines(data.path / path, what)
    for path in by_kind.get(Kind.LOG, []):
        _erase_log(data.path / path, what)
    for phrase in load_phrases(data):
        if what.pupils and what.named_in(phrase.encode()):
            drop_phrase(data, phrase)
    # A pupil's own folders last: by them a run that was cut off is taken up again.
    for path in [*shared, *left_over, *own]:
        (data.path / path).unlink(missing_ok=True)
    _drop_empty_folders(data)
    return sorted(shared)


def erase_from_roster(data: DataFolder, what: Erasure) -> None:
    """Take pupils out of the class list: the last thing to do, for it says who they are."""
    roster = Roster.load(data.roster)
    left = tuple(pupil for pupil in roster.pupils if pupil.pupil_id not in what.pupils)
    if len(left) < len(roster.pupils):
        Roster(left).save(data.roster)


def remains(data: DataFolder, what: Erasure) -> list[Path]:
    """The files that still name somebody who went, searched byte by byte: a namesake, or what others wrote."""
    return [path for path, _ in files(data) if what.named_in(content_of(data, path))]


def _reports(data: DataFolder, paths: list[Path], what: Erasure) -> list[Path]:
    """The reports of a class lie in one folder: all of them go when one names a pupil, or when none can be read."""
    gone: list[Path] = []
    for _, group in groupby(paths, key=lambda path: path.parent):
        together = list(group)
        searched = [path for path in together if path.suffix in _SEARCHED]
        named = not searched or any(what.named_in(content_of(data, path)) for path in searched)
        gone += together if named else []
    return gone


def _erase_lines(file: Path, what: Erasure) -> None:
    gone = {
        entry.get("id")
        for entry in entries(file)
        if "pupil_id" in entry and what.takes(entry["pupil_id"], entry["gradebook_name"])
    }

    def stays(entry: dict) -> bool:
        if "settled" in entry:
            return entry["settled"] not in gone
        return not what.takes(entry["pupil_id"], entry["gradebook_name"])

    keep_only(file, stays)


def _erase_log(file: Path, what: Erasure) -> None:
    """In its place: whoever has the log open writes on at its end."""
    lines = file.read_bytes().splitlines(keepends=True)
    # To look for a whole school in every line takes minutes; then all of the log goes.
    left = [line for line in lines if not what.named_in(line)] if len(what.everybody) <= MANY else []
    if len(left) < len(lines):
        with file.open("r+b") as log:
            log.writelines(left)
            log.truncate()
            log.flush()
            os.fsync(log.fileno())


def _attempt(data: DataFolder, path: Path) -> str | None:
    try:
        return json.loads(content_of(data, path))["attempt"]
    except (ValueError, KeyError, TypeError):
        return None


def _is_old(file: Path) -> bool:
    """Whether nobody can still be writing it: so it may go, whatever is in it."""
    try:
        return file.lstat().st_mtime < time.time() - A_WHILE
    except FileNotFoundError:
        return False


def _drop_empty_folders(data: DataFolder) -> None:
    """Remove the empty ones of the folders for pupils' files, by whichever run they were emptied: their names tell of
    whom the files were.
    """
    there = (Path(folder).relative_to(data.path) for folder, _, _ in os.walk(data.path, topdown=False))
    for folder in there:
        if len(folder.parts) > 1 and kind_of(folder / "page.html") not in (Kind.NOBODY, None):
            with suppress(OSError):
                (data.path / folder).rmdir()
