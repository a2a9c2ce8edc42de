"""The course under JupyterHub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import base_url, near, out

hub = typer.Typer(no_args_is_help=True, help="The course under JupyterHub: see deploy/README.md.")

SiteOption = Annotated[
    Path | None, typer.Option(help="The built site; by default where `course build` puts it.", envvar="COURSE_SITE")
]


@hub.command()
def start(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The port, on this machine only.")] = 8000,
) -> None:
    """Build the course and start JupyterHub on this machine, to look around in."""
    from course_site.hub.local import TEACHER, local_hub
    from course_site.publish import publish

    given = context.obj
    with out.status("Building the course ..."):
        publish(given.course, given.data)
    one = local_hub(given.course, given.data, port)
    out.print(f"Pupils:   {one.address}services/hand-in/ and {one.address}")
    out.print(f"Teacher:  {one.address}services/teacher/course/")
    for name in [TEACHER, *(name for name in one.passwords if name != TEACHER)]:
        out.print(f"  {name}: {one.passwords[name]}", markup=False)
    if one.shared:
        out.print(f"This is to look around in, not for a class: pupils' servers share one user, for {one.shared}.")
    process = one.start()
    try:
        raise typer.Exit(process.wait())
    except KeyboardInterrupt:
        process.wait()


@hub.command()
def files(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="A folder for the pupils' image.")]
) -> None:
    """Write what pupils' servers get: the released exercises, without a key."""
    from course_site.hub.pupil_files import write_pupil_files

    notebooks = write_pupil_files(context.obj.course, context.obj.data, folder)
    out.print(f"{len(notebooks)} exercises are in {near(folder)}")


@hub.command("hand-in")
def hand_in(context: typer.Context, site: SiteOption = None) -> None:
    """The hand-in service; JupyterHub or the cluster starts it."""
    from course_site.hub.services import serve_hand_in
    from course_site.publish import site_folder

    given = context.obj
    serve_hand_in(given.course, given.data, site or site_folder(given.course), lambda: out.print("The service is up."))


@hub.command()
def teacher(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="Where pupils find the course.", callback=base_url)] = "",
) -> None:
    """The teacher's side; JupyterHub or the cluster starts it."""
    from course_site.hub.services import serve_teacher

    serve_teacher(context.obj.course, context.obj.data, address)
