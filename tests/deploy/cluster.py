"""What a cluster is told (values.yaml and the manifests), to be run here: the Hub and the services as they would be."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course_site.hub.local import DEPLOY

KUSTOMIZATION = "kustomization.yaml"


def values() -> dict[str, Any]:
    """What Zero to JupyterHub's chart is given."""
    return yaml.safe_load((DEPLOY / "values.yaml").read_text())


def kustomization() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "kubernetes" / KUSTOMIZATION).read_text())


def objects(kind: str = "") -> list[dict[str, Any]]:
    """Every object of the manifests, or those of one kind."""
    files = [file for file in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if file.name != KUSTOMIZATION]
    every = [one for file in files for one in yaml.safe_load_all(file.read_text())]
    return [one for one in every if kind in ("", one["kind"])]


@dataclass(frozen=True)
class Container:
    """One container of the manifests, and the pod that it is in."""

    spec: dict[str, Any]
    pod: dict[str, Any]
    labels: dict[str, str]

    @property
    def name(self) -> str:
        return self.spec["name"]


def containers() -> list[Container]:
    """Those that run, those that run before them, and those that run at night."""
    pods = [one["spec"]["template"] for one in objects("Deployment")]
    pods += [one["spec"]["jobTemplate"]["spec"]["template"] for one in objects("CronJob")]
    found = []
    for pod in pods:
        for spec in pod["spec"].get("initContainers", []) + pod["spec"]["containers"]:
            found.append(Container(spec, pod["spec"], pod["metadata"]["labels"]))
    return found


def container(name: str) -> Container:
    [one] = [each for each in containers() if each.name == name]
    return one


def secret_keys(given: Any) -> Iterator[tuple[str, str]]:
    """(secret, key) of every reference to a secret in `given`."""
    if isinstance(given, dict):
        if "secretKeyRef" in given:
            yield given["secretKeyRef"]["name"], given["secretKeyRef"]["key"]
        for each in given.values():
            yield from secret_keys(each)
    elif isinstance(given, list):
        for each in given:
            yield from secret_keys(each)


class Places:
    """Where on this machine the cluster's names and ports are: {'hub:8081': '127.0.0.1:41234', ...}."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def __call__(self, text: str) -> str:
        for there, here in self._places.items():
            text = text.replace(there, here)
        return text


def environment(one: Container, places: Places, secrets: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """What the container's process finds in its environment, and nothing else of this machine's but the path."""
    given = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath])}
    for variable in one.spec.get("env", []):
        if "value" in variable:
            given[variable["name"]] = places(variable["value"])
        else:
            [reference] = secret_keys(variable)
            given[variable["name"]] = secrets[reference]
    return given


def hub_settings(places: Places, secrets: Mapping[tuple[str, str], str], schools_own: Mapping[str, Any]) -> str:
    """A configuration file of JupyterHub that says what the chart makes of values.yaml.

    `schools_own` is what a school adds to GenericOAuthenticator. As the chart does it: `hub.config` by class, roles
    and services by name, each service with the token that the chart made.
    """
    hub = values()["hub"]
    services = [
        settings | {"name": name, "url": places(settings["url"]), "api_token": secrets["hub", token_key(name)]}
        for name, settings in hub["services"].items()
    ]
    config = {name: dict(settings) for name, settings in hub["config"].items()}
    config["GenericOAuthenticator"] |= schools_own
    config["JupyterHub"] |= {"load_roles": list(hub["loadRoles"].values()), "services": services}
    return f"""
import json
c = get_config()
for name, settings in json.loads({json.dumps(config)!r}).items():
    c[name].update(settings)
"""


def token_key(service: str) -> str:
    """Where the chart keeps the token of a service, in the secret `hub`."""
    return f"hub.services.{service}.apiToken"
