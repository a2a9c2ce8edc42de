"""From hand-ins to gradebook and report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import AssignmentArgument, ClassOption, LanguageOption, near, out, progress

commands = typer.Typer()


@commands.command()
def paper(context: typer.Context, assignment: AssignmentArgument, language: LanguageOption = None) -> None:
    """Write the exercise to print, with its answer sheet, and the key for the teacher."""
    from course_site.publish import release_all
    from skill_grading.paper import write_paper

    given = context.obj
    name = given.assignment(assignment)
    release_all(given.course, given.data)
    for path in write_paper(given.data, given.course.school.name, name, given.language(language)):
        out.print(str(near(path)))


@commands.command()
def collect(context: typer.Context, assignment: AssignmentArgument) -> None:
    """Bring the hand-ins that count into the gradebook's folder."""
    from skill_grading.collecting import collect

    report = collect(context.obj.data, context.obj.assignment(assignment))
    out.print(str(report))


@commands.command()
def grade(context: typer.Context, assignment: AssignmentArgument) -> None:
    """Grade what was collected, for the whole school at once."""
    from skill_grading.gradebook import grade

    with progress(f"Grading {assignment}") as step:
        report = grade(context.obj.data, context.obj.assignment(assignment), progress=step)
    out.print(str(report))


@commands.command()
def report(
    context: typer.Context,
    assignment: AssignmentArgument,
    class_name: ClassOption = None,
    output: Annotated[Path | None, typer.Option(help="A folder; by default reports/ in the data folder.")] = None,
    language: LanguageOption = None,
) -> None:
    """Write the skill report of a class: HTML, PDF and CSV."""
    from skill_grading.report import write_report

    given = context.obj
    paths = write_report(
        given.data, given.course, given.assignment(assignment), class_name, given.language(language), output
    )
    for path in paths:
        out.print(str(near(path)))


@commands.command()
def score(
    context: typer.Context,
    assignment: AssignmentArgument,
    file: Annotated[Path, typer.Argument(help="An answers file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Score one answers file without touching a gradebook."""
    from course_site.publish import score_file

    result = score_file(context.obj.course, context.obj.data, context.obj.assignment(assignment), file)
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
        return
    for name, scenario in result.scenarios.items():
        out.print(f"{name}: {scenario.points:g} of {scenario.max:g}"
                  + "".join(f", {step} waits for the teacher" for step in scenario.open))  # fmt: skip
    for name, skill in result.skills().items():
        out.print(f"{name}: {skill.points:g} of {skill.max:g} over {skill.decisions} decisions")
