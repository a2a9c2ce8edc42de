"""Packing the course into one file, for where no service of ours is near."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import ALL, LanguageOrAll, base_url, near, out
from course_site.packaging.outline import Completion

package = typer.Typer(no_args_is_help=True, help="Pack the course into one file.")


@package.command()
def offline(context: typer.Context, language: LanguageOrAll = ALL) -> None:
    """One zip for a stick or a mail: unpack it, open start.html; it needs no network and no server."""
    from course_site.packaging.offline import package_offline

    with out.status("Packing the course ..."):
        path = package_offline(context.obj.course, context.obj.data, context.obj.languages(language))
    _say(path)


@package.command()
def scorm(
    context: typer.Context,
    language: LanguageOrAll = ALL,
    completion: Annotated[
        Completion, typer.Option(help="What a pupil has to do: all situations, those to practise, or the exercises.")
    ] = Completion.ALL,
    mastery: Annotated[
        int | None,
        typer.Option(min=1, max=100, help="Percentage of these that is enough to pass; without it, all are asked."),
    ] = None,
    hand_in: Annotated[
        str,
        typer.Option(help="Where your hand-in service is, such as https://school.example/course/.", callback=base_url),
    ] = "",
) -> None:
    """One zip for Smartschool, Moodle or another platform that takes SCORM 1.2."""
    from course_site.packaging.scorm import package_scorm

    with out.status("Packing the course ..."):
        path = package_scorm(
            context.obj.course, context.obj.data, context.obj.languages(language), completion, mastery, hand_in
        )
    _say(path)


def _say(path: Path) -> None:
    out.print(f"The course is in {near(path)} ({path.stat().st_size / 1e6:.1f} MB)")
