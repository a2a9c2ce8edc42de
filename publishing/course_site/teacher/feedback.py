"""The page where the teacher looks at feedback, lets a class read it, takes it back, or saves it as files."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote

from tornado.web import HTTPError

from course_site.teacher.desk import Desk, Notice, address
from course_site.teacher.handlers import REPORT_POLICY, PageHandler
from skill_grading.course_facts import CourseFacts
from skill_grading.feedback.making import SITE, FeedbackMaker
from skill_grading.feedback.releasing import look, release, withdraw, write_zip


class FeedbackHandler(PageHandler):
    """How far every class is, with what can be done about it."""

    async def get(self) -> None:
        assignment = self.assignment()
        classes = await asyncio.to_thread(look, _maker(self.desk, assignment)) if assignment else []
        self.show(
            "feedback.html",
            "nav_feedback",
            assignment=assignment,
            classes=classes,
        )

    async def post(self) -> None:
        assignment, class_name = self.assignment(), self.get_body_argument("class_name")
        page = address("feedback", assignment=assignment)
        if self.get_body_argument("what") == "withdraw":
            await self.act("doing_feedback", page, _withdraw, self.desk, assignment, class_name)
        else:
            unmarked = bool(self.get_body_argument("unmarked", ""))
            await self.act("doing_feedback", page, _release, self.desk, assignment, class_name, unmarked)


class PupilFeedbackHandler(PageHandler):
    """One pupil's page, as that pupil will read it. It runs nothing and asks nothing of the network."""

    async def get(self) -> None:
        page = await asyncio.to_thread(_page, _maker(self.desk, self.assignment()), self.get_argument("pupil", ""))
        if page is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)

    @property
    def content_security_policy(self) -> str:
        return REPORT_POLICY


class FeedbackZipHandler(PageHandler):
    """The pages of a class as files that carry the pupils' names, for the school's platform."""

    async def get(self) -> None:
        assignment, class_name = self.assignment(), self.get_argument("class_name")
        content = await asyncio.to_thread(_zip, _maker(self.desk, assignment), class_name)
        name = quote(f"{assignment} {class_name}.zip", safe="")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        self.finish(content)


def _maker(desk: Desk, assignment: str, site: str | None = None) -> FeedbackMaker:
    """Without `site`, pages that travel alone: the teacher's side has no page of the course to link to."""
    return FeedbackMaker(desk.data, CourseFacts.of(desk.course), assignment, site)


def _page(maker: FeedbackMaker, pupil_id: str) -> str | None:
    one = maker.of_pupil(pupil_id)
    return maker.page(one) if one and not one.problem else None


def _zip(maker: FeedbackMaker, class_name: str) -> bytes:
    file = BytesIO()
    write_zip(maker, look(maker, class_name), file)
    return file.getvalue()


def _release(desk: Desk, assignment: str, class_name: str, unmarked: bool) -> Notice:
    (one,) = release(_maker(desk, assignment, SITE), class_name, unmarked)
    if one.waiting and not unmarked:
        return Notice(desk.say("feedback_waits", class_name=class_name, n=len(one.waiting)), problem=True)
    absent = [desk.say("feedback_absent", n=len(one.still_to_come))] if one.still_to_come else []
    return Notice(desk.say("feedback_released", class_name=class_name, n=len(one.released)), absent)


def _withdraw(desk: Desk, assignment: str, class_name: str) -> Notice:
    taken = withdraw(_maker(desk, assignment), class_name)
    return Notice(desk.say("feedback_withdrawn", class_name=class_name, n=taken))
