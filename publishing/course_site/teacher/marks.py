"""Marks that change by a mended key, shown first; and all marks to take along."""

from __future__ import annotations

import asyncio

from course_site.teacher.desk import address
from course_site.teacher.handlers import PageHandler
from skill_grading.data import DataFolder
from skill_grading.evidence.moment_work import waiting_keys
from skill_grading.gradebook.regrading import Preview, preview
from skill_grading.report.marks_table import marks_csv


class RegradeHandler(PageHandler):
    """What the mended key changes, and the button that does it."""

    async def get(self) -> None:
        desk, assignment = self.desk, self.assignment()
        found = await asyncio.to_thread(_previews, desk.data, assignment)
        self.show(
            "regrade.html",
            "nav_start",
            assignment=assignment,
            key_waits=bool(found),
            rows=desk.changes(assignment, found) if found else [],
            up=sum(each.up for each in found),
            down=sum(each.down for each in found),
        )

    async def post(self) -> None:
        assignment = self.assignment()
        await self.act("doing_regrade", address("", assignment=assignment), self.desk.regrade, assignment)


class MarksHandler(PageHandler):
    """The marks of every class as a file."""

    async def get(self) -> None:
        desk, assignment = self.desk, self.assignment()
        table = await asyncio.to_thread(marks_csv, desk.data, assignment, desk.language)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{assignment}.csv"')
        self.set_header("Cache-Control", "no-store")
        self.finish(table)


def _previews(data: DataFolder, assignment: str) -> list[Preview]:
    return [preview(data, each) for each in waiting_keys(data, assignment)]
