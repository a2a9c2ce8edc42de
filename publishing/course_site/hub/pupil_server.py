"""A pupil's own Jupyter server under the Hub: python -m course_site.hub.pupil_server [OPTIONS OF THE HUB].

COURSE_PUPIL_FILES names the folder that `course hub files` wrote. It is laid into the pupil's home; what the pupil
answered there stays.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from traitlets.config import Config

from course_site.hub.pupil_files import EXERCISES, LOOKS, START
from course_site.settings import THEME
from course_site.voila_settings import FORGOTTEN, voila_settings
from scenario_quiz.files import write_atomically

FILES = "COURSE_PUPIL_FILES"
# Lab makes scripts and styles as it goes, but a browser asks no other server than this one.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
LAB = Path(__file__).with_name("lab")
# nbgrader's are the teacher's: a pupil would see an empty Formgrader.
NOT_FOR_PUPILS = ["formgrader", "course_list", "assignment_list", "validate_assignment"]


def settings(files: Path) -> Config:
    """How a pupil's server is set up."""
    looks = json.loads((files / LOOKS).read_bytes())
    c = Config()
    c.ServerApp.jpserver_extensions = {f"nbgrader.server_extensions.{name}": False for name in NOT_FOR_PUPILS}
    c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": POLICY}}
    c.ServerApp.allow_root = True  # whose the server is, the Hub decides
    c.KernelManager.transport_encryption = "auto"
    c.MappingKernelManager.cull_idle_timeout = FORGOTTEN
    c.VoilaConfiguration = voila_settings("course", looks["title"], looks["words"])
    c.HTMLExporter.language_code = looks["language"]
    # Neither news nor extensions from elsewhere.
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
    c.LabApp.extension_manager = "readonly"
    return c


def lay_out(files: Path, home: Path) -> None:
    """Put the exercises into a pupil's home; nothing that is not of the course is touched."""
    for file in [files / START, *sorted((files / EXERCISES).glob("*/*"))]:
        target = home / file.relative_to(files)
        if not target.exists() or target.read_bytes() != file.read_bytes():
            write_atomically(target, file.read_bytes())


def main() -> None:
    lay_out(Path(os.environ[FILES]), Path.home())
    os.chdir(Path.home())
    # Where Voila looks for templates, and Lab for what it leaves out.
    for variable, place in (("JUPYTER_PATH", THEME), ("JUPYTER_CONFIG_PATH", LAB)):
        os.environ[variable] = os.pathsep.join(filter(None, [str(place), os.environ.get(variable)]))
    config = Path(__file__).with_name("pupil_server_config.py")
    command = [sys.executable, "-m", "jupyterhub.singleuser", f"--config={config}", *sys.argv[1:]]
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
