"""The `course` command: thin verbs over the packages, and errors in words."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from course_site.commands import (
    authoring,
    coverage,
    cut,
    feedback,
    grading,
    hand_ins,
    hub,
    keys,
    packages,
    privacy,
    pupils,
    site,
)
from course_site.commands.context import Context, errors
from scenario_quiz.errors import Refusal

EVERYWHERE = ("--school", "--data")
AGAIN = (
    "Nothing that was handed in is lost. Look whether another command is running, whether the disk is full or can't be "
    "written, or whether the database server is down; then give the same command again."
)


class Verbs(TyperGroup):
    """Takes the options of every verb after the verb too: `course build --school NAME`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        first: list[str] = []
        rest = list(args)
        for name in EVERYWHERE:
            for index in reversed(range(len(rest))):
                if rest[index] == name:
                    first += rest[index : index + 2]
                    del rest[index : index + 2]
                elif rest[index].startswith(f"{name}="):
                    first.append(rest.pop(index))
        return super().parse_args(ctx, first + rest)


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build, serve and grade a school's social media course.",
)
for group in (authoring, coverage, cut, site, grading, feedback, privacy):
    app.add_typer(group.commands)
app.add_typer(authoring.new, name="new")
app.add_typer(packages.package, name="package")
app.add_typer(pupils.pupils, name="pupils")
app.add_typer(hand_ins.hand_ins, name="hand-ins")
app.add_typer(keys.keys, name="keys")
app.add_typer(hub.hub, name="hub")


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            help="The folder with pupils' data; by default _data, or _data-SCHOOL for another school.",
            envvar="COURSE_DATA",
        ),
    ] = None,
    school: Annotated[
        str | None,
        typer.Option(help="A folder under schools/; by default _config.yml's.", envvar="COURSE_SCHOOL"),
    ] = None,
) -> None:
    context.obj = Context(data, school)


def main() -> None:
    """Run the command. Whatever goes wrong is told in words; the traceback goes to a file for the engineer."""
    try:
        app(standalone_mode=True)
    except Refusal as error:
        _fail(str(error))
    except Exception as error:
        from course_site.trouble import of_a_database, of_a_disk  # half a second

        if said := of_a_disk(error):
            _fail(said)
        if said := of_a_database(error):
            _fail(f"The database can't be used now: {said}", AGAIN)
        with tempfile.NamedTemporaryFile("w", prefix="course-", suffix=".log", delete=False) as log:
            traceback.print_exc(file=log)
        _fail(f"This did not work: {error}", f"The details for an engineer are in {log.name}")


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        errors.print(line, style="red", markup=False)
    sys.exit(1)
