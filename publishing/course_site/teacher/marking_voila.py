"""Voila inside the teacher's server, for the marking page and nothing else.

Voila's own server extension would run any notebook in the data folder, those of pupils too; these routes know one.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.serverapp import ServerApp
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.paths import collect_static_paths, collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import get_voila_labextensions_path

from course_site.teacher.desk import Desk
from course_site.voila_settings import POLICY, voila_settings
from scenario_quiz.files import write_atomically

TEMPLATE = "marking"
NOTEBOOK = "jupyter/marking.ipynb"


class MarkingHandler(TornadoVoilaHandler):
    """The page; beside what other pages may, it runs the scripts that widgets bring along."""

    @property
    def content_security_policy(self) -> str:
        return POLICY.format(port=self.serverapp.port)


def marking_routes(app: ServerApp, desk: Desk) -> list[tuple]:
    """The page's address, and what Voila's front end asks for."""
    _write_notebook(desk)
    templates = collect_template_paths(["voila", "nbconvert"], TEMPLATE)
    static = collect_static_paths(["voila", "nbconvert"], TEMPLATE)
    configuration = _configuration(app, desk)
    config = app.config.copy()
    config.HTMLExporter.language_code = desk.language
    page = {
        "notebook_path": NOTEBOOK,
        "config": config,
        "template_paths": templates,
        "voila_configuration": configuration,
    }
    extensions = get_voila_labextensions_path(configuration.extra_labextensions_path)
    return [
        (r"/course/marking", MarkingHandler, page),
        (r"/voila/templates/(.*)", TemplateStaticFileHandler),
        (
            r"/voila/static/(.*)",
            MultiStaticFileHandler,
            {"paths": static},
        ),
        (r"/voila/labextensions/(.*)", FileFindHandler, {"path": extensions, "no_cache_paths": ["/"]}),
        (r"/voila/api/shutdown/(.*)", VoilaShutdownKernelHandler),
    ]


def _configuration(app: ServerApp, desk: Desk) -> VoilaConfiguration:
    colours = desk.course.school.colours
    words = {
        "loading": desk.say("mark_loading"),
        "needs_script": desk.say("mark_needs_script"),
        "colours": colours.light.model_dump(),
        "dark": colours.dark.model_dump(),
        "start": f"{app.base_url}course/",
        "start_text": desk.say("go_start"),
    }
    title = f"{desk.say('mark_title')} · {desk.course.school.name}"
    return VoilaConfiguration(config=Config(VoilaConfiguration=voila_settings(TEMPLATE, title, words)))


def _write_notebook(desk: Desk) -> None:
    course = desk.course
    arguments = ", ".join(map(repr, [str(course.root), course.school.id, str(desk.data.path)]))
    code = f"from course_site.teacher.marking_page import open_page\n\nopen_page({arguments})"
    notebook = new_notebook(
        cells=[new_code_cell(code)], metadata={"kernelspec": {"name": "python3", "display_name": ""}}
    )
    write_atomically(Path(desk.data.path) / NOTEBOOK, nbformat.writes(notebook))
