"""The skill report on A4, to bring to a meeting: one page of summary, then the details.

The pages are set by Typst from `templates/report.typ`; everything that they say goes there as data, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from skill_grading.drawing.typesetting import typeset
from skill_grading.report.advice import Advice
from skill_grading.report.sections import Section, Table
from skill_grading.report.words import ReportWords

TEMPLATE = "report.typ"


def render_pdf(
    title: str, about: str, introduction: str, advice: Sequence[Advice], sections: Sequence[Section], words: ReportWords
) -> bytes:
    """The PDF: what to do first and the first section on one page, then the others."""
    content = {
        "language": words.language,
        "title": title,
        "about": about,
        "introduction": introduction,
        "monday": words("monday"),
        "advice": [vars(one) for one in advice],
        "sections": [_section(section) for section in sections],
    }
    return typeset(TEMPLATE, content)


def _section(section: Section) -> dict:
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "why": section.why,
        "pictures": [{"svg": picture.svg().decode(), "alt": picture.alt} for picture in section.pictures],
        "items": list(section.items),
        "table": _table(section.table) if section.table and section.table.printed and section.table.rows else None,
    }


def _table(table: Table) -> dict:
    return {
        "caption": table.caption,
        "headings": list(table.headings),
        "widths": list(table.widths),
        "rows": table.rows[: table.printed],
    }
