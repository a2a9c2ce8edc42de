"""Feedback for pupils: made, released, taken back, saved for the school's platform."""

from __future__ import annotations

from typing import Annotated

import typer

from course_site.commands.context import AssignmentArgument, ClassOption, base_url, near, out, progress
from scenario_quiz.errors import Refusal

commands = typer.Typer()


@commands.command()
def feedback(
    context: typer.Context,
    assignment: AssignmentArgument,
    class_name: ClassOption = None,
    release: Annotated[bool, typer.Option("--release", help="Let the pupils read it, with their code.")] = False,
    unmarked: Annotated[
        bool, typer.Option("--unmarked", help="With --release: also while open answers wait for marks.")
    ] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    as_zip: Annotated[bool, typer.Option("--zip", help="Save a file per pupil, for the school's platform.")] = False,
    address: Annotated[str, typer.Option(help="The course's address, for the links in a zip.", callback=base_url)] = "",
) -> None:
    """Make every pupil's feedback. Pupils see nothing of it before --release."""
    from skill_grading.course_facts import CourseFacts
    from skill_grading.feedback import releasing
    from skill_grading.feedback.making import SITE, FeedbackMaker

    if release + withdraw + as_zip > 1 or (unmarked and not release):
        raise Refusal("Choose one of --release, --withdraw and --zip; --unmarked goes with --release.")
    given = context.obj
    site = (address or None) if as_zip else SITE
    maker = FeedbackMaker(given.data, CourseFacts.of(given.course), given.work(assignment), site)
    if withdraw:
        out.print(f"{releasing.withdraw(maker, class_name)} pages taken back")
        return
    with progress(f"Feedback on {assignment}") as step:
        if release:
            classes, paths = releasing.release(maker, class_name, unmarked, step), []
        else:
            classes = releasing.look(maker, class_name)
            write = releasing.save_zip if as_zip else releasing.write_pages
            paths = write(maker, classes, step)
    for one in classes:
        out.print(str(one), markup=False)
        if release and one.waiting and not unmarked:
            out.print(f"  {one.name} was left as it is. Mark the open answers first, or add --unmarked.", markup=False)
    for path in paths:
        out.print(str(near(path)), markup=False)
