"""Setting a page as PDF by Typst, from a template and data: what pages say goes there as data, never as markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typst

from skill_grading.drawing.lettering import FONTS, letters

TEMPLATES = Path(__file__).parents[1] / "templates"
# One time for all, so that the same content gives the same file.
STAMP = datetime(2020, 1, 1, tzinfo=UTC)


def typeset(template: str, content: dict) -> bytes:
    """A PDF that screen readers can follow (PDF/UA-1); `content` goes to the template as JSON.

    Names in a script that our fonts lack, such as Chinese, are set in those of this machine, where it has them.
    """
    told = json.dumps(content, ensure_ascii=False)
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=letters().issuperset(told),
        sys_inputs={"content": told},
        pdf_standards=["ua-1"],
        timestamp=STAMP,
    )
