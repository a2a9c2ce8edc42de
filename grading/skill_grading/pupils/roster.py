"""The roster: which pupil has which id. Names are kept here and nowhere else."""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field, fields, replace
from pathlib import Path

from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.dates.forms import LETTERS, entry_forms
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils import codes
from skill_grading.pupils.class_list import Entry, Refused, read_class_list

FIELDS = ("pupil_id", "class", "first_name", "last_name", "platform_id", "entry_form")
BEFORE_FORMS = FIELDS[:-1]
"""The columns of a class list that was made before there was an entry check; it is read still."""


@dataclass(frozen=True)
class Pupil:
    """A pupil; only ``pupil_id`` goes to other files, the gradebook and reports.

    ``entry_form`` is the form of the entry check, "a" or "b", that a roster gives every pupil for good.
    """

    pupil_id: str
    class_name: str
    first_name: str
    last_name: str
    platform_id: str = ""
    entry_form: str = ""


def full_name(pupil: Pupil) -> str:
    """A pupil's name as the teacher says it."""
    return f"{pupil.first_name} {pupil.last_name}".strip()


@dataclass(frozen=True)
class Roster:
    """All pupils of the school, in the order of their import."""

    pupils: tuple[Pupil, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Roster:
        """The roster in ``path``; an empty one if there is no such file. Raises Refusal."""
        try:
            text = path.read_text("utf-8-sig")
        except FileNotFoundError:
            return cls()
        except UnicodeDecodeError:
            raise Refusal(f"{path}: this file is not UTF-8 text. Put back your backup.") from None
        try:
            return cls(_placed(_read(path, csv.DictReader(io.StringIO(text)))))
        except csv.Error as error:
            raise Refusal(f"{path}: not readable as a class list: {error}. Put back your backup.") from None

    def save(self, path: Path) -> None:
        """Write the roster so that a crash leaves the old or the new file whole."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(astuple(pupil) for pupil in _placed(self.pupils))
        write_atomically(path, text.getvalue())

    @property
    def by_id(self) -> dict[str, Pupil]:
        """The pupils by their id."""
        return {pupil.pupil_id: pupil for pupil in self.pupils}

    @property
    def classes(self) -> list[str]:
        """The names of the classes, sorted."""
        return sorted({pupil.class_name for pupil in self.pupils})

    def find(self, who: str) -> Pupil:
        """The pupil meant by a pupil id, 'Noor Peeters', or '5VZ/Noor Peeters'. Raises Refusal."""
        wanted = " ".join(who.split()).casefold()
        found = [pupil for pupil in self.pupils if wanted in _called(pupil)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise Refusal(f"The class list has no pupil '{who}'; expected a name such as 'Noor Peeters'.")
        several = ", ".join(f"'{pupil.class_name}/{pupil.first_name} {pupil.last_name}'" for pupil in found)
        raise Refusal(f"The class list has {len(found)} pupils '{who}': {several}. Name the class, or give the id.")

    def merge(self, entries: Iterable[Entry]) -> tuple[Roster, list[Pupil], list[Pupil], list[Refused]]:
        """This roster with a class list in it: (roster, new pupils, known pupils, refused lines).

        A pupil is known by the platform's id, or else by class and name, and keeps its id; the rest is taken
        over from the list. Pupils who are not in the list stay.
        """
        pupils = self.by_id
        by_platform = {pupil.platform_id: pupil for pupil in self.pupils if pupil.platform_id}
        by_name = {_name_key(pupil): pupil for pupil in self.pupils}
        new: list[Pupil] = []
        known: list[Pupil] = []
        refused: list[Refused] = []
        seen: dict[str, int] = {}
        for entry in entries:
            earlier = by_platform.get(entry.platform_id) if entry.platform_id else None
            if earlier is None:
                namesake = by_name.get(_name_key(entry))
                if namesake and (not namesake.platform_id or not entry.platform_id):
                    earlier = namesake
            if earlier and earlier.pupil_id in seen:
                refused.append(Refused(entry.line, "twice", {"first": str(seen[earlier.pupil_id])}))
                continue
            pupil = Pupil(
                earlier.pupil_id if earlier else _new_id(pupils),
                entry.class_name,
                entry.first_name,
                entry.last_name,
                entry.platform_id or (earlier.platform_id if earlier else ""),
                earlier.entry_form if earlier else "",
            )
            (known if earlier else new).append(pupil)
            seen[pupil.pupil_id] = entry.line
            pupils[pupil.pupil_id] = by_name[_name_key(pupil)] = pupil
            if pupil.platform_id:
                by_platform[pupil.platform_id] = pupil
        merged = replace(self, pupils=_placed(pupils.values()))
        placed = merged.by_id
        return merged, [placed[each.pupil_id] for each in new], [placed[each.pupil_id] for each in known], refused


@dataclass(frozen=True)
class ImportReport:
    """What an import did. ``codes`` holds, by pupil id, the codes made now: print them, they are not kept.

    ``entries`` are the lines that were taken.
    """

    new: list[Pupil]
    known: list[Pupil]
    refused: list[Refused]
    codes: dict[str, str]
    entries: list[Entry] = field(default_factory=list)

    def lines(self, labels: dict[str, str]) -> list[str]:
        """Every line that was taken, in words: who it is, and whether this is a new pupil."""
        new = {_key(pupil) for pupil in self.new}
        return [
            labels["class_list_new" if _key(entry) in new else "class_list_known"].format(
                line=entry.line, name=f"{entry.first_name} {entry.last_name}", class_name=entry.class_name
            )
            + (f" {labels['class_list_dropped']}" if entry.national_number else "")
            for entry in self.entries
        ]

    def describe(self, labels: dict[str, str]) -> str:
        """The report in words: every refused line, then the numbers."""
        numbers = {each.name: len(getattr(self, each.name)) for each in fields(self)}
        lines = [refused.describe(labels) for refused in self.refused]
        return "\n".join([*lines, labels["class_list_summary"].format(**numbers)])

    def __str__(self) -> str:
        return self.describe(load_labels("skill_grading", "en"))


def import_class_list(data: DataFolder, path: Path) -> ImportReport:
    """Bring the class list in ``path`` into the roster, and make a code for every pupil who has none.

    Lines that can't be used are in the report; the others go in. Raises OSError or Refusal.
    """
    entries, refused = read_class_list(path.read_bytes())
    roster, new, known, repeated = Roster.load(data.roster).merge(entries)
    if new or known:
        roster.save(data.roster)
    with Inbox(data.inbox_url) as inbox:
        with_code = inbox.access.pupils_with_code()
    made = new_codes(data, [pupil.pupil_id for pupil in new + known if pupil.pupil_id not in with_code])
    twice = {one.line for one in repeated}
    taken = [entry for entry in entries if entry.line not in twice]
    return ImportReport(new, known, sorted(refused + repeated, key=lambda one: one.line), made, taken)


def settle_entry_forms(data: DataFolder) -> None:
    """Write down which form every pupil begins with, where the class list is older than the entry check.

    Raises Refusal as `Roster.load` does.
    """
    if data.roster.exists() and FIELDS[-1].encode() not in data.roster.read_bytes().partition(b"\n")[0]:
        Roster.load(data.roster).save(data.roster)


def new_code(data: DataFolder, pupil_id: str) -> str:
    """A new code for one pupil, for a lost card: the old code and every open session of it stop working.

    Raises KeyError if the roster has no such pupil.
    """
    return new_codes(data, [pupil_id])[pupil_id]


def new_codes(data: DataFolder, pupil_ids: list[str]) -> dict[str, str]:
    """New codes by pupil id, in place of the ones they had. Raises KeyError for an unknown pupil."""
    if unknown := set(pupil_ids) - Roster.load(data.roster).by_id.keys():
        raise KeyError(*unknown)
    secret = codes.load_secret(data.secret)
    made = {pupil_id: codes.make_code() for pupil_id in pupil_ids}
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        hashes = threads.map(lambda code: codes.hash_code(codes.normalise(code), secret), made.values())
        hashes_by_pupil = dict(zip(made, hashes, strict=True))
    with Inbox(data.inbox_url) as inbox:
        inbox.access.replace_codes(hashes_by_pupil)
    return made


def _read(path: Path, reader: csv.DictReader) -> list[Pupil]:
    columns = tuple(reader.fieldnames or ())
    if columns not in (FIELDS, BEFORE_FORMS):
        raise Refusal(
            f"{path}: line 1: found the columns {', '.join(reader.fieldnames or ()) or 'none'}, expected "
            f"{', '.join(FIELDS)}. Was the file saved by a spreadsheet? Put back your backup."
        )
    pupils = []
    for row in reader:
        values = [row[name] for name in columns]
        if None in values or None in row:
            raise Refusal(f"{path}: line {reader.line_num}: expected {len(columns)} columns.")
        pupil = Pupil(*values)
        if pupil.entry_form not in ("", *LETTERS):
            raise Refusal(f"{path}: line {reader.line_num}: entry_form: found '{pupil.entry_form}', expected a or b.")
        pupils.append(pupil)
    return pupils


def _called(pupil: Pupil) -> tuple[str, str, str]:
    """The ways to say who is meant, in small letters."""
    name = full_name(pupil).casefold()
    return pupil.pupil_id, name, f"{pupil.class_name.casefold()}/{name}"


def _placed(pupils: Iterable[Pupil]) -> tuple[Pupil, ...]:
    pupils = list(pupils)
    forms = entry_forms((pupil.pupil_id, pupil.class_name, pupil.entry_form) for pupil in pupils)
    return tuple(replace(pupil, entry_form=forms[pupil.pupil_id]) for pupil in pupils)


def _key(someone: Pupil | Entry) -> tuple[str, ...]:
    return (*_name_key(someone), someone.platform_id)


def _name_key(someone: Pupil | Entry) -> tuple[str, str, str]:
    return (someone.class_name.casefold(), someone.last_name.casefold(), someone.first_name.casefold())


def _new_id(taken: dict[str, Pupil]) -> str:
    while True:
        pupil_id = "p-" + "".join(secrets.choice(codes.ALPHABET.lower()) for _ in range(10))
        if pupil_id not in taken:
            return pupil_id
