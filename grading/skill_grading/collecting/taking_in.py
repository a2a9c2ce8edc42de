"""From a teacher's zip file or folder to the inbox: files are judged first, and enter as if handed in by the pupil."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec

from scenario_quiz.answers import Answers, AnswersRefused, check_answers, parse_answers
from scenario_quiz.errors import Refusal
from skill_grading.collecting.collect import CollectReport, collect
from skill_grading.collecting.files_report import FilesReport, Outcome
from skill_grading.collecting.parcels import Parcel, Unread, read_parcels
from skill_grading.collecting.sealed import is_sealed, unseal
from skill_grading.collecting.senders import MOODLE, Senders
from skill_grading.course_facts import kept_facts
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import LARGEST_REFUSED, Inbox, TooManyAttempts
from skill_grading.progress import count_steps
from skill_grading.pupils.roster import Roster
from skill_grading.releases import ReleaseStore

Keys = Callable[[], Mapping[str, ec.EllipticCurvePrivateKey]]
MOST_KEPT = 200_000_000
_Refused = tuple[Parcel | Unread, str, str]
"""What was found, the code of why it was refused, and the detail."""
_EARLY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _File:
    """A file that holds valid answers, opened; `number` is its place among all files."""

    number: int
    parcel: Parcel
    content: bytes
    answers: Answers


def take_in(
    data: DataFolder,
    assignment: str,
    found: Iterable[Parcel | Unread],
    keys: Keys = dict,
    chosen: Mapping[str, str] | None = None,
    route: str = "file",
) -> FilesReport:
    """Bring the answers files that were found into the inbox, and say of every file what became of it.

    Of several files of one pupil the newest is handed in first, so that it counts; the others are kept too. The
    first hand-in that came in counts, by whatever way, until the teacher re-opens. Of a pupil from whom nothing could
    be taken, the inbox keeps what was refused and why. Doing it again changes nothing.

    `keys` gives the private keys, and is asked once there is a sealed file; `chosen` is what the teacher decided of
    files without a known sender, {file: pupil id}. Times in archives are those of the school's clock. Raises what
    `found` and `keys` raise, and Refusal while nothing was released.
    """
    judge = _Judge(ReleaseStore(data), assignment, cache(keys))
    refused, files, unmarked = _read(found, judge, kept_facts(data).school.time_zone)
    roster, chosen = Roster.load(data.roster), chosen or {}
    senders = Senders(roster, chosen)
    of_pupil: dict[str, list[_File]] = {}
    outcomes: dict[int, Outcome] = {}
    copied: list[tuple[str, bytes]] = []
    with Inbox(data.inbox_url) as inbox:
        attempts = inbox.attempts(assignment)
        owners = {attempt.attempt: attempt.pupil_id for attempt in attempts}
        for file in sorted(files, key=_age):
            name, folder = file.parcel.name, file.parcel.place[:-1]
            sender = senders.of(file.parcel, marked=folder not in unmarked)
            if sender.pupil is None:
                code = "ambiguous" if sender.suggestions else "unmatched"
                outcomes[file.number] = Outcome(name, code, suggestions=sender.suggestions)
                continue
            pupil_id = sender.pupil.pupil_id
            owner = owners.setdefault(file.answers.attempt, pupil_id)
            if owner != pupil_id and name not in chosen:
                first = (roster.by_id[owner],) if owner in roster.by_id else ()
                outcomes[file.number] = Outcome(name, "copied", sender.pupil, first)
                copied.append((pupil_id, file.content))
            else:
                of_pupil.setdefault(pupil_id, []).append(file)
        for pupil_id, of_one in of_pupil.items():
            for file, code in _hand_in(inbox, judge, pupil_id, of_one, route):
                outcomes[file.number] = Outcome(file.parcel.name, code, roster.by_id[pupil_id])
        handed_in = {*of_pupil, *(attempt.pupil_id for attempt in attempts)}
        for number, (one, code, detail) in refused.items():
            pupil = senders.of(one, marked=one.place[:-1] not in unmarked).pupil
            outcomes[number] = Outcome(one.name, code, pupil, detail=detail)
            if pupil is not None and pupil.pupil_id not in handed_in:
                inbox.refuse(pupil.pupil_id, assignment, code, one.content if isinstance(one, Parcel) else b"")
        for pupil_id, content in copied:
            if pupil_id not in handed_in:
                inbox.refuse(pupil_id, assignment, "copied", content)
    return FilesReport([outcomes[number] for number in sorted(outcomes)])


def collect_files(
    data: DataFolder,
    assignment: str,
    source: Path,
    keys: Keys = dict,
    chosen: Mapping[str, str] | None = None,
) -> tuple[FilesReport, CollectReport]:
    """Take the answers files in `source` into the inbox, and bring every hand-in that counts to nbgrader.

    The arguments are those of `take_in`. Raises Refusal when the assignment was never released, OSError when there is
    no `source`.
    """
    if ReleaseStore(data).current(assignment) is None:
        raise Refusal(f"'{assignment}' was never released; run `course release`.")
    return take_in(data, assignment, read_parcels(source), keys, chosen), collect(data, assignment)


def _read(
    parcels: Iterable[Parcel | Unread], judge: _Judge, zone: ZoneInfo
) -> tuple[dict[int, _Refused], list[_File], set[tuple[str, ...]]]:
    """What was refused, the files with valid answers, and the folders that hold a file without Moodle's mark."""
    refused: dict[int, _Refused] = {}
    files: list[_File] = []
    unmarked = set()
    kept = 0
    for number, found in enumerate(parcels):
        if isinstance(found, Unread):
            refused[number] = (found, found.code, "")
            continue
        if not MOODLE.match(found.place[-1]):
            unmarked.add(found.place[:-1])
        try:
            content, answers = judge(found)
        except AnswersRefused as error:
            refused[number] = (replace(found, content=found.content[:LARGEST_REFUSED]), error.code, str(error))
            continue
        kept += len(content)
        if kept > MOST_KEPT:
            refused[number] = (replace(found, content=b""), "too_much", "")
        else:
            files.append(_File(number, replace(found, content=b"", time=_at(found.time, zone)), content, answers))
    return refused, files, unmarked


