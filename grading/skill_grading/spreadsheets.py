"""What a spreadsheet makes of a CSV file that a teacher opens in it."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula."""


def harmless(value: str) -> str:
    """`value`, with a quote before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value
