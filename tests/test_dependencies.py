"""What is installed is what was chosen, byte for byte. Known holes in it: `make audit` asks who knows them."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
LOCKS = ("widgets", "tests", "deploy")


@pytest.fixture(scope="module")
def pinned(root: Path) -> dict[str, list[Requirement]]:
    """The requirements by name, for there can be one for each version of Python; each with its hashes checked."""
    text = (root / "requirements.txt").read_text("utf-8")
    found: dict[str, list[Requirement]] = {}
    for entry in re.sub(r"\\\n\s+", " ", re.sub(r"(?m)^\s*#.*\n", "", text)).splitlines():
        line, *hashes = entry.split(" --hash=")
        one = Requirement(line)
        assert [each.operator for each in one.specifier] == ["=="] and not one.url, f"{line} is not one version"
        assert hashes and len(HASH.findall(entry)) == len(hashes), f"{line} is not pinned by hashes"
        found.setdefault(canonicalize_name(one.name), []).append(one)
    assert len(found) > 100
    return found


def test_every_dependency_is_pinned_to_one_version_by_its_hashes(root, pinned):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    for each in map(Requirement, asked):
        (specifier, *_) = [one.specifier for one in pinned[canonicalize_name(each.name)]]
        (version_of,) = [one.version for one in specifier]
        assert each.specifier.contains(version_of), f"requirements.txt has {version_of} of {each}: make lock"


def test_what_is_installed_here_is_what_is_pinned(pinned):
    here = [one for several in pinned.values() for one in several if one.marker is None or one.marker.evaluate()]
    assert [f"{one.name} {version(one.name)}" for one in here if not one.specifier.contains(version(one.name))] == []


@pytest.mark.parametrize("folder", LOCKS)
def test_every_package_of_the_front_end_is_pinned_by_its_hash(root, folder):
    lock = json.loads((root / folder / "package-lock.json").read_text("utf-8"))
    asked = json.loads((root / folder / "package.json").read_text("utf-8"))
    ours, packages = lock["packages"].pop(""), lock["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert ours.get(kind, {}) == asked.get(kind, {}), f"{folder}: npm install --package-lock-only"
    loose = [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")]
    assert packages and loose == []


def test_no_package_runs_a_program_of_its_own_when_it_is_installed(root):
    installs = [line for line in (root / "Makefile").read_text("utf-8").splitlines() if "$(NPM) ci" in line]
    assert len(installs) == len(LOCKS) and all("--ignore-scripts" in line for line in installs)
    assert "--require-hashes" in (root / "Makefile").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("echo 'Traceback (most recent call last)' >&2; false", "nobody could be asked, so nothing is known"),
        ("echo 'some-package 1.0 PYSEC-1 1.1'; echo 'Found 1' >&2; false", "some-package 1.0 PYSEC-1 1.1"),
    ],
)
def test_an_audit_fails_in_plain_words(root, said, told):
    asked = subprocess.run(
        ["make", "-o", "install", "audit", f"PIP_AUDIT={said}"], cwd=root, capture_output=True, text=True
    )
    assert asked.returncode and told in asked.stdout
    assert "Traceback" not in asked.stdout + asked.stderr
