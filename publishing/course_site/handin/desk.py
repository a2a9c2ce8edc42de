"""What the service does for a pupil, without HTTP: what is open, drafts, taking in answers. Its methods may block."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from course_site.handin.refusal import Refused
from scenario_quiz.answers import Answers, AnswersRefused, check_answers, parse_answers
from scenario_quiz.course import Course
from skill_grading.dates.form_dates import PupilDates
from skill_grading.dates.forms import pair_of
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.drafts import DraftConflict
from skill_grading.inbox.inbox import Inbox, Receipt, TooManyAttempts
from skill_grading.progress import count_steps
from skill_grading.pupils.roster import Pupil
from skill_grading.releases import ReleaseStore


class _DraftBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    revision: int = Field(ge=0, lt=2**31 - 1)
    answers: dict


class Desk:
    """Takes in what pupils send, for the assignments of one course. Safe to share between threads.

    ``pupil_of`` gives the pupil with an id.
    """

    def __init__(self, course: Course, inbox: Inbox, releases: ReleaseStore, pupil_of: Callable[[str], Pupil]) -> None:
        self._course = course
        self._inbox = inbox
        self._releases = releases
        self._pupil_of = pupil_of
        self._pair = pair_of(course.forms)

    def warm(self) -> None:
        """Read what every hand-in needs, so that the first class of the day does not wait for it."""
        self._inbox.warm()
        self.assignments("nobody")

    def assignments(self, pupil_id: str | None) -> dict[str, dict]:
        """What there is, by assignment; with a pupil also what is open, until when, what is handed in, and feedback.

        Of a form it also says at which moment this pupil does it.
        """
        released = {name: self._releases.current(name) for name in self._course.collected}
        found = {
            name: {"content": release.version, "open": True, "handed_in": None}
            for name, release in released.items()
            if release
        }
        if pupil_id:
            dates = self._dates(pupil_id)
            for name in found:
                found[name] |= self._standing(pupil_id, name, dates)
        return found

    def _standing(self, pupil_id: str, assignment: str, of_pupil: PupilDates) -> dict:
        dates, moment = of_pupil.of(assignment), of_pupil.moment(assignment)
        standing = self._inbox.standing(pupil_id, assignment)
        receipt = standing.receipt
        return {
            "open": standing.reopened or of_pupil.is_open(assignment, datetime.now(UTC)),
            "handed_in": receipt and _dated(receipt, dates).public(),
            "feedback": bool(receipt) and self._inbox.feedback.there_is(pupil_id, assignment, receipt.receipt),
            "round": standing.round,
            "reopened": standing.reopened,
            **dates.public(),
            **({"moment": moment} if moment else {}),
        }

    def feedback(self, pupil_id: str, assignment: str) -> bytes:
        """The pupil's feedback as a gzipped page. Raises Refused while the teacher holds it back.

        It belongs to the hand-in that counts, so re-opening hides it.
        """
        receipt = self._inbox.standing(pupil_id, assignment).receipt
        page = receipt and self._inbox.feedback.page(pupil_id, assignment, receipt.receipt)
        if not page:
            raise Refused("not_found", "there is no feedback for this pupil")
        return page

    def draft(self, pupil_id: str, assignment: str) -> dict:
        """The stored draft: ``{"revision", "answers"}``. Raises Refused."""
        self._check_known(assignment)
        return _as_json(self._inbox.drafts.get(pupil_id, assignment))

    def save_draft(self, pupil_id: str, assignment: str, body: bytes) -> dict:
        """Store a draft and give its revision. Raises Refused; a conflict carries the stored draft."""
        self._check_known(assignment)
        try:
            sent = _DraftBody.model_validate(json.loads(body))
            answers = json.dumps(sent.answers).encode("ascii")
        except (ValueError, RecursionError):
            raise Refused("invalid", 'expected {"revision": 0 or more, "answers": {...}}') from None
        try:
            self._read(assignment, answers)
        except AnswersRefused as error:
            raise Refused(error.code, str(error)) from None
        try:
            return {"revision": self._inbox.drafts.save(pupil_id, assignment, sent.revision, answers)}
        except DraftConflict as conflict:
            raise Refused("conflict", str(conflict), **_as_json(conflict.draft)) from None

    def hand_in(self, pupil_id: str, assignment: str, body: bytes) -> Receipt:
        """Take in an answers file; it is on disk when the receipt comes back. Raises Refused."""
        self._check_known(assignment)
        try:
            answers, answered, steps = self._read(assignment, body)
        except AnswersRefused as error:
            self._inbox.refuse(pupil_id, assignment, error.code, body)
            raise Refused(error.code, str(error)) from None
        of_pupil = self._dates(pupil_id)
        dates = of_pupil.of(assignment)
        if (
            not of_pupil.is_open(assignment, datetime.now(UTC))
            and not self._inbox.standing(pupil_id, assignment).reopened
        ):
            if receipt := self._inbox.receipt_of(pupil_id, assignment, answers.attempt):
                return _dated(receipt, dates)
            self._inbox.refuse(pupil_id, assignment, "closed", body)
            raise Refused("closed", f"'{assignment}' can't be handed in now")
        try:
            receipt = self._inbox.accept(
                pupil_id,
                assignment,
                body,
                version=answers.content,
                attempt=answers.attempt,
                answered=answered,
                steps=steps,
            )
        except TooManyAttempts as error:
            raise Refused("throttled", str(error), retry_after=3600) from None
        return _dated(receipt, dates)

    def _dates(self, pupil_id: str) -> PupilDates:
        return PupilDates(self._inbox.calendar.read(), self._pair, self._pupil_of(pupil_id))

    def _read(self, assignment: str, body: bytes) -> tuple[Answers, int, int]:
        """The answers with how many of how many steps are answered. Raises AnswersRefused, or Refused."""
        answers = parse_answers(body)
        release = self._releases.get(assignment, answers.content) or self._releases.current(assignment)
        if release is None:
            raise Refused("closed", f"'{assignment}' is not open")
        check_answers(answers, release)
        return answers, *count_steps(release, answers)

    def _check_known(self, assignment: str) -> None:
        if assignment not in self._course.collected:
            raise Refused("unknown_assignment", f"there is no assignment '{assignment}'")


def _dated(receipt: Receipt, dates: Dates) -> Receipt:
    return replace(receipt, late=dates.is_late(datetime.fromisoformat(receipt.time)))


def _as_json(draft) -> dict:
    return {"revision": draft.revision, "answers": json.loads(draft.answers) if draft.answers else None}
