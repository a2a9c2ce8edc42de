"""The start page as a Jupyter Server extension."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

from course_site.teacher.desk import Desk
from course_site.teacher.routes import routes
from course_site.teacher.voila_apps import voila_routes
from scenario_quiz.course import Course
from skill_grading.data import DataFolder


class TeacherPages(ExtensionApp):
    """The pages under /course/ for one course and its data folder."""

    name = "course"
    extension_url = "/course/"
    load_other_extensions = True

    data_folder = Unicode(help="The course's data folder.").tag(config=True)
    root = Unicode(help="The folder with the course's chapters, exercises and schools.").tag(config=True)
    school = Unicode(help="The folder's name under schools/.").tag(config=True)
    pupils_address = Unicode(help="Where pupils find the course; stands on the code cards.").tag(config=True)

    def initialize_handlers(self) -> None:
        desk = Desk(DataFolder(self.data_folder), Course.load(Path(self.root), self.school), self.pupils_address)
        self.handlers.extend([*voila_routes(self.serverapp, desk), *routes(desk)])