def _at(time: datetime | None, zone: ZoneInfo) -> datetime | None:
    return time.replace(tzinfo=zone) if time and time.tzinfo is None else time


def _age(file: _File) -> tuple[datetime, int]:
    return (file.parcel.time or _EARLY, file.number)


def _hand_in(inbox: Inbox, judge: _Judge, pupil_id: str, files: list[_File], route: str) -> list[tuple[_File, str]]:
    """Hand in the files of one pupil, the newest first, and say what became of each."""
    newest_first = sorted(files, key=_age, reverse=True)
    results, seen = [], set()
    for file in newest_first:
        digest = sha256(file.content).digest()
        if digest in seen:
            results.append((file, "twice"))
            continue
        answered, steps = judge.progress(file.answers)
        try:
            receipt = inbox.accept(
                pupil_id,
                judge.assignment,
                file.content,
                version=file.answers.content,
                attempt=file.answers.attempt,
                answered=answered,
                steps=steps,
                route=route,
                received=min(file.parcel.time, datetime.now(UTC)) if file.parcel.time else None,
            )
        except TooManyAttempts:
            results.append((file, "too_many_attempts"))
            continue
        if seen:
            code = "replaced"
        elif not receipt.new:
            code = "known"
        else:
            code = "taken" if receipt.counts else "later"
        seen.add(digest)
        results.append((file, code))
    return results


class _Judge:
    """Says whether a file holds answers to one assignment, and to which of its versions."""

    def __init__(self, store: ReleaseStore, assignment: str, keys: Keys) -> None:
        self.assignment = assignment
        self._keys = keys
        self._release = cache(lambda version: store.get(assignment, version))

    def __call__(self, parcel: Parcel) -> tuple[bytes, Answers]:
        """The answers file in a parcel. Raises AnswersRefused."""
        content = parcel.content
        if not content.strip():
            raise AnswersRefused("empty", "an empty file")
        if is_sealed(content):
            content = unseal(content, self.assignment, self._keys())
        answers = parse_answers(content)
        if answers.assignment != self.assignment:
            raise AnswersRefused("wrong_assignment", f"found {answers.assignment}, expected {self.assignment}")
        release = self._release(answers.content)
        if release is None:
            raise AnswersRefused("wrong_version", f"made with version {answers.content[:12]}, which is unknown here")
        check_answers(answers, release)
        return content, answers

    def progress(self, answers: Answers) -> tuple[int, int]:
        return count_steps(self._release(answers.content), answers)
