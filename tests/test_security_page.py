"""What SECURITY.md promises is tested: it names only tests that there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path


def test_every_test_that_the_security_page_names_exists(root: Path):
    page = (root / "SECURITY.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        node.name
        for file in (root / "tests").rglob("test_*.py")
        if "node_modules" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(named) > 40
    assert named - there == set()


def test_every_threat_has_a_guard_and_a_test(root: Path):
    rows = [line for line in (root / "SECURITY.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith(("| Threat", "| Promise"))]
    assert len(rows) > 25
    assert not [row for row in rows if "`test_" not in row.split("|")[3]]
