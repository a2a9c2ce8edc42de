"""From hand-ins to gradebook and report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.table import Table

from course_site.commands.context import (
    ALL,
    AssignmentArgument,
    AssignmentOrAll,
    ClassOption,
    Context,
    DayOption,
    KeysOption,
    LanguageOption,
    PassphraseOption,
    base_url,
    for_all,
    near,
    out,
    passphrase,
    progress,
)
from scenario_quiz.files import write_atomically
from scenario_quiz.labels import load_labels
from skill_grading.cycles import end_without_search, many_objects

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
def collect(
    context: typer.Context,
    assignment: AssignmentOrAll,
    source: Annotated[
        Path | None, typer.Option("--from", help="A zip or a folder from a learning platform or a mailbox.")
    ] = None,
    match: Annotated[Path | None, typer.Option(help="The list, filled in, of whose the unknown files are.")] = None,
    keys_folder: KeysOption = None,
    passphrase_file: PassphraseOption = None,
    every: Annotated[bool, typer.Option("--every", help="Name the files too with which all is well.")] = False,
) -> None:
    """Bring the hand-ins that count into the gradebook's folder; with --from, files first enter the inbox."""
    from skill_grading.collecting.collect import collect
    from skill_grading.evidence.moment_work import assignments_of

    given = context.obj
    if source is not None:
        _collect_files(given, given.assignment(assignment), source, match, keys_folder, passphrase_file, every)
        return
    if assignment == ALL:
        for_all(given, "Collecting", collect)
        return
    for name in assignments_of(given.data, given.work(assignment)):
        out.print(str(collect(given.data, name)), markup=False)


def _collect_files(
    given: Context,
    assignment: str,
    source: Path,
    match: Path | None,
    keys_folder: Path | None,
    passphrase_file: Path | None,
    every: bool,
) -> None:
    from skill_grading.collecting.keys import open_keys
    from skill_grading.collecting.senders import matches_csv, read_matches
    from skill_grading.collecting.taking_in import collect_files
    from skill_grading.pupils.roster import Roster

    labels = load_labels("skill_grading", given.language(None))
    chosen = read_matches(match, Roster.load(given.data.roster)) if match else None
    report, collected = collect_files(
        given.data,
        assignment,
        source,
        lambda: open_keys(keys_folder or given.data.keys, lambda: passphrase(passphrase_file)),
        chosen,
    )
    for line in report.lines(labels, every):
        out.print(line, markup=False)
    out.print(report.summary(labels), markup=False)
    if report.unmatched:
        asked = given.data.path / f"match-{assignment}.csv"
        write_atomically(asked, matches_csv({each.file: each.suggestions for each in report.unmatched}))
        out.print(labels["files_match"].format(file=near(asked)), markup=False)
    if collected.refused:
        out.print(str(collected), markup=False)


@commands.command()
def grade(context: typer.Context, assignment: AssignmentOrAll) -> None:
    """Grade what was collected, for the whole school at once."""
    from skill_grading.evidence.moment_work import assignments_of
    from skill_grading.gradebook.grade import grade

    given = context.obj
    if assignment == ALL:
        for_all(given, "Grading", grade)
        return
    for name in assignments_of(given.data, given.work(assignment)):
        with progress(f"Grading {name}") as step:
            report = grade(given.data, name, progress=step)
        out.print(str(report), markup=False)


@commands.command()
def regrade(
    context: typer.Context,
    assignment: AssignmentArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Grade again without asking.")] = False,
) -> None:
    """Grade again by a mended key: shows what changes for whom, and asks before it does."""
    from skill_grading.gradebook.regrading import preview, regrade
    from skill_grading.releases import key_waits

    data, name = context.obj.data, context.obj.assignment(assignment)
    if not key_waits(data, name):
        out.print(f"The key of {name} has not changed since it was graded.")
        return
    found = preview(data, name)
    if found.changes:
        table = Table("Pupil", "Scenario", "Now", "Then", box=SIMPLE)
        for each in found.changes:
            table.add_row(each.pupil_id, each.scenario, f"{each.old:.3g}", f"{each.new:.3g}")
        out.print(table)
    out.print(f"{found.up} pupils go up, {found.down} go down. Marks and comments by hand stay.")
    if not yes:
        typer.confirm("Grade again?", abort=True)
    with progress(f"Grading {name}") as step:
        report = regrade(data, name, progress=step)
    out.print(str(report), markup=False)


