"""Releasing, building and serving the course."""

from __future__ import annotations

import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import ALL, AssignmentArgument, LanguageOrAll, base_url, near, out, progress

commands = typer.Typer()


class Server(StrEnum):
    NGINX = "nginx"
    APACHE = "apache"
    CADDY = "caddy"


@commands.command()
def release(context: typer.Context) -> None:
    """Freeze the assignments as they stand now, so that answers to them can be scored for good."""
    from course_site.publish import release_all

    for published in release_all(context.obj.course, context.obj.data):
        out.print(f"{published.assignment}: version {published.version[:12]}, in the gradebook as "
                  f"{published.gradebook_name}")  # fmt: skip


@commands.command()
def build(
    context: typer.Context,
    language: LanguageOrAll = ALL,
    base_url: Annotated[
        str, typer.Option(help="Where the site will stand, such as https://school.example/course/.", callback=base_url)
    ] = "",
) -> None:
    """Release what changed and build the site into _build/site, or _build/SCHOOL for another school."""
    from course_site.publish import publish

    languages = context.obj.languages(language)
    # A build ends soon; to look for garbage among all that it makes would take a fifth of its time.
    gc.disable()
    with out.status("Building the site ..."):
        site = publish(context.obj.course, context.obj.data, languages, base_url)
    out.print(f"The site is in {near(site)}")


@commands.command()
def headers(
    context: typer.Context,
    server: Annotated[Server, typer.Argument(help="Which web server.")],
) -> None:
    """Print what a web host must be told: the security policy of the built pages, caching, packed files."""
    from course_site.host_headers import host_settings
    from course_site.publish import site_folder

    course = context.obj.course
    print(host_settings(site_folder(course), server))


@commands.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Where pupils reach the course; 0.0.0.0 opens the network.")] = "localhost",
    port: Annotated[int, typer.Option(help="The pupils' port.")] = 8000,
    teacher_port: Annotated[int, typer.Option(help="The teacher's port, on this machine only.")] = 8888,
    certificate: Annotated[Path | None, typer.Option(help="For https: a certificate with its chain (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="For https: the certificate's private key (PEM).")] = None,
    proxy_address: Annotated[
        str,
        typer.Option(
            help="Where a reverse proxy serves the course; its X-Forwarded headers are then trusted.", callback=base_url
        ),
    ] = "",
) -> None:
    """Build the course and serve it: the pupils' side, and the teacher's side on this machine."""
    from course_site.serve import Door, serve_course

    door = Door(host, port, certificate, key, proxy_address)
    serve_course(context.obj.course, context.obj.data, door, teacher_port, out)


@commands.command()
def voila(
    context: typer.Context,
    assignment: AssignmentArgument,
    port: Annotated[int, typer.Option(help="The port, on this machine only.")] = 8866,
) -> None:
    """Serve one exercise as a live app on this machine; the answers stay in a file here."""
    from course_site.live import serve_live

    def ready(address: str, answers: Path) -> None:
        out.print(f"Exercise:  {address}\nAnswers:   {near(answers)}\nStop with Ctrl-C.")

    given = context.obj
    serve_live(given.course, given.data, given.assignment(assignment), port, ready)


@commands.command()
def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answers.")] = 1,
) -> None:
    """Fill a demo class of 24 through the real hand-in route, to look at everything at once."""
    from course_site.demo import fill_demo

    with progress("Handing in") as step:
        result = fill_demo(context.obj.data, context.obj.course, seed=seed, progress=step)
    out.print(str(result))
