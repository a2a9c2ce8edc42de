"""What the course's Voila pages are: one template, the look of the school, and no other server asked."""

from __future__ import annotations

from typing import Any

from traitlets.config import Config

FORGOTTEN = 60 * 60  # seconds after which a kernel stops whose page is gone without saying so
WIDGETS = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
# Whatever Voila or an extension of it tries, a browser asks no other server than this one.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://localhost:{port}; worker-src blob:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


def voila_settings(template: str, title: str, words: dict[str, Any]) -> Config:
    """Settings for a page of that template and title; `words` are what the template calls `course`."""

    def prepare(request: Any, notebook: Any, cwd: str) -> None:
        _ = request.xsrf_token  # which puts it into the cookie that the page sends back when it closes
        notebook.metadata["title"] = title
        notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code" or not _for_editing(cell)]

    return Config(
        template=template,
        theme="light",
        allow_template_override="NO",
        allow_theme_override="NO",
        prelaunch_hook=prepare,
        extension_allowlist=WIDGETS,
        page_config_hook=_without_mathjax_elsewhere,
        resources={"course": words},
    )


def _for_editing(cell: Any) -> bool:
    return "remove-cell" in cell.metadata.get("tags", [])


def _without_mathjax_elsewhere(page_config: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Without these addresses, the MathJax that is bundled with Voila is used."""
    return page_config | {"fullMathjaxUrl": None, "mathjaxConfig": None}
