"""What a pupil does in JupyterLab under the Hub, in a real browser."""

from __future__ import annotations

import json

import nbformat
from playwright.sync_api import Page

PUT = """async ([address, body]) => {
  const xsrf = document.cookie.split('; ').find((each) => each.startsWith('_xsrf=')).slice(6);
  return (await fetch(address, { method: 'PUT', body, headers: { 'X-XSRFToken': xsrf } })).status;
}"""


def run_all_cells(page: Page) -> None:
    """By the menu, as the exercise says; once the notebook's kernel is there."""
    page.locator("#jp-bottom-panel").get_by_text("Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator("#jp-mainmenu-run").get_by_text("Run All Cells", exact=True).click()


def put_file(page: Page, server: str, name: str, text: str) -> None:
    """Lay a file into the pupil's home, by the server's own API."""
    body = json.dumps({"type": "file", "format": "text", "content": text})
    assert page.evaluate(PUT, [f"{server}api/contents/{name}", body]) in (200, 201)


def run_program(page: Page, server: str, program: str) -> None:
    """Run a program in a notebook of the pupil's own, and wait for the end."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(program)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    put_file(page, server, "prying.ipynb", nbformat.writes(notebook))
    page.goto(f"{server}doc/tree/prying.ipynb")
    page.locator(".jp-Notebook").wait_for()
    run_all_cells(page)
    page.locator(".jp-OutputArea-output", has_text="That is all.").wait_for()
