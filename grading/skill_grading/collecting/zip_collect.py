"""nbgrader's `zip_collect` for this course: its two plugins.

The extractor takes what a platform gave into the inbox, and lays out what then counts, so that a file collected by
stock `nbgrader zip_collect` ends as a hand-in like any other. The collector only reads that layout: whose a file is
was decided before, and never by a name that a pupil chose.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from scenario_quiz.errors import Refusal
from skill_grading.collecting.collect import collect
from skill_grading.collecting.keys import open_keys
from skill_grading.collecting.nbgrader_log import NEVER_RELEASED, log_files
from skill_grading.collecting.parcels import read_parcels
from skill_grading.collecting.taking_in import take_in
from skill_grading.course_folder import OnDataFolder
from skill_grading.folders import remove_folder, replace_folder
from skill_grading.releases import ReleaseStore

PASSPHRASE = "COURSE_KEY_PASSPHRASE"


class InboxExtractor(OnDataFolder, ExtractorPlugin):
    """Reads `downloaded/<assignment>/archive/` as hostile input, into the inbox.

    Sealed files are opened with the keys in the data folder and the passphrase in COURSE_KEY_PASSPHRASE.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        data, name = self.data, self.parent.coursedir.assignment_id
        assignment = ReleaseStore(data).assignment_of(name)
        if assignment is None:
            raise Refusal(NEVER_RELEASED.format(name=name))
        log_files(take_in(data, assignment, read_parcels(Path(archive_path)), self._keys), self.log)

        def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
            replace_folder(Path(extracted_path) / folder.parent.name, files)
            remove_folder(folder)  # nbgrader stops at one that is there already

        collect(data, assignment, gradebook_name=name, place=lay_out)

    def _keys(self) -> Mapping:
        return open_keys(self.data.keys, lambda: os.environ.get(PASSPHRASE, ""))


class LaidOutCollector(FileNameCollectorPlugin):
    """Tells nbgrader what InboxExtractor laid out: `<pupil id>/<file>`."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}
