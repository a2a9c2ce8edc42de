"""Exercises to print from the start page."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from tornado.web import HTTPError

from course_site.teacher.handlers import PageHandler
from skill_grading.paper import write_paper


class PaperHandler(PageHandler):
    """The booklet of an assignment, or the key to it."""

    async def get(self, which: str) -> None:
        desk, assignment = self.desk, self.exercise()
        language = self.get_argument("language", desk.language)
        if language not in desk.course.school.languages:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        paths = await asyncio.to_thread(write_paper, desk.data, desk.course.school.name, assignment, language)
        path = paths[which == "key"]
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", f'inline; filename="{path.name}"')
        self.set_header("Cache-Control", "no-store")
        self.finish(path.read_bytes())
