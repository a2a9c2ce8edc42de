"""Voila inside the teacher's server, for the pages named here and nothing else.

Voila's own server extension would run any notebook in the data folder, those of pupils too; these routes know theirs.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import nbformat
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.serverapp import ServerApp
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.paths import collect_static_paths, collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.utils import get_voila_labextensions_path

from course_site.teacher.desk import Desk
from course_site.teacher.server import LOG
from course_site.teacher.voila_page import VoilaPageHandler
from course_site.voila_settings import voila_settings
from scenario_quiz.files import write_atomically

TEMPLATE = "teacher"

OPEN = """from skill_grading.cycles import many_objects

with many_objects():
    from {module} import open_page

    page = open_page({arguments})
page"""


class VoilaPage(NamedTuple):
    """A page: its name in the address, the module whose `open_page` makes it, and the labels of what it says itself."""

    name: str
    module: str
    title: str
    loading: str
    needs_script: str

    @property
    def notebook(self) -> str:
        """Below the data folder."""
        return f"jupyter/{self.name}.ipynb"


PAGES = [
    VoilaPage("marking", "marking_page", "mark_title", "mark_loading", "mark_needs_script"),
    VoilaPage("explore", "explore_page", "explore_title", "explore_loading", "mark_needs_script"),
]


def voila_routes(app: ServerApp, desk: Desk) -> list[tuple]:
    """The pages' addresses, and what Voila's front end asks for."""
    templates = collect_template_paths(["voila", "nbconvert"], TEMPLATE)
    static = collect_static_paths(["voila", "nbconvert"], TEMPLATE)
    config = app.config.copy()
    config.HTMLExporter.language_code = desk.language
    routes, extensions = [], []
    for page in PAGES:
        _write_notebook(page, desk)
        configuration = _configuration(page, app, desk)
        extensions = get_voila_labextensions_path(configuration.extra_labextensions_path)
        about = {
            "notebook_path": page.notebook,
            "config": config,
            "template_paths": templates,
            "voila_configuration": configuration,
        }
        routes.append((rf"/course/{page.name}", VoilaPageHandler, about))
    return [
        *routes,
        (r"/voila/templates/(.*)", TemplateStaticFileHandler),
        (
            r"/voila/static/(.*)",
            MultiStaticFileHandler,
            {"paths": static},
        ),
        (r"/voila/labextensions/(.*)", FileFindHandler, {"path": extensions, "no_cache_paths": ["/"]}),
        (r"/voila/api/shutdown/(.*)", VoilaShutdownKernelHandler),
    ]


def _configuration(page: VoilaPage, app: ServerApp, desk: Desk) -> VoilaConfiguration:
    colours = desk.course.school.colours
    words = {
        "loading": desk.say(page.loading),
        "needs_script": desk.say(page.needs_script),
        "failed_title": desk.say("error_title"),
        "failed": desk.say("page_failed", log=desk.data.path / LOG),
        "again": desk.say("page_again"),
        "colours": colours.light.model_dump(),
        "dark": colours.dark.model_dump(),
        "start": f"{app.base_url}course/",
        "start_text": desk.say("go_start"),
    }
    title = f"{desk.say(page.title)} · {desk.course.school.name}"
    return VoilaConfiguration(config=Config(VoilaConfiguration=voila_settings(TEMPLATE, title, words)))


def _write_notebook(page: VoilaPage, desk: Desk) -> None:
    course = desk.course
    arguments = ", ".join(map(repr, [str(course.root), course.school.id, str(desk.data.path)]))
    code = OPEN.format(module=f"course_site.teacher.{page.module}", arguments=arguments)
    notebook = new_notebook(
        cells=[new_code_cell(code)], metadata={"kernelspec": {"name": "python3", "display_name": ""}}
    )
    write_atomically(Path(desk.data.path) / page.notebook, nbformat.writes(notebook))
