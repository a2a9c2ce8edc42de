"""A collected hand-in, read back from nbgrader's `submitted/` folder as if anybody could have put it there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from scenario_quiz.answers import Answers, AnswersRefused, LogKey, check_answers, parse_answers, read_accepted
from scenario_quiz.release import Release
from scenario_quiz.scoring import AssignmentScore, Known, OpenAnswer, score
from skill_grading.course_folder import ANSWERS, TIMESTAMP
from skill_grading.data import DataFolder
from skill_grading.folders import StrangeFolder, list_folder
from skill_grading.releases import ReleaseStore, open_cell

PUPIL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class SubmissionRefused(Exception):
    """A hand-in can't be collected or graded; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Rejected:
    """A pupil whose hand-in was not collected or not graded, and why."""

    pupil_id: str
    code: str
    message: str


@dataclass(frozen=True)
class Submission:
    """A valid hand-in in its folder. `files` are all but the notebook; `received` is in UTC, without an offset;
    `known` is what scoring found of others' answers to this release.
    """

    pupil_id: str
    folder: Path
    files: dict[str, bytes]
    received: datetime
    release: Release
    answers: Answers
    known: Known = field(default_factory=Known, repr=False, compare=False)

    @cached_property
    def score(self) -> AssignmentScore:
        return score(self.release, self.answers, self.known)

    @property
    def open_answers(self) -> dict[str, OpenAnswer]:
        """What the teacher marks, by the grade_id of its cell."""
        return {
            open_cell(name, step): answer
            for name, scenario in self.score.scenarios.items()
            for step, answer in scenario.open.items()
        }


class Judge:
    """Says what a hand-in is worth under one name in the gradebook, by the version that the pupil saw.

    Looks each version up once, so it is made anew for every run. Raises SubmissionRefused for an unknown name.
    """

    def __init__(self, data: DataFolder, gradebook_name: str) -> None:
        store = ReleaseStore(data)
        assignment = store.assignment_of(gradebook_name)
        if assignment is None:
            raise SubmissionRefused("unknown_assignment", f"'{gradebook_name}' was never released")
        self._submitted = data.submitted
        self._name = gradebook_name
        self._files = sorted([f"{assignment}.ipynb", ANSWERS, TIMESTAMP])
        self._releases = store.releases(assignment, gradebook_name)
        # Pupils who answer alike are read and scored together.
        self._read: dict[str, set[LogKey]] = defaultdict(set)
        self._known: dict[str, Known] = defaultdict(Known)

    def check(self, answers_file: bytes) -> tuple[Release, Answers]:
        """The answers, and the version that they were given to. Raises SubmissionRefused."""
        return self._check(answers_file, parse_answers)

    def score_accepted(self, answers_file: bytes) -> tuple[Release, AssignmentScore]:
        """The version that answers which the inbox holds were given to, and their worth. Raises SubmissionRefused."""
        release, answers = self._check(answers_file, read_accepted)
        return release, score(release, answers, self._known[release.version])

    def _check(self, answers_file: bytes, read: Callable[[bytes], Answers]) -> tuple[Release, Answers]:
        try:
            answers = read(answers_file)
            release = self._releases.get(answers.content)
            if release is None:
                raise SubmissionRefused(
                    "wrong_version", f"made with version {answers.content[:12]}, which is not graded as '{self._name}'"
                )
            check_answers(answers, release, self._read[release.version])
        except AnswersRefused as error:
            raise SubmissionRefused(error.code, str(error)) from None
        return release, answers

    def read(self, pupil_id: str) -> Submission:
        """Read and check what was collected from a pupil. Raises SubmissionRefused."""
        check_pupil_id(pupil_id)
        folder = self._submitted.joinpath(pupil_id, self._name)
        try:
            found = list_folder(folder)
            if found != self._files:
                raise StrangeFolder(f"found {', '.join(found) or 'nothing'}; expected {', '.join(self._files)}")
            # The notebook is not opened: nothing in it could matter.
            files = {name: _content(f"{folder}/{name}") for name in (ANSWERS, TIMESTAMP)}
        except StrangeFolder as error:
            raise SubmissionRefused("strange_files", str(error)) from None
        except FileNotFoundError:
            raise SubmissionRefused("strange_files", "collected anew at this very moment; try again") from None
        release, answers = self.check(files[ANSWERS])
        received, known = _time(files[TIMESTAMP]), self._known[release.version]
        return Submission(pupil_id, folder, files, received, release, answers, known)


def submitted_pupils(data: DataFolder, gradebook_name: str) -> list[str]:
    """The ids of the pupils with a folder for this gradebook assignment in `submitted/`, in order."""
    return sorted(folder.parent.name for folder in data.submitted.glob(f"[!.]*/{gradebook_name}"))


def read_submission(data: DataFolder, gradebook_name: str, pupil_id: str) -> Submission:
    """Read and check what was collected from one pupil. Raises SubmissionRefused."""
    return Judge(data, gradebook_name).read(pupil_id)


def check_pupil_id(pupil_id: str) -> None:
    """Refuse an id that is not safe as a folder's name. Raises SubmissionRefused."""
    if not PUPIL_ID.fullmatch(pupil_id):
        raise SubmissionRefused("strange_pupil_id", f"{pupil_id[:64]!r} is no pupil id")


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _time(content: bytes) -> datetime:
    try:
        time = datetime.fromisoformat(content.decode().strip())
    except ValueError:
        raise SubmissionRefused("strange_files", f"{TIMESTAMP} holds no time") from None
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
