"""Whose file is it? From what a platform or a mailbox wrote around a file to a pupil of the class list.

How platforms name what a teacher downloads:

- Moodle, 'Download all submissions' (in Dutch 'Download alle inzendingen'), as its source has it in `mod/assign`,
  `download_submissions`: `<group>-<full name>_<number>_assignsubmission_file_`, as a folder per pupil or before each
  file's own name. A group only where the assignment has groups; a `_` in a name becomes a space; the number is Moodle's
  own and says nothing here. `assignsubmission_file` is the plugin's name in the code, so it is the same in every
  language. With anonymous marking there is no name but the word for 'participant', which names nobody here. In a
  file's own name the mark is believed only where every file of the folder has it.
- Smartschool's upload zone, and a teacher who sorts files by hand: assumed is a folder per pupil, such as
  `Peeters Noor/`, maybe in a folder per class. How Smartschool names them stands in no public source that we found; a
  folder that names nobody, or two pupils, is asked about.
- A mailbox: `.eml` files, of which the sender's address counts (`noor.peeters@school.example`, or the address that
  stands in the class list as the platform's id).

Only what the platform wrote is believed. A file's own name, and the name that a mail's sender gives themself, were
chosen by the pupil, so they only suggest: the teacher confirms.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenario_quiz.errors import Refusal
from skill_grading.collecting.parcels import Parcel, Unread, show
from skill_grading.pupils.class_list import decode
from skill_grading.pupils.roster import Pupil, Roster, full_name
from skill_grading.spreadsheets import FORMULA

MOODLE = re.compile(r"^(?P<name>.*?)_\d+_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)$", re.S)
MATCH_FIELDS = ("file", "pupil")
_QUOTE = "'"
Words = tuple[str, ...]


@dataclass(frozen=True)
class Sender:
    """`pupil` is who sent a file, as far as the platform says; None with `suggestions` to choose from."""

    pupil: Pupil | None
    suggestions: tuple[Pupil, ...] = ()


class Senders:
    """Finds pupils by what is written around their files. `chosen` is what the teacher decided: {file: pupil id}."""

    def __init__(self, roster: Roster, chosen: Mapping[str, str] | None = None) -> None:
        self._by_id = roster.by_id
        self._chosen = dict(chosen or {})
        self._names: dict[Words, list[Pupil]] = {}
        self._ids: dict[Words, list[Pupil]] = {}
        for pupil in roster.pupils:
            first, last = _words(pupil.first_name), _words(pupil.last_name)
            for name in {first + last, last + first} - {()}:
                self._names.setdefault(name, []).append(pupil)
            for one in {_words(pupil.platform_id), _words(pupil.pupil_id)} - {()}:
                self._ids.setdefault(one, []).append(pupil)
        self._longest = max(map(len, self._names), default=0)

    def of(self, parcel: Parcel | Unread, marked: bool = True) -> Sender:
        """Who sent this file; `marked` says whether Moodle's mark in its own name can be Moodle's."""
        if (chosen := self._chosen.get(parcel.name)) in self._by_id:
            return Sender(self._by_id[chosen])
        *folders, file = parcel.place
        if parcel.sender:
            written = [parcel.sender.partition("@")[0], parcel.sender]
        else:
            moodle = MOODLE.match(file) if marked else None
            written = [_of_platform(part) for part in folders] + ([moodle["name"]] if moodle else [])
        for look in (self._named, self._with_id):
            for text in written:
                if found := self._in_class(look(text), folders):
                    return Sender(found[0]) if len(found) == 1 else Sender(None, tuple(found))
        return Sender(None, tuple(self._in_class(self._named(file), folders)))

    def read(self, text: str) -> Pupil | None:
        """The one pupil that a teacher means by an id, a name, or a name with a class: 'Noor Peeters (5VZ)'."""
        found = self._with_id(text) or self._in_class(self._named(text), [text])
        return found[0] if len(found) == 1 else None

    def _with_id(self, text: str) -> list[Pupil]:
        # The whole text: a number in a longer one may be a year, or a class.
        return self._ids.get(_words(text), [])

    def _named(self, text: str) -> list[Pupil]:
        """The pupils whose name stands in `text`; where one name holds another, the longest."""
        words = _words(text)
        for length in range(min(self._longest, len(words)), 0, -1):
            found: dict[str, Pupil] = {}
            for start in range(len(words) - length + 1):
                for pupil in self._names.get(words[start : start + length], []):
                    found[pupil.pupil_id] = pupil
            if found:
                return list(found.values())
        return []

    def _in_class(self, found: list[Pupil], folders: list[str]) -> list[Pupil]:
        """Of namesakes the one whose class stands in a folder's name."""
        if len(found) < 2:
            return found
        words = {word for folder in folders for word in _words(folder)}
        return [pupil for pupil in found if set(_words(pupil.class_name)) <= words] or found


def read_matches(file: Path, roster: Roster) -> dict[str, str]:
    """{file: pupil id} from the list that a teacher filled in: columns `file` and `pupil`, by semicolons.

    A pupil is an id, a name, or a name with a class: 'Noor Peeters (5VZ)'. Lines without a pupil are left out.
    Raises Refusal that names the line.
    """
    # Some spreadsheets end a line with a carriage return alone.
    rows = csv.reader(io.StringIO(decode(file.read_bytes()), newline=None), delimiter=";")
    try:
        return _read_matches(file, rows, Senders(roster))
    except csv.Error as error:
        raise Refusal(f"{file}: line {rows.line_num}: not readable as a list: {error}") from None


def _read_matches(file: Path, rows: Any, senders: Senders) -> dict[str, str]:
    if tuple(name.strip().lower() for name in next(rows, [])) != MATCH_FIELDS:
        raise Refusal(f"{file}: line 1: expected the columns {';'.join(MATCH_FIELDS)}")
    matches = {}
    for row in rows:
        if len(row) < 2 or not row[1].strip():
            continue
        pupil = senders.read(row[1])
        if pupil is None:
            raise Refusal(
                f"{file}: line {rows.line_num}: found '{show((row[1],))}', expected one pupil of the class list, "
                f"such as 'Noor Peeters (5VZ)'."
            )
        matches[row[0].removeprefix(_QUOTE)] = pupil.pupil_id
    return matches


def matches_csv(unmatched: Mapping[str, tuple[Pupil, ...]]) -> str:
    """The list for the teacher to fill in; where just one pupil is suggested, with that one."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(MATCH_FIELDS)
    for file, pupils in unmatched.items():
        # A pupil may have chosen the file's name.
        safe = _QUOTE + file if file.startswith((_QUOTE, *FORMULA)) else file
        writer.writerow([safe, name_and_class(pupils[0]) if len(pupils) == 1 else ""])
    return "\ufeff" + text.getvalue()


def name_and_class(pupil: Pupil) -> str:
    """A pupil as a teacher tells two namesakes apart."""
    return f"{full_name(pupil)} ({pupil.class_name})"


def _of_platform(part: str) -> str:
    """What of a folder's name can be a pupil's."""
    moodle = MOODLE.match(part)
    return moodle["name"] if moodle else part


def _words(text: str) -> Words:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark))))
