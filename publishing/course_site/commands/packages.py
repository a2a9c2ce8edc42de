"""Packing the course into one file, for where no service of ours is near."""

from __future__ import annotations

from typing import Annotated

import typer

from course_site.commands.context import near, out
from course_site.commands.site import ALL

package = typer.Typer(no_args_is_help=True, help="Pack the course into one file.")


@package.callback()
def _group() -> None:
    """Keeps a group with a single verb a group."""


@package.command()
def offline(
    context: typer.Context,
    language: Annotated[str, typer.Option(help="One of the school's languages, or all that are written.")] = ALL,
) -> None:
    """One zip for a stick or a mail: unpack it, open start.html; it needs no network and no server."""
    from course_site.packaging.offline import package_offline

    languages = [] if language == ALL else [context.obj.language(language)]
    with out.status("Packing the course ..."):
        path = package_offline(context.obj.course, context.obj.data, languages)
    out.print(f"The course is in {near(path)} ({path.stat().st_size / 1e6:.1f} MB)")
