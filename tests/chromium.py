"""Finds the browser that the tests drive; run as a script, it installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a Chromium: the one that COURSE_CHROMIUM names, one on the PATH, or Playwright's own."""
    named = os.environ.get("COURSE_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> bool:
    """Install a Chromium: Debian's where we are root, else Playwright's download."""
    if debian.may_install():
        debian.install("chromium")
        if find():
            return True
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0 and find() is not None


if __name__ == "__main__":
    if not find() and not install():
        sys.exit(
            "The browser tests need Chromium, and it could not be installed here.\n"
            "Install it (Debian, Ubuntu: apt-get install chromium), or name one: COURSE_CHROMIUM=/path/to/chromium"
        )
