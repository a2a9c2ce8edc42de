"""Our feedback where nbgrader makes its own: `nbgrader generate_feedback` and Formgrader's button.

nbgrader would show the pupil's text as HTML that runs, and copy the answers file. No notebook is opened here.
"""

from __future__ import annotations

from functools import cache

from nbconvert.exporters import Exporter

from scenario_quiz.errors import Refusal
from skill_grading.course_facts import kept_facts
from skill_grading.course_folder import ANSWERS, OnDataFolder
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.releases import ReleaseStore


class FeedbackExporter(OnDataFolder, Exporter):
    """Writes our page for the pupil whose graded notebook it is asked to export."""

    file_extension = ".html"

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        # nbgrader makes one exporter for a whole class. Formgrader's server lives for weeks, so none outlives its own.
        self._maker = cache(self._new_maker)

    def from_filename(self, filename: str, resources: dict | None = None, **_options: object) -> tuple[str, dict]:
        """Raises Refusal when the pupil has no feedback."""
        where = resources["nbgrader"]
        maker = self._maker(where["assignment"])
        one = maker.of_pupil(where["student"])
        if one is None or one.problem:
            raise Refusal(f"{where['student']} has no feedback: {one.problem if one else 'not in the class list'}")
        # nbgrader has copied what else lies beside the notebook.
        (self.data.course / "feedback" / where["student"] / where["assignment"] / ANSWERS).unlink(missing_ok=True)
        return maker.page(one), resources | {"output_extension": self.file_extension}

    def _new_maker(self, gradebook_name: str) -> FeedbackMaker:
        assignment = ReleaseStore(self.data).assignment_of(gradebook_name)
        return FeedbackMaker(self.data, kept_facts(self.data), assignment, site=None)
