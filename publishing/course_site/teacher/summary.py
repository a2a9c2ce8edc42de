"""The pages for the parents' evening, made when they are asked for: nothing with a name stays behind."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from urllib.parse import quote

from tornado.web import HTTPError

from course_site.teacher.desk import Desk
from course_site.teacher.handlers import PageHandler
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.summary import class_summary


class SummaryHandler(PageHandler):
    """A page about each pupil of a class, in one PDF."""

    async def get(self) -> None:
        class_name, language = self.get_argument("class_name"), self.get_argument("language", self.desk.language)
        if language not in self.desk.languages:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        pages = await asyncio.to_thread(_pages, self.desk, class_name, language)
        name = quote(f"{self.desk.say('summary_file')} {class_name}.pdf", safe="")
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", f"inline; filename*=UTF-8''{name}")
        self.set_header("Cache-Control", "no-store")
        self.finish(pages)


def _pages(desk: Desk, class_name: str, language: str) -> bytes:
    evidence = CourseEvidence(desk.data, desk.course.school)
    return class_summary(evidence, desk.course, class_name, language, desk.pupils_address)
