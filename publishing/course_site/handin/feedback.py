"""A pupil's own feedback, once the teacher has released it. No address of it says whose it is: the session does."""

from __future__ import annotations

import gzip

from course_site.handin.api import PupilHandler
from course_site.handin.headers import takes_gzip
from course_site.handin.site import answer_in_words
from scenario_quiz.school import School

# The page allows only its own style, by hash; this is the fence around whatever might get into one.
PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)


class FeedbackHandler(PupilHandler):
    """The page, under api/ because the session's cookie goes nowhere else."""

    def initialize(self, school: School, **known: object) -> None:
        super().initialize(**known)
        self._school = school

    async def get(self, assignment: str) -> None:
        page = await self.blocking(self.desk.feedback, await self.pupil_id(), assignment)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", PAGE_POLICY)
        self.set_header("Vary", "Cookie, Accept-Encoding")
        if takes_gzip(self):
            self.set_header("Content-Encoding", "gzip")
        else:
            page = gzip.decompress(page)
        self.finish(page)

    def write_error(self, status_code: int, **error: object) -> None:
        # A pupil looks at this, not a script.
        answer_in_words(self, self._school, "feedback" if status_code in (401, 404) else "failed")
