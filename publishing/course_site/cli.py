"""The `course` command: thin verbs over the packages, and errors in words."""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from course_site import new_commands
from scenario_quiz.course import Course, find_root
from scenario_quiz.errors import CourseError, Refusal
from skill_grading.data import DataFolder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build, serve and grade a school's social media course.",
)
pupils = typer.Typer(no_args_is_help=True, help="The class list and the pupils' codes.")
app.add_typer(pupils, name="pupils")
app.add_typer(new_commands.new, name="new")
app.command()(new_commands.preview)
app.command()(new_commands.schemas)

out = Console(soft_wrap=True, highlight=False)
errors = Console(soft_wrap=True, highlight=False, stderr=True)

AssignmentArgument = Annotated[str, typer.Argument(help="The folder's name under exercises/, such as internship.")]
ClassOption = Annotated[str | None, typer.Option("--class", help="One class only; without it, every class.")]
ALL = "all"
LanguageOption = Annotated[str | None, typer.Option(help="A language of the school; by default its first.")]


@dataclass
class Context:
    """What every command works on: the course (read when first needed) and the data folder."""

    data_path: Path
    school: str | None

    @cached_property
    def root(self) -> Path:
        return find_root()

    @cached_property
    def course(self) -> Course:
        return Course.load(self.root, self.school)

    @cached_property
    def data(self) -> DataFolder:
        path = self.data_path if self.data_path.is_absolute() else self.root / self.data_path
        return DataFolder(path)

    def assignment(self, name: str) -> str:
        """`name` if the course has that assignment. Raises Refusal with those that it has."""
        if name not in self.course.assignments:
            raise Refusal(f"There is no assignment '{name}'; there is: {', '.join(self.course.assignments)}.")
        return name

    def language(self, language: str | None) -> str:
        languages = self.course.school.languages
        if language is not None and language not in languages:
            raise Refusal(f"The school has no language '{language}'; it has: {', '.join(languages)}.")
        return language or languages[0]


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The folder with pupils' data.", envvar="COURSE_DATA")] = Path("_data"),
    school: Annotated[str | None, typer.Option(help="A folder under schools/; by default _config.yml's.")] = None,
) -> None:
    context.obj = Context(data, school)


@app.command()
def check(context: typer.Context) -> None:
    """Check every file of the course: what to mend, and where; also what gives an answer away, or is not translated."""
    from course_site.translations import behind
    from scenario_quiz.giveaways import giveaways
    from scenario_quiz.lint import lint

    course = context.obj.course
    if problems := lint(course):
        raise CourseError(problems)
    for warning in [*giveaways(course), *behind(course)]:
        errors.print(f"Look at {warning}", style="yellow", markup=False)
    count = sum(len(assignment.scenarios) for assignment in course.assignments.values())
    out.print(f"{course.school.name}: {len(course.school.rules)} rules, {count} scenarios, nothing to mend.")


@app.command()
def release(context: typer.Context) -> None:
    """Freeze the assignments as they stand now, so that answers to them can be scored for good."""
    from course_site.publish import release_all

    for published in release_all(context.obj.course, context.obj.data):
        out.print(f"{published.assignment}: version {published.version[:12]}, in the gradebook as "
                  f"{published.gradebook_name}")  # fmt: skip


@app.command()
def build(
    context: typer.Context,
    language: Annotated[str, typer.Option(help="One of the school's languages, or all that are written.")] = ALL,
) -> None:
    """Release what changed and build the site into _build/site."""
    from course_site.publish import publish

    languages = [] if language == ALL else [context.obj.language(language)]
    with out.status("Building the site ..."):
        site = publish(context.obj.course, context.obj.data, languages)
    out.print(f"The site is in {_near(site)}")


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Where pupils reach the course; 0.0.0.0 opens the network.")] = "localhost",
    port: Annotated[int, typer.Option(help="The pupils' port.")] = 8000,
    teacher_port: Annotated[int, typer.Option(help="The teacher's port, on this machine only.")] = 8888,
) -> None:
    """Build the course and serve it: the pupils' side, and the teacher's side on this machine."""
    from course_site.serve import serve_course

    serve_course(context.obj.course, context.obj.data, host, port, teacher_port, out)


@app.command()
def voila(
    context: typer.Context,
    assignment: AssignmentArgument,
    port: Annotated[int, typer.Option(help="The port, on this machine only.")] = 8866,
) -> None:
    """Serve one exercise as a live app on this machine; the answers stay in a file here."""
    from course_site.live import serve_live

    def ready(address: str, answers: Path) -> None:
        out.print(f"Exercise:  {address}\nAnswers:   {_near(answers)}\nStop with Ctrl-C.")

    given = context.obj
    serve_live(given.course, given.data, given.assignment(assignment), port, ready)


@app.command()
def collect(context: typer.Context, assignment: AssignmentArgument) -> None:
    """Bring the hand-ins that count into the gradebook's folder."""
    from skill_grading.collecting import collect

    report = collect(context.obj.data, context.obj.assignment(assignment))
    out.print(str(report))


@app.command()
def grade(context: typer.Context, assignment: AssignmentArgument) -> None:
    """Grade what was collected, for the whole school at once."""
    from skill_grading.gradebook import grade

    with _progress(f"Grading {assignment}") as step:
        report = grade(context.obj.data, context.obj.assignment(assignment), progress=step)
    out.print(str(report))


@app.command()
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
        out.print(str(_near(path)))


@app.command()
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


@app.command()
def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answers.")] = 1,
) -> None:
    """Fill a demo class of 24 through the real hand-in route, to look at everything at once."""
    from course_site.demo import fill_demo

    with _progress("Handing in") as step:
        result = fill_demo(context.obj.data, context.obj.course, seed=seed, progress=step)
    out.print(str(result))


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
        out.print(f"Code cards to print: {_near(cards)}")


@contextmanager
def _progress(what: str) -> Iterator:
    with Progress(console=out, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def _near(path: Path) -> Path:
    """`path` as seen from here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def main() -> None:
    """Run the command. Whatever goes wrong is told in words; the traceback goes to a file for the engineer."""
    try:
        app(standalone_mode=True)
    except Refusal as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:
        with tempfile.NamedTemporaryFile("w", prefix="course-", suffix=".log", delete=False) as log:
            traceback.print_exc(file=log)
        _fail(f"This did not work: {error}", f"The details for an engineer are in {log.name}")


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        errors.print(line, style="red", markup=False)
    sys.exit(1)
