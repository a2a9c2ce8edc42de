"""Jupyter's settings for a pupil's server; see pupil_server.py."""

import os
from pathlib import Path

from course_site.hub.pupil_server import FILES, settings

c = get_config()  # noqa: F821 (traitlets gives it)
c.merge(settings(Path(os.environ[FILES])))
