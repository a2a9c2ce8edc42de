"""Why work was not taken in or gives no evidence, in words: one place for every code."""

from __future__ import annotations

from collections.abc import Mapping


def reason(labels: Mapping[str, str], code: str) -> str:
    """The words for a code; `labels` are those of `skill_grading`."""
    return labels.get(f"reason_{code}") or labels["reason_other"].format(code=code)
