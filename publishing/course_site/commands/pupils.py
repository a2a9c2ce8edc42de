"""The class list and the pupils' codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import PupilArgument, base_url, near, out
from scenario_quiz.labels import load_labels

pupils = typer.Typer(no_args_is_help=True, help="The class list and the pupils' codes.")


@pupils.command("import")
def import_pupils(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A class list as the school exports it (CSV).")],
    address: Annotated[str, typer.Option(help="The address of the course, for on the cards.", callback=base_url)] = "",
    every: Annotated[bool, typer.Option("--every", help="Name every line, also those with which all is well.")] = False,
) -> None:
    """Read a class list, make codes for new pupils, and write their cards as a PDF to print."""
    from skill_grading.pupils.cards import write_cards
    from skill_grading.pupils.roster import import_class_list

    given = context.obj
    report = import_class_list(given.data, file)
    if every:
        for line in report.lines(load_labels("skill_grading", "en")):
            out.print(line, markup=False)
    out.print(str(report), markup=False)
    if report.codes:
        cards = write_cards(given.data, given.course.school, report.codes, address, given.language(None))
        out.print(f"Code cards to print: {near(cards)}")


@pupils.command()
def card(
    context: typer.Context,
    pupil: PupilArgument,
    address: Annotated[str, typer.Option(help="The address of the course, for on the card.", callback=base_url)] = "",
) -> None:
    """Make a new code for one pupil who lost the card, and write the new card. The old code stops working."""
    from skill_grading.pupils.cards import write_cards
    from skill_grading.pupils.roster import Roster, new_code

    given = context.obj
    pupil_id = Roster.load(given.data.roster).find(pupil).pupil_id
    made = {pupil_id: new_code(given.data, pupil_id)}
    cards = write_cards(given.data, given.course.school, made, address, given.language(None))
    out.print(f"Code card to print: {near(cards)}")
