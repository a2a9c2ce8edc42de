"""Open edX's SCORM XBlock in the XBlock workbench, as a server: `python open_edx_server.py FOLDER PORT`.

It runs in an environment of its own. The workbench is smaller than Open edX, without courses and accounts; what the
block asks of these, it is given here.
"""

import os
import sys
from pathlib import Path

folder, port = Path(sys.argv[1]), sys.argv[2]
(folder / "var").mkdir()
os.chdir(folder)
os.environ |= {"DJANGO_SETTINGS_MODULE": "workbench.settings", "EXCLUDE_SAMPLE_XBLOCKS": "yes"}

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.MEDIA_ROOT, settings.MEDIA_URL = str(folder / "media"), "/media/"
django.setup()

from django.core.management import call_command  # noqa: E402
from openedxscorm.scormxblock import ScormXBlock  # noqa: E402
from workbench.runtime import WorkBenchUserService  # noqa: E402

get_current_user = WorkBenchUserService.get_current_user


def pupil(service):
    user = get_current_user(service)
    name = user.opt_attrs["xblock-workbench.user_id"]
    user.opt_attrs |= {"edx-platform.user_id": name, "edx-platform.username": name}
    return user


WorkBenchUserService.get_current_user = pupil
ScormXBlock.xblock_settings = {"PROXY_ASSETS_LMS": False, "LOCATION": "scorm"}
ScormXBlock.extract_old_folder_base_path = "scorm/earlier"
ScormXBlock.workbench_scenarios = staticmethod(lambda: [("Scorm", "<scorm/>")])
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, insecure_serving=True)
