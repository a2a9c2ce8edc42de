"""Where everything lies that a course learns about its pupils: one folder, readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path


class DataFolder:
    """The paths and database addresses of one course's data folder.

    Folders are made (mode 0700) when they are asked for; files are made by whoever writes them.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).absolute()

    def __repr__(self) -> str:
        return f"DataFolder({str(self.path)!r})"

    @property
    def inbox_url(self) -> str:
        """SQLAlchemy URL of the inbox: COURSE_INBOX_URL, or else a SQLite file in this folder."""
        return os.environ.get("COURSE_INBOX_URL") or self._sqlite(self._folder() / "inbox.db")

    @property
    def gradebook_url(self) -> str:
        """SQLAlchemy URL of nbgrader's gradebook: COURSE_GRADEBOOK_URL, or else a SQLite file in the course folder."""
        return os.environ.get("COURSE_GRADEBOOK_URL") or self._sqlite(self.course / "gradebook.db")

    @property
    def secret(self) -> Path:
        """The file with the hand-in service's secret."""
        return self._folder() / "secret"

    @property
    def roster(self) -> Path:
        """The file that knows which pupil id belongs to which name."""
        return self._folder() / "roster.csv"

    @property
    def releases(self) -> Path:
        return self._folder("releases")

    @property
    def facts(self) -> Path:
        """The file with what is known of the course where only the data folder is at hand."""
        return self._folder() / "course.json"

    @property
    def cards(self) -> Path:
        return self._folder("cards")

    @property
    def paper(self) -> Path:
        """Exercises to print, and their keys."""
        return self._folder("paper")

    @property
    def reports(self) -> Path:
        return self._folder("reports")

    @property
    def keys(self) -> Path:
        """The school's private keys for sealed answers, each under its passphrase."""
        return self._folder("keys")

    @property
    def feedback(self) -> Path:
        return self._folder("feedback")

    @property
    def uploads(self) -> Path:
        """What a teacher gave to collect from, until it is known whose every file is: a folder for each assignment."""
        return self._folder("uploads")

    @property
    def exports(self) -> Path:
        """What was gathered about a pupil who asked for it, a file each."""
        return self._folder("exports")

    @property
    def aggregates(self) -> Path:
        """Counts of pupils that stay when everything about each of them has gone."""
        return self._folder("aggregates")

    @property
    def forgotten(self) -> Path:
        """The file by which a backup that is put back forgets again who was forgotten since."""
        return self._folder() / "forgotten.txt"

    @property
    def live(self) -> Path:
        """The exercises that run as live apps on this machine, a folder each, with the answers given there."""
        return self._folder("live")

    @property
    def hub(self) -> Path:
        """What JupyterHub keeps when it runs on this machine: beside the data folder, for pupils get into theirs."""
        return self.path.with_name(f"{self.path.name}-hub")

    @property
    def homes(self) -> Path:
        """Where each pupil's own server runs, in a folder with the name of the account."""
        return self.hub / "homes"

    @property
    def marks(self) -> Path:
        """The marks that teachers gave by hand: the truth, from which a lost gradebook gets them back."""
        return self._folder("marking") / "marks.jsonl"

    @property
    def concerns(self) -> Path:
        """Which answers worried a teacher, without their words."""
        return self._folder("marking") / "concerns.jsonl"

    @property
    def phrases(self) -> Path:
        """The comments that teachers use again."""
        return self._folder("marking") / "phrases.json"

    @property
    def course(self) -> Path:
        """nbgrader's course folder."""
        return self._folder("course")

    @property
    def source(self) -> Path:
        return self._folder("course", "source")

    @property
    def release(self) -> Path:
        return self._folder("course", "release")

    @property
    def submitted(self) -> Path:
        return self._folder("course", "submitted")

    @property
    def autograded(self) -> Path:
        return self._folder("course", "autograded")

    def _folder(self, *names: str) -> Path:
        folder = self.path.joinpath(*names)
        if not folder.is_dir():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for depth in range(1, len(names) + 1):
                self.path.joinpath(*names[:depth]).mkdir(mode=0o700, exist_ok=True)
        return folder

    @staticmethod
    def _sqlite(file: Path) -> str:
        # Without a timeout, a grader that has to wait for another one gives up after five seconds.
        return f"sqlite:///{file.as_posix()}?timeout=60"
