"""Reading a class list as schools export it: semicolons, commas or tabs, Dutch or English column names.

Only the columns named here are read. Everything else in the file (national numbers, birth dates, addresses) is
thrown away unread, and so is a national number that stands in the column of a pupil's number.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from skill_grading.spreadsheets import FORMULA

# How the columns are called in exports of school software, in the form that `_plain` gives.
COLUMNS = {
    "class_name": (
        "klas", "klascode", "klasnaam", "klasgroep", "klasgroepnaam", "klasgroepcode", "officieleklas",
        "leerlinggroep", "groep", "class", "classname", "classgroup", "group",
    ),
    "first_name": ("roepnaam", "voornaam", "voornaamleerling", "firstname", "givenname"),
    "last_name": (
        "achternaam", "familienaam", "familienaamleerling", "naamleerling", "lastname", "surname", "familyname",
    ),
    "name": (
        "naam", "name", "leerling", "leerlingnaam", "naamenvoornaam", "naamvoornaam", "volledigenaam", "pupil",
        "student", "fullname",
    ),
    "platform_id": (
        "stamnummer", "stamboeknummer", "leerlingnummer", "internnummer", "platformid", "gebruikersnaam",
        "username", "id", "studentid", "pupilid",
    ),
}  # fmt: skip

LARGEST_FILE = 5_000_000
LONGEST_FIELD = 100
_NUMBERS = re.compile(r"[0-9](?:[\W_]*[0-9]){10}")


@dataclass(frozen=True)
class Entry:
    """One pupil of a class list, with the line it stands on (1 = the first line of the file).

    ``national_number`` says that one stood in the place of the platform's id, and was thrown away.
    """

    line: int
    class_name: str
    first_name: str
    last_name: str
    platform_id: str
    national_number: bool = False


@dataclass(frozen=True)
class Refused:
    """A line that can't be used. ``reason`` is a label (``class_list_<reason>``); ``found`` fills its words."""

    line: int
    reason: str
    found: dict[str, str] = field(default_factory=dict)

    def describe(self, labels: dict[str, str]) -> str:
        """The reason in the words of ``labels``."""
        return labels[f"class_list_{self.reason}"].format(line=self.line, **self.found)


def read_class_list(data: bytes) -> tuple[list[Entry], list[Refused]]:
    """The pupils in ``data`` and the lines that were refused. A file that can't be read gives one refusal."""
    if len(data) > LARGEST_FILE:
        return [], [Refused(1, "too_large")]
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [], [Refused(1, "spreadsheet")]
    lines = re.split(r"\r\n|\r|\n", decode(data))
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return [], [Refused(1, "empty")]
    if lines[first].lower().startswith("sep=") and first + 1 < len(lines):
        first += 1
    try:
        delimiter = max(";,\t", key=lambda mark: (len(_columns(lines[first], mark)), lines[first].count(mark)))
        columns = _columns(lines[first], delimiter)
    except csv.Error:
        return [], [Refused(first + 1, "broken")]
    missing = _missing(columns)
    if missing:
        names = ", ".join(name.strip() for name in next(csv.reader([lines[first]], delimiter=delimiter)))
        return [], [Refused(first + 1, missing, {"found": names[:300]})]
    return _read_lines(lines, first + 1, delimiter, columns)


def decode(data: bytes) -> str:
    """A list as text, in whatever encoding a spreadsheet saved it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(character for character in decomposed if character.isalnum())


def _columns(header: str, delimiter: str) -> dict[str, int]:
    header_names = [_plain(name) for name in next(csv.reader([header], delimiter=delimiter), [])]
    found: dict[str, int] = {}
    for column, names in COLUMNS.items():
        # A pupil is called by the first of these names that the list has.
        if known := [name for name in names if name in header_names]:
            found[column] = header_names.index(known[0])
    if "first_name" in found and "name" in found:
        found.setdefault("last_name", found.pop("name"))
    return found


def _missing(columns: dict[str, int]) -> str | None:
    if "class_name" not in columns:
        return "no_class_column"
    if "name" not in columns and not {"first_name", "last_name"} <= columns.keys():
        return "no_name_column"
    return None


def _read_lines(
    lines: list[str], start: int, delimiter: str, columns: dict[str, int]
) -> tuple[list[Entry], list[Refused]]:
    entries: list[Entry] = []
    refused: list[Refused] = []
    reader = csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=delimiter)
    while True:
        line = start + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return entries, refused
        except csv.Error:
            refused.append(Refused(line, "broken"))
            continue
        if not any(value.strip() for value in row):
            continue
        result = _entry(line, row, columns)
        (entries if isinstance(result, Entry) else refused).append(result)


def _entry(line: int, row: list[str], columns: dict[str, int]) -> Entry | Refused:
    values = {
        column: " ".join(row[position].split()) if position < len(row) else "" for column, position in columns.items()
    }
    # Before anything is shown of it.
    platform_id = values.get("platform_id", "")
    dropped = _is_national_number(platform_id)
    if dropped:
        platform_id = ""
    names = [value for column, value in values.items() if column != "platform_id"]
    if any(_is_national_number(part) for value in names for part in [value, *_NUMBERS.findall(value)]):
        return Refused(line, "national_number")
    values["platform_id"] = platform_id
    if "name" in values:
        last, comma, first = values.pop("name").partition(",")
        if not comma:
            return Refused(line, "name_without_comma")
        values.update(first_name=first.strip(), last_name=last.strip())
    for column in ("class_name", "first_name", "last_name"):
        if not values[column]:
            return Refused(line, f"{column}_missing")
    for value in values.values():
        if len(value) > LONGEST_FIELD:
            return Refused(line, "too_long", {"found": value[:20]})
        if value.startswith(FORMULA) or not value.isprintable() or "\ufffd" in value:
            return Refused(line, "strange", {"found": value[:20].encode("unicode_escape").decode()})
    return Entry(line, values["class_name"], values["first_name"], values["last_name"], platform_id, dropped)


def _is_national_number(value: str) -> bool:
    """Whether this is a Belgian national number: eleven digits, the last two a check on the others."""
    digits = re.sub(r"[\W_]", "", value)
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    number, check = int(digits[:9]), int(digits[9:])
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)
