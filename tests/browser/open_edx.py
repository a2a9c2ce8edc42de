"""Open edX's SCORM XBlock, a platform that others made, in the XBlock workbench."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.serving import free_port, serving

# They want a Django of their own, so they get an environment of their own.
WANTED = ["openedx-scorm-xblock==19.0.5", "xblock-sdk==0.14.0", "XBlock[django]==6.1.0", "django-pyfs", "Django<5"]
SCENARIO = "scenario/scorm.0/"


def environment(folder: Path) -> Path:
    """The Python of a new environment in `folder` that has what is wanted. Needs the network."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *WANTED], check=True, timeout=400)
    return python


@contextmanager
def workbench(python: Path, folder: Path) -> Iterator[str]:
    """The address of the running workbench, which keeps its things in `folder`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    server = [str(python), str(Path(__file__).with_name("open_edx_server.py")), str(folder), str(port)]
    with serving(server, folder, address):
        yield address


def upload(browser: Browser, address: str, package: bytes) -> None:
    """Does what a teacher does in Open edX's Studio."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + SCENARIO)
    usage = page.locator("[data-usage]").first.get_attribute("data-usage")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    fields = dict.fromkeys(("width", "height", "navigation_menu_width"), "") | dict.fromkeys(
        ("enable_navigation_menu", "enable_fullscreen_button", "popup_on_launch"), "0"
    )
    file = {"name": "course.zip", "mimeType": "application/zip", "buffer": package}
    answer = context.request.post(
        f"{address}handler/{usage}/studio_submit/?student=teacher",
        headers={"X-CSRFToken": token},
        multipart=fields | {"display_name": "Course", "has_score": "1", "weight": "1", "file": file},
    )
    assert answer.json() == {"result": "success", "errors": []}
    context.close()
