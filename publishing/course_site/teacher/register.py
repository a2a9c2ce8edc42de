"""What the teacher can do about hand-ins: dates, re-opening, absence, moving, and looking a receipt up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from course_site.teacher.desk import Desk, Link, Notice, address
from scenario_quiz.forms import Moment
from skill_grading.dates.form_dates import PupilDates
from skill_grading.dates.forms import pair_of
from skill_grading.dates.school_time import NoTime, read_time
from skill_grading.evidence.moment_work import assignments_of
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.inbox.records import Action, Attempt
from skill_grading.pupils.codes import normalise_receipt
from skill_grading.pupils.roster import Pupil, Roster, full_name

FIELDS = ("opens", "due", "closes")
MOST_DEEDS = 300


@dataclass(frozen=True)
class Deed:
    """One line of the log: when, what was done in words, and of whom and which exercise."""

    time: datetime
    text: str
    pupil: str
    assignment: str


class RegisterDesk:
    """The teacher's actions on hand-ins, each as one call that ends in words."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._data = desk.data
        self._say = desk.say
        self._zone = desk.course.school.time_zone
        self._pair = pair_of(desk.course.forms)

    def when(self, time: datetime) -> str:
        """A time on the school's clock, in words."""
        return self._say("date_time", time=time.astimezone(self._zone))

    def set_dates(self, assignment: str, class_name: str, typed: Mapping[str, str], do: str) -> Notice:
        """Set the dates of a class ('' for all): as typed, or opened or closed as of now, or as for all classes."""
        now = datetime.now(UTC)
        with self._inbox() as inbox:
            if do == "follow":
                inbox.calendar.forget(assignment, class_name)
                return Notice(self._say("dates_follow", class_name=class_name))
            try:
                dates = Dates(*(read_time(typed[field], self._zone) for field in FIELDS))
            except NoTime as error:
                return Notice(self._say("dates_unreadable", typed=str(error)), problem=True)
            if do == "open":
                # The final exam is closed where nothing says when it opens.
                opens = now if assignment == Moment.EXAM else None
                dates = replace(
                    dates, opens=opens, closes=dates.closes if dates.closes and dates.closes > now else None
                )
            elif do == "close":
                dates = replace(dates, closes=now)
            elif not _in_order(dates):
                return Notice(self._say("dates_disorder"), problem=True)
            inbox.calendar.set(assignment, dates, class_name)
        closed = assignment == Moment.EXAM and dates.opens is None
        return Notice(self._say("dates_set"), [self._say("exam_stays_closed") if closed else self._dates_words(dates)])

    def extend(self, assignment: str, pupil_id: str, typed: str) -> Notice:
        """Give a pupil a deadline of his or her own; nothing typed takes it away."""
        pupil = self._pupil(pupil_id)
        try:
            due = read_time(typed, self._zone)
        except NoTime as error:
            return Notice(self._say("dates_unreadable", typed=str(error)), problem=True)
        with self._inbox() as inbox:
            inbox.calendar.extend(assignment, pupil_id, due)
        if due is None:
            return Notice(self._say("extension_gone", name=full_name(pupil)))
        return Notice(self._say("extension_given", name=full_name(pupil), when=self.when(due)))

    def reopen(self, assignment: str, pupil_id: str, keep: bool, typed: str) -> Notice:
        """Let a pupil hand in again, from the answers that count or from none, perhaps with a later deadline."""
        pupil = self._pupil(pupil_id)
        try:
            due = read_time(typed, self._zone)
        except NoTime as error:
            return Notice(self._say("dates_unreadable", typed=str(error)), problem=True)
        form = self._form(assignment, pupil)
        with self._inbox() as inbox:
            inbox.reopen(pupil_id, form, keep, due if form == assignment else None)
            if due is not None and form != assignment:
                inbox.calendar.extend(assignment, pupil_id, due)
        return Notice(self._say("reopened_for", name=full_name(pupil)))

    def set_absent(self, assignment: str, listed: Collection[str], absent: Collection[str]) -> Notice:
        """Of the pupils listed, note who was absent."""
        with self._inbox() as inbox:
            before = {name: inbox.absent(name) for name in assignments_of(self._data, assignment)}
            for pupil in map(self._pupil, listed):
                form = self._form(assignment, pupil)
                if (pupil.pupil_id in absent) != (pupil.pupil_id in before[form]):
                    inbox.mark_absent(pupil.pupil_id, form, pupil.pupil_id in absent)
        return Notice(self._say("absent_noted", n=len(set(absent) & set(listed))))

    def move(self, assignment: str, pupil_id: str, attempt: str, to: str) -> Notice:
        """Give a hand-in to the pupil whose it is."""
        there = self._pupil(to)
        with self._inbox() as inbox:
            counts = inbox.move(pupil_id, self._form(assignment, self._pupil(pupil_id)), attempt, to)
        names = {"name": self._name(pupil_id), "to": full_name(there)}
        return Notice(self._say("moved" if counts else "moved_extra", **names), [self._say("moved_then")])

    def move_receipt(self, typed: str, to: str) -> Notice:
        """Give the hand-in with this receipt number to the pupil whose it is."""
        with self._inbox() as inbox:
            found = inbox.find_receipts(normalise_receipt(typed) or "")
        if len(found) != 1:
            return Notice(self._say("receipt_unknown", number=typed[:20]), problem=True)
        return self.move(found[0].assignment, found[0].pupil_id, found[0].attempt, to)

    def find_receipt(self, typed: str) -> Notice:
        """Whether a receipt number is real, and of what."""
        number = normalise_receipt(typed)
        with self._inbox() as inbox:
            found = inbox.find_receipts(number) if number else []
            calendar = inbox.calendar.read()
        if not found:
            return Notice(self._say("receipt_unknown", number=typed[:20]), problem=True)
        roster = Roster.load(self._data.roster).by_id
        links = [Link(self._address(each), self._say("receipt_see", name=self._name(each.pupil_id))) for each in found]

        def late(each: Attempt) -> bool:
            pupil = roster.get(each.pupil_id)
            return bool(pupil) and PupilDates(calendar, self._pair, pupil).of(each.assignment).is_late(each.received)

        details = [
            self._say(
                "receipt_is_late" if late(each) else "receipt_is",
                name=self._name(each.pupil_id),
                title=self._desk.title(each.assignment),
                when=self.when(each.received),
                answered=each.answered,
                steps=each.steps,
            )
            for each in found
        ]
        return Notice(self._say("receipt_known", number=number), details, links)

    def log(self, actions: list[Action]) -> list[Deed]:
        """What teachers did last, the newest first, in words."""
        names = {pupil.pupil_id: full_name(pupil) for pupil in Roster.load(self._data.roster).pupils}
        return [
            Deed(
                action.time,
                self._deed(action, names),
                names.get(action.pupil_id, action.pupil_id or ""),
                self._desk.title(action.assignment) if action.assignment else "",
            )
            for action in actions[: -MOST_DEEDS - 1 : -1]
        ]

    def _deed(self, action: Action, names: Mapping[str, str]) -> str:
        kind, detail = action.action.replace(" ", "_"), action.detail
        if kind == "move":
            return self._say("did_move", to=names.get(detail["to"], detail["to"]), receipt=detail["receipt"])
        if kind == "dates":
            dates = Dates(*(detail.get(name) and datetime.fromisoformat(detail[name]) for name in FIELDS))
            who = self._say("class", class_name=detail["class_name"]) if detail["class_name"] else self._say("for_all")
            words = self._dates_words(dates) if "due" in detail else self._say("as_for_all")
            return self._say("did_dates", who=who, dates=words)
        if kind == "extension":
            due = detail["due"] and datetime.fromisoformat(detail["due"])
            return self._say("did_extension", when=self.when(due)) if due else self._say("did_no_extension")
        if kind in ("release_feedback", "withdraw_feedback"):
            return self._say(f"did_{kind}", of=names.get(detail["of"], detail["of"]) or self._say("all_classes"))
        return self._say(f"did_{kind}", **detail)

    def _dates_words(self, dates: Dates) -> str:
        given = [
            self._say(f"dates_{name}", when=self.when(time)) for name, time in asdict(dates).items() if time is not None
        ]
        return " ".join(given) or self._say("dates_none")

    def _inbox(self) -> Inbox:
        return Inbox(self._data.inbox_url)

    def _name(self, pupil_id: str) -> str:
        pupil = Roster.load(self._data.roster).by_id.get(pupil_id)
        return full_name(pupil) if pupil else pupil_id

    def _form(self, assignment: str, pupil: Pupil) -> str:
        """The assignment itself, or the form that a pupil does at the moment of that name."""
        if self._pair and assignment in set(Moment):
            return self._pair.form(Moment(assignment), pupil.entry_form)
        return assignment

    def _address(self, attempt: Attempt) -> str:
        pupil = Roster.load(self._data.roster).by_id.get(attempt.pupil_id)
        moment = self._pair and pupil and self._pair.moment(attempt.assignment, pupil.entry_form)
        return address("pupil", assignment=moment or attempt.assignment, pupil_id=attempt.pupil_id)

    def _pupil(self, pupil_id: str) -> Pupil:
        """Raises KeyError for somebody who is not in the class list."""
        return Roster.load(self._data.roster).by_id[pupil_id]


def _in_order(dates: Dates) -> bool:
    given = [time for time in asdict(dates).values() if time is not None]
    return given == sorted(given)
