"""The class list and the pupils' codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import near, out

pupils = typer.Typer(no_args_is_help=True, help="The class list and the pupils' codes.")


@pupils.command("import")
def import_pupils(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A class list as the school exports it (CSV).")],
    address: Annotated[str, typer.Option(help="The address of the course, for on the cards.")] = "",
) -> None:
    """Read a class list, make codes for new pupils, and write their cards as a PDF to print."""
    from skill_grading.cards import write_cards
    from skill_grading.roster import import_class_list

    given = context.obj
    report = import_class_list(given.data, file)
    out.print(str(report), markup=False)
    if report.codes:
        cards = write_cards(given.data, given.course.school, report.codes, address, given.language(None))
        out.print(f"Code cards to print: {near(cards)}")
