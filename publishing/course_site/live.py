"""`course voila`: an exercise as a live app on this machine, every page with a kernel of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_site.ports import check_free
from course_site.settings import THEME
from course_site.voila_settings import FORGOTTEN, POLICY, voila_settings
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from scenario_quiz.release import freeze
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment


def serve_live(
    course: Course, data: DataFolder, assignment: str, port: int, ready: Callable[[str, Path], None]
) -> None:
    """Serve one exercise on localhost until Ctrl-C; `ready` is told the address and where the answers are kept.

    Whoever uses this machine works in the same answers file. Raises Refusal when the port is taken.
    """
    check_free("localhost", port, f"course voila {assignment} --port ")
    folder = live_folder(course, data, assignment)
    app = _app(course, folder / f"{assignment}.ipynb", port)

    from tornado.ioloop import IOLoop

    IOLoop.current().add_callback(ready, f"http://localhost:{port}/", folder / "answers.json")
    app.start()


def live_folder(course: Course, data: DataFolder, assignment: str) -> Path:
    """The folder with the released notebook as it stands now, and with the answers given so far."""
    published = release_assignment(data, freeze(course.assignments[assignment], course.school))
    folder = data.live / assignment
    for file in (data.release / published.gradebook_name).iterdir():
        if file.suffix in (".ipynb", ".json") and file.name != "answers.json":
            write_atomically(folder / file.name, file.read_bytes())
    return folder


def _app(course: Course, notebook: Path, port: int) -> Any:
    # Templates are looked for in Jupyter's folders only, and Voila takes a second to load.
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(THEME), os.environ.get("JUPYTER_PATH")]))
    from traitlets.config import Config
    from voila.app import Voila

    language = course.school.languages[0]
    labels = load_labels("course_site", language)
    title = course.assignments[notebook.stem].words[language].title

    settings = Config()
    settings.Voila = Config(
        ip="localhost",
        port=port,
        port_retries=0,
        open_browser=False,
        log_level="ERROR",
        config_file_paths=[],
        notebook_path=str(notebook),
        root_dir=str(notebook.parent),
        tornado_settings={"headers": {"Content-Security-Policy": POLICY.format(port=port)}},
    )
    words = {
        "loading": labels["live_loading"],
        "needs_script": labels["live_needs_script"],
        "colours": course.school.colours.light.model_dump(),
    }
    settings.VoilaConfiguration = voila_settings("course", title, words)
    settings.HTMLExporter.language_code = language
    settings.KernelManager.transport_encryption = "auto"
    settings.MappingKernelManager.cull_idle_timeout = FORGOTTEN
    app = Voila(config=settings)
    app.initialize([])
    return app
