"""What the school owes its pupils about their data, and keeping them safe meanwhile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from course_site.commands.context import (
    KeysOption,
    LanguageOption,
    PassphraseOption,
    PupilArgument,
    near,
    out,
    passphrase,
)
from scenario_quiz.errors import Refusal

commands = typer.Typer()

YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]

HAND_OVER = """\
Look before you hand it over: an open answer can say something about others, or something that should not reach home.
The page overview.html in the zip is the place to begin."""
WORRIES = "A teacher noted a worry about an answer. It is in the overview; think about who gets to see it."
OUTSIDE = """\
What this command can't reach: printed papers, downloaded files, mails, the learning platform, and earlier backups.
A backup that is put back with `course restore` forgets this pupil again."""


@commands.command()
def export(context: typer.Context, pupil: PupilArgument, language: LanguageOption = None) -> None:
    """Gather everything that is held about one pupil into a zip to read and hand over."""
    from skill_grading.privacy.export import export_pupil
    from skill_grading.privacy.forgetting import find_pupil

    given = context.obj
    file, held = export_pupil(given.data, given.course.school, find_pupil(given.data, pupil), given.language(language))
    out.print(f"{near(file)}: {len(held.contents)} files and an overview", markup=False)
    out.print(HAND_OVER)
    if held.worries:
        out.print(WORRIES)


@commands.command()
def forget(context: typer.Context, pupil: PupilArgument, yes: YesOption = False) -> None:
    """Erase everything about one pupil, everywhere in the data folder. It can be given again after a crash."""
    from skill_grading.privacy.forgetting import find_pupil
    from skill_grading.privacy.forgetting import forget as forget_pupils

    given = context.obj
    pupil_id = find_pupil(given.data, pupil)
    if not yes:
        typer.confirm(f"Erase everything about {pupil} ({pupil_id})? This can't be undone.", abort=True)
    erased = forget_pupils(given.data, [pupil_id])
    counts = [f"{count} {name.replace('_', ' ')}" for name, count in erased.rows.items()]
    out.print(f"Gone: {', '.join([*counts, f'{erased.submissions} in the gradebook'])}.", markup=False)
    if erased.files:
        out.print("Gone with others in them; make them again where you need them:")
        for path in erased.files:
            out.print(f"  {path.as_posix()}", markup=False)
    if erased.left:
        out.print("Still with this name in them, as a namesake's or in somebody else's words; look for yourself:")
        for path in erased.left:
            out.print(f"  {path.as_posix()}", markup=False)
    out.print(OUTSIDE)


@commands.command()
def retire(
    context: typer.Context,
    before: Annotated[str, typer.Option(help="A day, such as 2026-07-01: everything handed in before it goes.")],
    yes: YesOption = False,
) -> None:
    """End a school year: erase what each pupil did before a day, and keep counts without small groups."""
    from skill_grading.privacy.retiring import plan
    from skill_grading.privacy.retiring import retire as retire_found

    given = context.obj
    try:
        day = datetime.strptime(before, "%Y-%m-%d").date()
    except ValueError:
        raise Refusal(f"'{before}' is no day; write it like 2026-07-01.") from None
    found = plan(given.data, day, given.course.school)
    if not found.pupils and not found.works:
        out.print(f"There is nothing from before {day}.")
        return
    out.print(f"{found.hand_ins} hand-ins from before {day} go, with their marks, feedback and reports.")
    out.print(f"{len(found.pupils)} pupils did nothing since: they leave the class list, and their codes stop working.")
    out.print("So import the new class list after this, not before. Counts stay of what was graded: grade first.")
    if not yes:
        typer.confirm("Erase all this? It can't be undone.", abort=True)
    erased = retire_found(given.data, found, given.course.school)
    out.print(f"Gone: {found.hand_ins} hand-ins, {erased.submissions} in the gradebook, {len(erased.files)} files.")
    if found.aggregates.exists():
        out.print(f"Kept: {near(found.aggregates)}, without groups below five.", markup=False)


@commands.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file, or a folder for a file with the time in its name.")],
    keep_days: Annotated[int, typer.Option(min=1, help="In a folder: remove backups that are older.")] = 30,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Write all data into one sealed file, while the service goes on."""
    from skill_grading.privacy.backup import back_up

    given = context.obj
    school = given.root / "schools" / given.course.school.id
    made = back_up(given.data, school, file, lambda: passphrase(passphrase_file, twice=True), keep_days)
    opens = "the passphrase of the school's keys" if made.lock == "key" else "this passphrase"
    out.print(f"{near(made.file)}: {made.files} files. It opens with {opens} only.", markup=False)
    for old in made.removed:
        out.print(f"Removed, older than {keep_days} days: {near(old)}", markup=False)


@commands.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `course backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put aside the data that are there.")] = False,
    keys_folder: KeysOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Put a backup back. Stop the service first. Who was forgotten since the backup is forgotten again."""
    from skill_grading.privacy.restoring import restore as put_back

    given = context.obj
    school = given.course.school.id
    done = put_back(file, given.data, school, lambda: passphrase(passphrase_file), keys_folder, replace)
    out.print(f"{done.files} files are back, as of {done.made.astimezone():%Y-%m-%d %H:%M}.")
    if done.forgotten_again:
        out.print(f"{done.forgotten_again} pupils were forgotten since, and are forgotten again.")
    if done.replaced:
        out.print(
            f"The data that were here are now in {near(done.replaced)}. Remove them once all is well.", markup=False
        )
