"""Who handed in, until when, and what a teacher does about it; the teacher's pages do the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from course_site.commands.context import AssignmentArgument, ClassOption, Context, LanguageOption, PupilArgument, out
from scenario_quiz.errors import Refusal

if TYPE_CHECKING:  # whoever runs another command should not wait for these
    from course_site.teacher.desk import Desk, Notice
    from course_site.teacher.register import RegisterDesk
    from skill_grading.pupils.roster import Pupil

hand_ins = typer.Typer(no_args_is_help=True, help="Who handed in, until when, and what to do about it.")

TimeOption = Annotated[str | None, typer.Option(help="Such as 2026-11-23T12:00, on the school's clock.")]


@hand_ins.command("list")
def list_hand_ins(
    context: typer.Context,
    assignment: AssignmentArgument,
    class_name: ClassOption = None,
    language: LanguageOption = None,
) -> None:
    """Show of every pupil whether work was handed in, in time or late, or why not."""
    from skill_grading.evidence.register import read_register
    from skill_grading.pupils.roster import full_name

    given = context.obj
    chosen = given.known_class(class_name)
    desk, register = _desk(given, language)
    for name, lines in read_register(given.data, given.dated(assignment)).classes.items():
        if chosen not in (None, name):
            continue
        table = Table(desk.say("pupil"), desk.say("state"), desk.say("when"), desk.say("refused_title"), title=name)
        for line in lines:
            received = register.when(line.work.counting.received) if line.work.counting else ""
            refused = desk.reason(line.refused[-1].reason) if line.refused else ""
            table.add_row(full_name(line.pupil), desk.say(f"is_{line.state}"), received, refused)
        out.print(table, markup=False)


@hand_ins.command()
def dates(
    context: typer.Context,
    assignment: AssignmentArgument,
    class_name: ClassOption = None,
    opens: TimeOption = None,
    due: TimeOption = None,
    closes: TimeOption = None,
    language: LanguageOption = None,
) -> None:
    """Set when an assignment opens, is due and closes, for every class or one; '' takes a date away."""
    from course_site.teacher.register import FIELDS
    from skill_grading.dates.school_time import show_time
    from skill_grading.inbox.inbox import Inbox

    given, name = context.obj, context.obj.dated(assignment)
    register = _desk(given, language)[1]
    given.known_class(class_name)
    with Inbox(given.data.inbox_url) as inbox:
        found = inbox.calendar.of(name)
    before = found.classes.get(class_name, found.everybody) if class_name else found.everybody
    typed = {field: show_time(getattr(before, field), given.course.school.time_zone) for field in FIELDS}
    typed |= {field: value for field, value in zip(FIELDS, (opens, due, closes), strict=True) if value is not None}
    _tell(register.set_dates(name, class_name or "", typed, "save"))


@hand_ins.command()
def extend(
    context: typer.Context,
    assignment: AssignmentArgument,
    pupil: PupilArgument,
    due: Annotated[str, typer.Argument(help="Such as 2026-11-23T12:00; '' takes it away.")],
    language: LanguageOption = None,
) -> None:
    """Give one pupil a deadline of his or her own."""
    register, name, who = _about(context.obj, assignment, pupil, language)
    _tell(register.extend(name, who.pupil_id, due))


@hand_ins.command()
def reopen(
    context: typer.Context,
    assignment: AssignmentArgument,
    pupil: PupilArgument,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with no answers instead of those there are.")] = False,
    due: TimeOption = None,
    language: LanguageOption = None,
) -> None:
    """Let one pupil hand in again."""
    register, name, who = _about(context.obj, assignment, pupil, language)
    _tell(register.reopen(name, who.pupil_id, not fresh, due or ""))


@hand_ins.command()
def absent(
    context: typer.Context,
    assignment: AssignmentArgument,
    pupil: PupilArgument,
    present: Annotated[bool, typer.Option("--present", help="Take it back.")] = False,
    language: LanguageOption = None,
) -> None:
    """Note that a pupil was absent."""
    register, name, who = _about(context.obj, assignment, pupil, language)
    _tell(register.set_absent(name, [who.pupil_id], [] if present else [who.pupil_id]))


@hand_ins.command()
def move(
    context: typer.Context,
    receipt: Annotated[str, typer.Argument(help="The number on the receipt, such as 7F3K-Q2.")],
    pupil: PupilArgument,
    language: LanguageOption = None,
) -> None:
    """Give work that came under a wrong code to the pupil whose it is."""
    from skill_grading.pupils.roster import Roster

    register = _desk(context.obj, language)[1]
    _tell(register.move_receipt(receipt, Roster.load(context.obj.data.roster).find(pupil).pupil_id))


@hand_ins.command()
def receipt(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="The number on the receipt, such as 7F3K-Q2.")],
    language: LanguageOption = None,
) -> None:
    """Say whether a receipt is real, and of what."""
    _tell(_desk(context.obj, language)[1].find_receipt(number))


@hand_ins.command()
def log(context: typer.Context, language: LanguageOption = None) -> None:
    """Show what teachers did, the newest first."""
    from skill_grading.inbox.inbox import Inbox

    register = _desk(context.obj, language)[1]
    with Inbox(context.obj.data.inbox_url) as inbox:
        deeds = register.log(inbox.actions())
    for deed in deeds:
        words = [_short(deed.time), deed.pupil, deed.assignment, deed.text]
        out.print(" · ".join(filter(None, words)), markup=False)


def _desk(given: Context, language: str | None) -> tuple[Desk, RegisterDesk]:
    from course_site.teacher.desk import Desk
    from course_site.teacher.register import RegisterDesk

    desk = Desk(given.data, given.course, "", given.language(language))
    return desk, RegisterDesk(desk)


def _about(given: Context, assignment: str, pupil: str, language: str | None) -> tuple[RegisterDesk, str, Pupil]:
    from skill_grading.pupils.roster import Roster

    found = Roster.load(given.data.roster).find(pupil)
    return _desk(given, language)[1], given.dated(assignment), found


def _short(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"


def _tell(notice: Notice) -> None:
    if notice.problem:
        raise Refusal("\n".join([notice.text, *notice.details]))
    for line in (notice.text, *notice.details):
        out.print(line, markup=False)
