"""JupyterHub on one machine, as `make hub` starts it. values.yaml says the same for Kubernetes.

Everything that differs from place to place comes from the environment: see publishing/course_site/hub/local.py.
"""

import json
import os
import secrets
import sys
from importlib.resources import files
from pathlib import Path

from jupyterhub.auth import Authenticator

from course_site.hub.own_user import OwnUser

c = get_config()  # noqa: F821 (traitlets gives it)

ports = json.loads(os.environ["COURSE_HUB_PORTS"])
folder = Path(os.environ["COURSE_HUB_FOLDER"])
course = [str(Path(sys.executable).with_name("course")), *json.loads(os.environ["COURSE_HUB_OPTIONS"])]
passwords = json.loads(os.environ.pop("COURSE_HUB_PASSWORDS"))
teachers = json.loads(os.environ["COURSE_HUB_TEACHERS"])
address = f"http://127.0.0.1:{ports['public']}"

TEACHERS = "teachers"

# What the Hub and its services write is for nobody else on this machine.
os.umask(0o077)


class OwnPasswords(Authenticator):
    """Accounts with a password of their own, from the environment. A school names its own sign-in in values.yaml."""

    async def authenticate(self, handler, data):
        known = passwords.get(data["username"])
        if known and secrets.compare_digest(known.encode(), data["password"].encode()):
            return data["username"]
        return None


c.JupyterHub.bind_url = address
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{ports['hub']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{ports['proxy']}"
c.ConfigurableHTTPProxy.command = json.loads(os.environ["COURSE_HUB_PROXY"])
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.JupyterHub.db_url = os.environ.get("COURSE_HUB_DB_URL") or f"sqlite:///{folder / 'hub.db'}"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.authenticator_class = OwnPasswords
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = OwnUser
c.OwnUser.apart = bool(os.environ["COURSE_HUB_APART"])
c.JupyterHub.log_level = "WARN"
c.JupyterHub.template_paths = [str(Path(str(files("course_site"))) / "templates" / "hub")]
c.JupyterHub.template_vars = json.loads(os.environ["COURSE_HUB_PAGES"])

c.JupyterHub.load_groups = {TEACHERS: {"users": teachers}}
c.JupyterHub.load_roles = [
    # Everyone has this role: one's own server, and the hand-in service.
    {"name": "user", "scopes": ["self", "access:services!service=hand-in"]},
    {"name": "teacher", "scopes": ["access:services!service=teacher"], "groups": [TEACHERS]},
]
given = {name: os.environ[name] for name in os.environ if name.startswith("COURSE_") and "HUB" not in name}
c.JupyterHub.services = [
    {
        "name": "hand-in",
        "url": f"http://127.0.0.1:{ports['hand_in']}",
        "command": [*course, "hub", "hand-in"],
        "environment": given,
        "oauth_no_confirm": True,
    },
    {
        "name": "teacher",
        "url": f"http://127.0.0.1:{ports['teacher']}",
        "command": [*course, "hub", "teacher", "--address", f"{address}/services/hand-in/"],
        "environment": given,
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": ["access:services!service=teacher"],
    },
]

c.Spawner.cmd = [os.environ["COURSE_HUB_PYTHON"], "-m", "course_site.hub.pupil_server"]
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "VIRTUAL_ENV"]
c.Spawner.environment = {
    "COURSE_PUPIL_FILES": str(folder / "pupil-files"),
    "COURSE_HAND_IN_URL": f"{address}/services/hand-in/",
    # A thread for each core sets memory aside, of which a pupil has little.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
# With this a notebook of the pupil hands in.
c.Spawner.server_token_scopes = ["access:servers!server", "users:activity!user", "access:services!service=hand-in"]
c.Spawner.default_url = "/doc/tree/start.md"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
