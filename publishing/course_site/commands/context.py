"""What the verbs share: the course and the data they work on, their options, and how they print."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.progress import Progress

from course_site.contents import exercise_order
from scenario_quiz.course import Course, default_school, find_root, school_at
from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from scenario_quiz.school import School
from skill_grading.course_facts import kept_for
from skill_grading.data import DataFolder

out = Console(soft_wrap=True, highlight=False)
errors = Console(soft_wrap=True, highlight=False, stderr=True)

AssignmentArgument = Annotated[
    str, typer.Argument(help="The folder's name under exercises/, such as internship; entry or exam.")
]
ALL = "all"
AssignmentOrAll = Annotated[
    str, typer.Argument(help="The folder's name under exercises/, entry or exam, or all for every exercise.")
]
ClassOption = Annotated[str | None, typer.Option("--class", help="One class only; without it, every class.")]
LanguageOption = Annotated[str | None, typer.Option(help="A language of the school; by default its first.")]
LanguageOrAll = Annotated[str, typer.Option(help="One of the school's languages, or all that are written.")]
PupilArgument = Annotated[str, typer.Argument(help="'Noor Peeters', '5VZ/Noor Peeters', or a pupil id.")]
DayOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, such as 2026-11-23; it is in the period.")
]
KeysOption = Annotated[
    Path | None, typer.Option("--keys", help="The folder with the private keys; by default keys/ in the data folder.")
]
PassphraseOption = Annotated[
    Path | None, typer.Option(help="A file with the passphrase on its first line; without it, you are asked.")
]
PASSPHRASE = "COURSE_KEY_PASSPHRASE"
DATA = "_data"


@dataclass
class Context:
    """What every command works on: the course (read when first needed) and the data folder."""

    data_path: Path | None
    school_id: str | None

    @cached_property
    def root(self) -> Path:
        return find_root()

    @cached_property
    def course(self) -> Course:
        return Course.load(self.root, self.school_id)

    @cached_property
    def school(self) -> School:
        """The course's school alone: all that a command needs which works on what was handed in, and much quicker."""
        return school_at(self.root, self.school_id)

    @cached_property
    def data(self) -> DataFolder:
        usual = default_school(self.root)
        school = self.school_id or usual
        data = DataFolder(self.root / (self.data_path or (DATA if school == usual else f"{DATA}-{school}")))
        if (owner := kept_for(data)) not in (None, school):
            raise Refusal(f"{data.path} has the data of the school '{owner}', not of '{school}'; name another: --data")
        return data

    def assignment(self, name: str) -> str:
        """`name` if the course has that assignment and it is handed in. Raises Refusal with those that it has."""
        known = self.course.collected
        if name not in known:
            raise Refusal(f"There is no assignment '{name}' to hand in; there is: {', '.join(known)}.")
        return name

    def work(self, name: str) -> str:
        """`name` if it is an assignment to hand in or, where there are forms, 'entry' or 'exam'. Raises Refusal."""
        return name if self.course.forms and name in set(Moment) else self.assignment(name)

    def all_work(self) -> list[str]:
        """Everything that is handed in, in the order of the course, the forms as the two moments."""
        return exercise_order(self.course)

    def dated(self, name: str) -> str:
        """As `work`, but no form by itself: what that is differs from pupil to pupil. Raises Refusal."""
        if name in self.course.forms.values():
            raise Refusal(
                f"'{name}' is the entry check of some pupils and the final exam of others: say entry or exam."
            )
        return self.work(name)

    def known_class(self, name: str | None) -> str | None:
        """`name` if the class list has that class; None stands for every class. Raises Refusal with those it has."""
        from skill_grading.pupils.roster import Roster  # half a second

        classes = Roster.load(self.data.roster).classes
        if name not in (None, *classes):
            raise Refusal(f"There is no class '{name}'; there is: {', '.join(classes) or 'none'}.")
        return name

    def language(self, language: str | None) -> str:
        languages = self.school.languages
        if language is not None and language not in languages:
            raise Refusal(f"The school has no language '{language}'; it has: {', '.join(languages)}.")
        return language or languages[0]

    def languages(self, language: str) -> list[str]:
        """The one `language`; none of ALL, which stands for those that are written. Raises Refusal."""
        return [] if language == ALL else [self.language(language)]


@contextmanager
def progress(what: str) -> Iterator:
    # Drawn when something is done, rather than by a thread: beside one, processes start more slowly.
    with Progress(console=out, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, refresh=True)

        yield step


def for_all(given: Context, doing: str, step: Callable[[DataFolder, str], object]) -> None:
    """Do one step for every exercise, and print what came of each. Raises one error for all that failed."""
    from skill_grading.school_wide import for_each

    names = list(given.course.collected)
    with progress(f"{doing} {len(names)} exercises") as show:
        outcomes = for_each(step, given.data, names, show)
    failed = {name: outcome for name, outcome in outcomes.items() if outcome.failed}
    for name, outcome in outcomes.items():
        out.print(f"{name}: {outcome.failed if name in failed else outcome.report}", markup=False)
    if failed:
        error = RuntimeError(f"{len(failed)} of {len(names)} exercises failed: {', '.join(failed)}.")
        for outcome in failed.values():
            error.add_note(outcome.details)
        raise error


def near(path: Path) -> Path:
    """`path` as seen from here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def passphrase(file: Path | None, twice: bool = False) -> str:
    """The passphrase of the keys: from `file`, from the environment, or else asked for, not shown while typing."""
    if file is not None:
        return file.read_text("utf-8").split("\n")[0].rstrip("\r")
    return os.environ.get(PASSPHRASE) or typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice)


def base_url(value: str) -> str:
    """`value` with a slash at its end. Raises Refusal when it is no web address of a folder."""
    try:
        parts = urlsplit(value)
    except ValueError:  # such as a bracket that is not closed
        parts = urlsplit("")
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise Refusal(f"'{value}' is no web address of a folder; write it like https://school.example/course/")
    return value and f"{value.rstrip('/')}/"
