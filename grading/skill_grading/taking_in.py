"""From a teacher's zip file or folder to the inbox: files are judged first, and enter as if handed in by the pupil."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec

from scenario_quiz.answers import Answers, AnswersRefused, check_answers, parse_answers
from skill_grading.data import DataFolder
from skill_grading.files_report import FilesReport, Outcome
from skill_grading.inbox import Inbox, TooManyAttempts
from skill_grading.parcels import Parcel, Unread
from skill_grading.progress import count_steps
from skill_grading.releases import ReleaseStore
from skill_grading.roster import Roster
from skill_grading.sealed import is_sealed, unseal
from skill_grading.senders import MOODLE, Senders

Keys = Callable[[], Mapping[str, ec.EllipticCurvePrivateKey]]
MOST_KEPT = 200_000_000
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
    first hand-in that came in counts, by whatever way, until the teacher re-opens. Doing it again changes nothing.
    `keys` gives the private keys, and is asked once there is a sealed file; `chosen` is what the teacher decided of
    files without a known sender, {file: pupil id}. Raises what `found` and `keys` raise.
    """
    judge = _Judge(ReleaseStore(data), assignment, cache(keys))
    outcomes, files, unmarked = _read(found, judge)
    roster, chosen = Roster.load(data.roster), chosen or {}
    senders = Senders(roster, chosen)
    of_pupil: dict[str, list[_File]] = {}
    with Inbox(data.inbox_url) as inbox:
        owners = {attempt.attempt: attempt.pupil_id for attempt in inbox.attempts(assignment)}
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
            else:
                of_pupil.setdefault(pupil_id, []).append(file)
        for pupil_id, of_one in of_pupil.items():
            for file, code in _hand_in(inbox, judge, pupil_id, of_one, route):
                outcomes[file.number] = Outcome(file.parcel.name, code, roster.by_id[pupil_id])
    return FilesReport([outcomes[number] for number in sorted(outcomes)])


def _read(
    parcels: Iterable[Parcel | Unread], judge: _Judge
) -> tuple[dict[int, Outcome], list[_File], set[tuple[str, ...]]]:
    """What was refused, the files with valid answers, and the folders that hold a file without Moodle's mark."""
    outcomes: dict[int, Outcome] = {}
    files: list[_File] = []
    unmarked = set()
    kept = 0
    for number, found in enumerate(parcels):
        if isinstance(found, Unread):
            outcomes[number] = Outcome(found.name, found.code)
            continue
        if not MOODLE.match(found.place[-1]):
            unmarked.add(found.place[:-1])
        try:
            content, answers = judge(found)
        except AnswersRefused as error:
            outcomes[number] = Outcome(found.name, error.code, detail=str(error))
            continue
        kept += len(content)
        if kept > MOST_KEPT:
            outcomes[number] = Outcome(found.name, "too_much")
        else:
            files.append(_File(number, replace(found, content=b""), content, answers))
    return outcomes, files, unmarked


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
