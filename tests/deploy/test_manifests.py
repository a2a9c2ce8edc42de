"""What of the cluster can be tested here: the roles and scopes of one machine, and no secret in a file."""

from __future__ import annotations

import ast
import re

import pytest
import yaml

from course_site.hub.local import DEPLOY

VALUES = DEPLOY / "values.yaml"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


@pytest.fixture(scope="module")
def values():
    return yaml.safe_load(VALUES.read_text())


@pytest.fixture(scope="module")
def containers():
    """Every container of the manifests: (its pod's labels, container)."""
    found = []
    for file in MANIFESTS:
        for one in yaml.safe_load_all(file.read_text()):
            if one["kind"] == "Deployment":
                pod = one["spec"]["template"]
                every = pod["spec"]["containers"] + pod["spec"].get("initContainers", [])
                found += [(pod["metadata"]["labels"], each, pod["spec"]) for each in every]
    return found


def test_a_cluster_has_the_roles_and_scopes_of_one_machine(values):
    local = (DEPLOY / "jupyterhub_config.py").read_text()
    strings = {node.value for node in ast.walk(ast.parse(local)) if isinstance(node, ast.Constant)}

    for role in values["hub"]["loadRoles"].values():
        assert set(role["scopes"]) <= strings
    assert set(values["hub"]["config"]["Spawner"]["server_token_scopes"]) <= strings
    assert values["hub"]["loadRoles"]["user"]["scopes"] == ["self", "access:services!service=hand-in"]
    assert values["hub"]["services"].keys() == {"hand-in", "teacher"}
    assert values["singleuser"]["cmd"][1:] == ["-m", "course_site.hub.pupil_server"]


def test_no_secret_stands_in_a_file(values, containers):
    # What may be a value, and what must come from a secret.
    private = re.compile(r"SECRET|TOKEN|PASSWORD|_URL$")
    known = re.compile(r"^JUPYTERHUB_(SERVICE|API|BASE)_URL$|^COURSE_HAND_IN_URL$")
    given = [variable for _, container, _ in containers for variable in container.get("env", [])]
    given += [{"name": name} | one for name, one in values["hub"]["extraEnv"].items()]

    assert {"COURSE_SECRET", "COURSE_INBOX_URL", "JUPYTERHUB_API_TOKEN"} <= {one["name"] for one in given}
    for one in given:
        if private.search(one["name"]) and not known.match(one["name"]):
            assert one.keys() == {"name", "valueFrom"}, one["name"]
    assert "@" not in re.sub(r"course@postgres:", "", values["hub"]["db"]["url"])
    assert ":" not in values["hub"]["db"]["url"].partition("//")[2].partition("@")[0]


def test_every_container_runs_as_nobody_special(containers):
    assert len(containers) == 3
    for _, container, pod in containers:
        assert pod["securityContext"]["runAsNonRoot"] and not pod["automountServiceAccountToken"]
        assert container["securityContext"] == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def test_the_hand_in_service_only_reads_the_data_and_pupils_reach_nothing_else(values, containers):
    [mount] = [each["volumeMounts"] for labels, each, _ in containers if labels["app"] == "hand-in"]
    assert mount == [{"name": "data", "mountPath": "/data", "readOnly": True}]
    rules = values["singleuser"]["networkPolicy"]
    assert rules["egressAllowRules"] == {"nonPrivateIPs": False, "privateIPs": False}
    assert [each["to"] for each in rules["egress"]] == [[{"podSelector": {"matchLabels": {"app": "hand-in"}}}]]


def test_the_pupils_image_gets_no_exercise_and_no_school():
    stages = re.split(r"(?m)^FROM ", (DEPLOY / "Dockerfile").read_text())[1:]
    by_name = {re.match(r"\S+ AS (\S+)", stage)[1]: stage for stage in stages}
    parent = {name: stage.split()[0] for name, stage in by_name.items()}

    assert parent["pupil"] == "base"
    for name in ("base", "pupil"):
        copied = re.findall(r"(?m)^COPY (.+)$", by_name[name])
        assert not any(word in line.split() for line in copied for word in (".", "exercises", "schools", "chapters"))
    assert "exercises" in by_name["service"]
