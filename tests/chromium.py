"""Finds the browser that the tests drive; run as a script, it installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

# Debian's is the same engine without the windows around it, and opens a page in a quarter of the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAMED = "COURSE_CHROMIUM"
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
    named = os.environ.get(NAMED)
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Debian's Chromium where we are root; else, where there is none, Playwright's download."""
    if debian.may_install():
        debian.install(SHELL)
        if not find():
            debian.install("chromium")
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if not os.environ.get(NAMED) and not shutil.which(SHELL):
        install()
    if not find():
        sys.exit(
            "The browser tests need Chromium, and it could not be installed here.\n"
            f"Install it (Debian, Ubuntu: apt-get install chromium), or name one: {NAMED}=/path/to/chromium"
        )
