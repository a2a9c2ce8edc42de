"""The verbs for those who write the course."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import errors, out
from scenario_quiz.errors import CourseError
from scenario_quiz.kinds import KINDS
from scenario_quiz.school import School

PACKAGES = ("scenario_quiz", "skill_grading", "course_site", "course_site.teacher")

new = typer.Typer(no_args_is_help=True, help="Start a scenario, a chapter, a school or a language from a template.")
commands = typer.Typer()

Kind = StrEnum("Kind", list(KINDS))


class Use(StrEnum):
    practice = "practice"
    graded = "graded"


Reference = Annotated[str, typer.Argument(metavar="ASSIGNMENT/NAME", help="Its folder under exercises/.")]


@commands.command()
def check(context: typer.Context) -> None:
    """Check every file of the course: what to mend, where; what gives an answer away, lacks a translation or a rule."""
    from course_site.chapters import left_out_on_pages
    from course_site.coverage import course_coverage
    from course_site.translations import behind
    from scenario_quiz.coverage import coverage_problems
    from scenario_quiz.giveaways import giveaways
    from scenario_quiz.lint import lint

    course = context.obj.course
    if problems := lint(course):
        raise CourseError(problems)
    for warning in [*giveaways(course), *behind(course), *coverage_problems(course, course_coverage(course))]:
        errors.print(f"Look at {warning}", style="yellow", markup=False)
    named = left_out_on_pages(course)
    for reference, why in course.left_out.items():
        still = f" Still named on: {', '.join(named[reference])}." if named[reference] else ""
        out.print(f"Left out: {reference}: {why}.{still}", markup=False)
    for assignment in course.assignments.values():
        for name, rules in assignment.fitted.thinned.items():
            out.print(f"Without {', '.join(rules)}: {assignment.id}/{name}; read whether it still fits.", markup=False)
    count = sum(len(assignment.scenarios) for assignment in course.assignments.values())
    out.print(f"{course.school.name}: {len(course.school.rules)} rules, {count} scenarios, nothing to mend.")


@new.command()
def scenario(
    context: typer.Context,
    reference: Reference,
    kind: Annotated[Kind, typer.Option(help="What the pupil does: the kind of its first step.")],
    use: Annotated[Use, typer.Option(help="In the chapter, or in the exercise that counts.")] = Use.practice,
) -> None:
    """Write a scenario's folder: its structure, and its words in every language of the school."""
    from course_site.authoring import new_scenario

    written = new_scenario(context.obj.root, _school(context), reference, kind, use)
    _tell(context, written)
    placed = f"Put ```{{scenario}} {reference}``` in a chapter." if use == Use.practice else "It has its place already."
    _next(f"write your own words and key in these files, and look at it with: course preview {reference}", placed)


@new.command()
def chapter(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The page's name, such as privacy.")]
) -> None:
    """Write a chapter's page in every language that has chapters, and its line in _toc.yml."""
    from course_site.authoring import new_chapter

    written = new_chapter(context.obj.root, _school(context), name)
    _tell(context, written)
    _next("write the page; move its line in _toc.yml to where it belongs", "See it with: course serve")


@new.command()
def school(
    context: typer.Context, name: Annotated[str, typer.Argument(help="Its folder under schools/, such as my-school.")]
) -> None:
    """Write the folder of another school, which says only what differs from the school that the course has now."""
    from course_site.authoring import new_school

    written = new_school(context.obj.root, _school(context).id, name)
    _tell(context, written)
    _next(
        "write the names of your school in this file", f"See it with: course serve --school {name}", f" --school {name}"
    )


@new.command()
def language(context: typer.Context, code: Annotated[str, typer.Argument(help="Two letters, such as fr.")]) -> None:
    """Copy every words file of the school's first language as a start, and add the language to school.yml."""
    from course_site.authoring import new_language

    folders = [Path(str(files(package))) / "labels" for package in PACKAGES]
    school = _school(context)
    written = new_language(context.obj.root, school, code, folders)
    _tell(context, written[-1:])
    translate = f"{len(written) - 1} files named {code}.yml, each marked TRANSLATE in a comment"
    pages = f"For pages in this language, translate chapters/{school.languages[0]}/ into chapters/{code}/."
    _next(f"translate {translate} (grep -rl 'TRANSLATE into {code}' .)", pages)


@commands.command()
def preview(
    context: typer.Context,
    reference: Reference,
    port: Annotated[int, typer.Option(help="The port, on this machine only.")] = 8001,
) -> None:
    """Show one scenario alone, and again whenever one of its files is saved."""
    from course_site.preview import preview_at, serve_preview

    def ready(address: str) -> None:
        out.print(f"{reference}: {address}\nIt follows what you save. Stop with Ctrl-C.")

    serve_preview(preview_at(context.obj.root, reference, context.obj.school_id), port, ready)


@commands.command()
def schemas() -> None:
    """Write the JSON Schemas by which editors complete and check the course's files."""
    from scenario_quiz.json_schemas import write_schemas

    changed = write_schemas()
    out.print("\n".join(map(str, changed)) if changed else "The schemas are current.", markup=False)


def _school(context: typer.Context) -> School:
    """The school alone: a new file can be started while others are being mended."""
    return context.obj.school


def _tell(context: typer.Context, written: list[Path]) -> None:
    for path in written:
        out.print(str(path.relative_to(context.obj.root)), markup=False)


def _next(first: str, second: str, options: str = "") -> None:
    out.print(f"Next: {first}.", second, f"Then: course check{options}", sep="\n", markup=False)
