"""The pages about hand-ins: the register of a class, one pupil's work, the dates, and what was done."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from tornado.web import HTTPError

from course_site.teacher import overview
from course_site.teacher.desk import Notice, address
from course_site.teacher.handlers import PageHandler
from course_site.teacher.register import FIELDS, RegisterDesk
from skill_grading.dates.school_time import show_time
from skill_grading.evidence.register import read_register
from skill_grading.inbox.inbox import Inbox


class RegisterHandler(PageHandler):
    """What these pages share."""

    @property
    def register(self) -> RegisterDesk:
        return RegisterDesk(self.desk)

    def times(self, dates: object) -> dict[str, str]:
        """Dates as the fields of a form hold them."""
        zone = self.desk.course.school.time_zone
        return {field: show_time(getattr(dates, field), zone) for field in FIELDS}

    def pupil_id(self) -> str:
        """The pupil who was asked for. Raises HTTPError for one who is not in the class list."""
        pupil_id = self.get_argument("pupil_id")
        if all(pupil.pupil_id != pupil_id for of in overview.pupils_by_class(self.desk.data).values() for pupil in of):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return pupil_id

    def class_name(self) -> str:
        """The class that was asked for; '' for all. Raises HTTPError for one that does not exist."""
        name = self.get_argument("class_name", "", strip=False)
        if name and name not in overview.pupils_by_class(self.desk.data):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return name

    def pupil_page(self) -> str:
        return address("pupil", assignment=self.assignment(), pupil_id=self.pupil_id())


class HandInsHandler(RegisterHandler):
    """Who handed in, class by class."""

    async def get(self) -> None:
        assignment, chosen = self.assignment(), self.class_name()
        register = await asyncio.to_thread(read_register, self.desk.data, assignment)
        codes = await asyncio.to_thread(overview.not_graded, self.desk.data, assignment)
        self.show(
            "hand_ins.html",
            "nav_hand_ins",
            assignment=assignment,
            class_names=list(register.classes),
            chosen=chosen,
            classes={name: lines for name, lines in register.classes.items() if chosen in ("", name)},
            not_graded={pupil_id: self.desk.reason(code) for pupil_id, code in codes.items()},
            register=self.register,
        )


class AbsentHandler(RegisterHandler):
    async def post(self) -> None:
        assignment, class_name = self.assignment(), self.class_name()
        page = address("hand-ins", assignment=assignment, class_name=class_name)
        listed, absent = self.get_body_arguments("listed"), self.get_body_arguments("absent")
        await self.act("doing_absent", page, self.register.set_absent, assignment, listed, absent)


class ReceiptHandler(RegisterHandler):
    async def get(self) -> None:
        notice = await asyncio.to_thread(self.register.find_receipt, self.get_argument("number", ""))
        self.show("receipt.html", "nav_hand_ins", notice=notice)


class PupilHandler(RegisterHandler):
    """One pupil's work on one assignment, and what can be done about it."""

    async def get(self) -> None:
        assignment, pupil_id = self.assignment(), self.pupil_id()
        register = await asyncio.to_thread(read_register, self.desk.data, assignment)
        extension = register.dates.extensions.get(pupil_id)
        self.show(
            "pupil.html",
            "nav_hand_ins",
            assignment=assignment,
            line=register.line(pupil_id),
            extension=show_time(extension, self.desk.course.school.time_zone),
            others={name: [each.pupil for each in lines if each.pupil.pupil_id != pupil_id]
                    for name, lines in register.classes.items()},
            deeds=self.register.log([each for each in register.actions if each.pupil_id == pupil_id]),
            register=self.register,
        )  # fmt: skip


class ReopenHandler(RegisterHandler):
    async def post(self) -> None:
        keep, due = self.get_body_argument("answers", "keep") == "keep", self.get_body_argument("due", "")
        page, assignment = self.pupil_page(), self.assignment()
        await self.act("doing_reopen", page, self.register.reopen, assignment, self.pupil_id(), keep, due)


class ExtendHandler(RegisterHandler):
    async def post(self) -> None:
        page, assignment, due = self.pupil_page(), self.assignment(), self.get_body_argument("due", "")
        await self.act("doing_dates", page, self.register.extend, assignment, self.pupil_id(), due)


class MoveHandler(RegisterHandler):
    async def post(self) -> None:
        page, assignment, to = self.pupil_page(), self.assignment(), self.get_body_argument("to", "")
        if not to:
            self.tell(page, Notice(self.desk.say("move_to_nobody"), problem=True))
            return
        attempt = self.get_body_argument("attempt")
        await self.act("doing_move", page, self.register.move, assignment, self.pupil_id(), attempt, to)


class DatesHandler(RegisterHandler):
    """When an assignment opens, is due and closes."""

    async def get(self) -> None:
        assignment = self.assignment()
        with Inbox(self.desk.data.inbox_url) as inbox:
            dates = inbox.calendar.of(assignment)
        classes = {name: dates.classes.get(name) for name in overview.pupils_by_class(self.desk.data)}
        self.show(
            "dates.html",
            "nav_dates",
            assignment=assignment,
            everybody=self.times(dates.everybody),
            classes={name: (own is not None, self.times(own or dates.everybody)) for name, own in classes.items()},
        )

    async def post(self) -> None:
        assignment, class_name = self.assignment(), self.class_name()
        typed = {field: self.get_body_argument(field, "") for field in FIELDS}
        do = self.get_body_argument("do", "save")
        page = address("dates", assignment=assignment)
        await self.act("doing_dates", page, self.register.set_dates, assignment, class_name, typed, do)


class LogHandler(RegisterHandler):
    """What teachers did."""

    async def get(self) -> None:
        with Inbox(self.desk.data.inbox_url) as inbox:
            actions = [each for each in inbox.actions() if each.action != "first code"]
        self.show("log.html", "nav_log", deeds=self.register.log(actions), register=self.register)
