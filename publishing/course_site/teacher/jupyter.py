"""Jupyter Server as the teacher's side needs it."""

from __future__ import annotations

from jupyter_server.log import log_request
from jupyter_server.serverapp import ServerApp
from tornado.web import RequestHandler
from traitlets.config import Config

from course_site.teacher.server import HOST, LOG, POLICY
from course_site.voila_settings import FORGOTTEN
from scenario_quiz.course import Course
from skill_grading.data import DataFolder

EXTENSIONS = ("nbgrader.server_extensions.formgrader", "course_site.teacher")


class TeacherServer(ServerApp):
    """A Jupyter Server with the extensions of its settings, and none that this machine happens to have."""

    def find_server_extensions(self) -> None:
        """Look for no more."""


def log_and_forget(handler: RequestHandler) -> None:
    """Log a request as Jupyter does, and let Formgrader look anew at the next one.

    It keeps one session on the gradebook for good, which goes on showing what it saw first, whatever was graded or
    marked since.
    """
    log_request(handler)
    if gradebook := handler.settings.get("nbgrader_gradebook"):
        gradebook.db.rollback()


def settings(data: DataFolder, course: Course, port: int, token: str, pupils_address: str) -> Config:
    """The server's settings; Formgrader needs the course folder to lie under `root_dir`."""
    c = Config()
    c.ServerApp.jpserver_extensions = dict.fromkeys(EXTENSIONS, True)
    c.ServerApp.ip = HOST
    c.ServerApp.port = port
    c.ServerApp.port_retries = 0
    c.ServerApp.open_browser = False
    c.ServerApp.allow_root = True
    # Ctrl-C stops the course; Jupyter would ask first.
    c.ServerApp.answer_yes = True
    c.ServerApp.root_dir = str(data.path)
    c.ServerApp.default_url = "/course/"
    c.ServerApp.terminals_enabled = False
    c.ServerApp.tornado_settings = {
        "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
        "log_function": log_and_forget,
    }
    c.IdentityProvider.token = token
    c.KernelManager.transport_encryption = "auto"
    c.MappingKernelManager.cull_idle_timeout = FORGOTTEN
    # Said once more here: Formgrader would show the address of the database, password included.
    c.FormgradeExtension.debug = False
    c.TeacherPages.data_folder = str(data.path)
    c.TeacherPages.root = str(course.root)
    c.TeacherPages.school = course.school.id
    c.TeacherPages.pupils_address = pupils_address
    # Tracebacks are for an engineer, so they go to a file and not to the teacher's screen.
    file = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": str(data.path / LOG),
        "maxBytes": 1_000_000,
        "backupCount": 1,
        "encoding": "utf-8",
        "formatter": "file",
    }
    c.ServerApp.logging_config = {
        "formatters": {"file": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"file": file},
        "loggers": {"TeacherServer": {"level": "INFO", "handlers": ["file"]}},
    }
    return c
