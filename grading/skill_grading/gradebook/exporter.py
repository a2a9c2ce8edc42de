"""The exporter with which nbgrader grades: it never opens a notebook that came from a pupil."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import NotebookExporter

from skill_grading.course_folder import OnDataFolder


class ReleasedNotebookExporter(OnDataFolder, NotebookExporter):
    """Reads the released notebook in place of any that lies elsewhere than in `autograded/`, where only we write."""

    def from_filename(self, filename: str, resources: dict | None = None, **options):
        if self.data.autograded not in Path(filename).absolute().parents:
            where = resources["nbgrader"]
            filename = str(self.data.release / where["assignment"] / f"{where['notebook']}.ipynb")
        return super().from_filename(filename, resources=resources, **options)
