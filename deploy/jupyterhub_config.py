"""JupyterHub on one machine, as `make hub` starts it. values.yaml says the same for Kubernetes.

Everything that differs from place to place comes from the environment: see publishing/course_site/hub/local.py.
"""

import json
import os
import secrets
import sys
from pathlib import Path

from jupyterhub.auth import Authenticator
from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Int

c = get_config()  # noqa: F821 (traitlets gives it)

ports = json.loads(os.environ["COURSE_HUB_PORTS"])
folder = Path(os.environ["COURSE_HUB_FOLDER"])
course = [str(Path(sys.executable).with_name("course")), *json.loads(os.environ["COURSE_HUB_OPTIONS"])]
passwords = json.loads(os.environ.pop("COURSE_HUB_PASSWORDS"))
apart = bool(os.environ["COURSE_HUB_APART"])
teachers = json.loads(os.environ["COURSE_HUB_TEACHERS"])
address = f"http://127.0.0.1:{ports['public']}"

TEACHERS = "teachers"
FIRST_UID = 61000  # of accounts that this machine has no names for


class OwnPasswords(Authenticator):
    """Accounts with a password of their own, from the environment. A school names its own sign-in in values.yaml."""

    async def authenticate(self, handler, data):
        known = passwords.get(data["username"])
        if known and secrets.compare_digest(known.encode(), data["password"].encode()):
            return data["username"]
        return None


class OwnUser(SimpleLocalProcessSpawner):
    """Every pupil's server as a user of its own on this machine, so that nobody reads another one's files.

    Where that can't be done (see local.py) the servers share one user, and keep nothing apart.
    """

    uid = Int()

    async def start(self):
        self.uid = FIRST_UID + sorted(passwords).index(self.user.name)
        home = Path(self.home_dir)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if apart:
            os.chown(home, self.uid, self.uid)
        return await super().start()

    def make_preexec_fn(self, name):
        uid, home = self.uid, self.home_dir

        def become():
            if apart:
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
            os.chdir(home)

        return become


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
c.JupyterHub.log_level = "WARN"

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

c.Spawner.cmd = [sys.executable, "-m", "course_site.hub.pupil_server"]
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "VIRTUAL_ENV"]
c.Spawner.environment = {
    "COURSE_PUPIL_FILES": str(folder / "pupil-files"),
    "COURSE_HAND_IN_URL": f"{address}/services/hand-in/",
}
# With this a notebook of the pupil hands in.
c.Spawner.server_token_scopes = ["access:servers!server", "users:activity!user", "access:services!service=hand-in"]
c.Spawner.default_url = "/lab/tree/exercises"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
