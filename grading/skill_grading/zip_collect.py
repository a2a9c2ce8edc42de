"""nbgrader's `zip_collect` for this course: its two plugins, and the same as a function.

The extractor takes what a platform gave into the inbox, and lays out what then counts, so that a file collected by
stock `nbgrader zip_collect` ends as a hand-in like any other. The collector only reads that layout: whose a file is
was decided before, and never by a name that a pupil chose.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from logging import ERROR
from pathlib import Path

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from scenario_quiz.errors import Refusal
from scenario_quiz.labels import load_labels
from skill_grading.collecting import CollectReport, collect
from skill_grading.course_folder import OnDataFolder, load_settings
from skill_grading.data import DataFolder
from skill_grading.files_report import FilesReport
from skill_grading.folders import remove_folder, replace_folder
from skill_grading.keys import open_keys
from skill_grading.parcels import read_parcels
from skill_grading.releases import ReleaseStore
from skill_grading.taking_in import Keys, take_in

PASSPHRASE = "COURSE_KEY_PASSPHRASE"


class InboxExtractor(OnDataFolder, ExtractorPlugin):
    """Reads `downloaded/<assignment>/archive/` as hostile input, into the inbox.

    Sealed files are opened with the keys in the data folder and the passphrase in COURSE_KEY_PASSPHRASE.
    """

    source: Path | None = None
    keys: Keys | None = None
    chosen: Mapping[str, str] | None = None
    report = FilesReport()

    def extract(self, archive_path: str, extracted_path: str) -> None:
        data, name = self.data, self.parent.coursedir.assignment_id
        assignment = ReleaseStore(data).assignment_of(name)
        if assignment is None:
            raise Refusal(f"'{name}' was never released; run `course release`.")
        found = read_parcels(self.source or Path(archive_path))
        self.report = take_in(data, assignment, found, self.keys or self._keys, self.chosen)
        labels = load_labels("skill_grading", "en")
        for line in self.report.lines(labels):
            self.log.warning(line)
        self.log.info(self.report.summary(labels))

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


def collect_files(
    data: DataFolder,
    assignment: str,
    source: Path,
    keys: Keys | None = None,
    chosen: Mapping[str, str] | None = None,
) -> tuple[FilesReport, CollectReport]:
    """Take the answers files in `source` into the inbox, and bring every hand-in that counts to nbgrader.

    The arguments are those of `take_in`. Raises Refusal when the assignment was never released.
    """
    store = ReleaseStore(data)
    release = store.current(assignment)
    if release is None:
        raise Refusal(f"'{assignment}' was never released; run `course release`.")
    if not source.exists():
        raise FileNotFoundError(2, os.strerror(2), str(source))
    settings = load_settings(data)
    app = ZipCollectApp(config=settings, force=True, log_level=ERROR)
    app.coursedir = CourseDirectory(parent=app)
    app.coursedir.assignment_id = store.gradebook_name(assignment, release.version)
    with tempfile.TemporaryDirectory(dir=data.course, prefix="downloaded-") as folder:
        app.downloaded_directory = Path(folder).name
        (Path(folder) / app.coursedir.assignment_id / app.archive_directory).mkdir(parents=True)
        app.init_plugins()
        extractor = app.extractor_plugin_inst
        extractor.source, extractor.keys, extractor.chosen = source, keys, chosen
        app.extract_archive_files()
        app.process_extracted_files()
    # What was made with a version of other cells is graded under a name of its own.
    return extractor.report, collect(data, assignment)
