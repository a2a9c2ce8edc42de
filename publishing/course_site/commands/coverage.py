"""Where each rule is taught, practised and graded."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from course_site.commands.context import errors, near, out
from scenario_quiz.errors import Refusal

commands = typer.Typer()


@commands.command()
def coverage(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    reviewed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE", help="What says this rule was read again after the rule changed; may be repeated."
        ),
    ] = None,
) -> None:
    """Show for each rule where it is taught, practised and graded, and by which skills; and what is missing."""
    from course_site.coverage import course_coverage
    from scenario_quiz.coverage import coverage_problems, record_review

    course = context.obj.course
    if strange := [rule for rule in reviewed or [] if rule not in course.school.rules]:
        raise Refusal(f"The protocol has no rule '{strange[0]}'; it has: {', '.join(course.school.rules)}.")
    if reviewed:
        out.print(f"{', '.join(reviewed)}: noted in {near(record_review(course, reviewed))}", markup=False)
        return
    covered = course_coverage(course)
    if as_json:
        print(json.dumps([asdict(each) for each in covered], ensure_ascii=False))
        return
    table = Table()
    for heading in ("Rule", "Taught", "Practised", "Graded", "Skills"):
        table.add_column(heading, overflow="fold")
    for each in covered:
        table.add_row(
            each.rule, *("\n".join(named) for named in (each.taught, each.practised, each.graded, each.skills))
        )
    out.print(table)
    for problem in coverage_problems(course, covered):
        errors.print(f"Look at {problem}", style="yellow", markup=False)
