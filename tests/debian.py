"""Installs what the tests need and pip can't bring, where that is ours to do: on Debian or Ubuntu, as root."""

from __future__ import annotations

import os
import shutil
import subprocess


def may_install() -> bool:
    """Whether this is such a machine, and we are root on it."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install(*packages: str) -> None:
    """Install Debian's packages, without a question. Whether that worked, the caller sees by what is there then."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