@commands.command()
def marks(
    context: typer.Context,
    assignment: AssignmentOrAll,
    class_name: ClassOption = None,
    output: Annotated[Path | None, typer.Option(help="A folder; by default reports/ in the data folder.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="As Moodle and other programs import it.")] = False,
    language: LanguageOption = None,
) -> None:
    """Write the marks as CSV, for the school's platform or a spreadsheet."""
    from skill_grading.report.marks_table import PLAIN, SPREADSHEET, marks_csv
    from skill_grading.report.writing import report_folder

    given = context.obj
    given.known_class(class_name)
    for name in given.all_work() if assignment == ALL else [given.work(assignment)]:
        table = marks_csv(given.data, name, given.language(language), class_name, PLAIN if plain else SPREADSHEET)
        folder = output or given.data.reports
        folder = folder / name if class_name is None else report_folder(folder, name, class_name)
        write_atomically(folder / "marks.csv", table)
        out.print(str(near(folder / "marks.csv")), markup=False)


@commands.command()
@many_objects()
def report(
    context: typer.Context,
    assignment: AssignmentOrAll = ALL,
    class_name: Annotated[
        str | None, typer.Option("--class", help="One class; without it, every class and a summary of the school.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A folder; by default reports/ in the data folder.")] = None,
    language: LanguageOption = None,
    since: DayOption = None,
    until: DayOption = None,
    names: Annotated[bool, typer.Option("--names/--no-names", help="Pupils by name, or by id only.")] = True,
    pdf: Annotated[bool, typer.Option("--pdf", help="A PDF of every class too, where there are many.")] = False,
) -> None:
    """Write the skill report of a class, over the whole course or one exercise: HTML, PDF and CSV."""
    from skill_grading.report.school import write_school
    from skill_grading.report.writing import Report, write_class

    given = context.obj
    about = ALL if assignment == ALL else given.work(assignment)
    days = {name: day and day.date() for name, day in (("since", since), ("until", until))}
    subject = Report.of(given.data, given.school, about, given.language(language), **days)
    folder = output or given.data.reports
    if class_name is None:
        with progress("Reporting") as step:
            paths = write_school(subject, folder, names, pdf, step)
    else:
        subject.check_class(class_name)
        paths = write_class(subject, subject.evidence.report(class_name, names), folder, names)
    for path in paths:
        out.print(str(near(path)), markup=False)
    if class_name is None:
        out.print(f"{len(subject.evidence.classes)} classes: {near(folder / about)}", markup=False)
    end_without_search()


@commands.command()
def summary(
    context: typer.Context,
    class_name: ClassOption = None,
    output: Annotated[Path | None, typer.Option(help="A folder; by default reports/ in the data folder.")] = None,
    language: LanguageOption = None,
    address: Annotated[
        str, typer.Option(help="The course's address, to send parents to their page.", callback=base_url)
    ] = "",
) -> None:
    """Write a page about each pupil for the parents' evening, a PDF for each class."""
    from skill_grading.report.course_evidence import CourseEvidence
    from skill_grading.report.summary import class_summary
    from skill_grading.report.writing import ALL as WHOLE_COURSE
    from skill_grading.report.writing import report_folder

    given = context.obj
    evidence = CourseEvidence(given.data, given.course.school)
    for name in evidence.classes if class_name is None else [class_name]:
        pages = class_summary(evidence, given.course, name, given.language(language), address)
        path = report_folder(output or given.data.reports, WHOLE_COURSE, name) / "summary.pdf"
        write_atomically(path, pages)
        out.print(str(near(path)), markup=False)


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
