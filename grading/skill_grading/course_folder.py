"""nbgrader's course folder: its settings file, its gradebook, and how our parts of nbgrader find the data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sqlalchemy import create_engine, inspect
from traitlets import Unicode
from traitlets.config import Config, Configurable, PyFileConfigLoader

from scenario_quiz.files import write_atomically
from skill_grading.data import DataFolder

SETTINGS = "nbgrader_config.py"
ANSWERS = "answers.json"
TIMESTAMP = "timestamp.txt"


class OnDataFolder(Configurable):
    """A part that nbgrader loads by its settings, and that works on the data folder named there."""

    data_folder = Unicode(help="The course's data folder; the settings file in the course folder sets it.").tag(
        config=True
    )

    @property
    def data(self) -> DataFolder:
        if not self.data_folder:
            raise ValueError(f"no data folder is set: run this in the course folder, beside its {SETTINGS}")
        return DataFolder(self.data_folder)


def prepare(data: DataFolder) -> None:
    """Put nbgrader's settings and an empty gradebook into the course folder, where they are not there yet."""
    settings, ours = data.course / SETTINGS, (Path(__file__).parent.parent / SETTINGS).read_bytes()
    if not settings.exists() or settings.read_bytes() != ours:
        write_atomically(settings, ours)
    _make_gradebook(data.gradebook_url)


def load_settings(data: DataFolder) -> Config:
    """nbgrader's settings for `data`, for using nbgrader as a library. Raises what the settings file raises."""
    prepare(data)
    return PyFileConfigLoader(SETTINGS, path=str(data.course)).load_config()


def environment(data: DataFolder) -> dict[str, str]:
    """The environment in which to start nbgrader or Jupyter on `data`.

    A settings file that can't be loaded is then an error; by itself nbgrader only logs it, and goes on with its
    own settings, which execute notebooks.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return os.environ | {
        "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1",
        "JUPYTER_CONFIG_PATH": str(data.course),
        "PATH": path,
    }


def course_files(data: DataFolder) -> dict[str, list[str]]:
    """{assignment: files that nbgrader must not copy from its source folder over a pupil's}."""
    return {
        folder.name: sorted({ANSWERS, TIMESTAMP, *(file.name for file in folder.iterdir())})
        for folder in data.source.iterdir()
        if folder.is_dir()
    }


def _make_gradebook(url: str) -> None:
    # nbgrader would do this itself, but by a subprocess that it may not find, leaving a gradebook without a
    # version, which can never be upgraded.
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if inspect(connection).has_table("alembic_version"):
                return
            # Two seconds, needed once.
            import nbgrader.api
            from alembic.runtime.migration import MigrationContext
            from alembic.script import ScriptDirectory

            nbgrader.api.Base.metadata.create_all(connection)
            scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
            MigrationContext.configure(connection).stamp(scripts, "head")
    finally:
        engine.dispose()
