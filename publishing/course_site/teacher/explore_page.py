"""The page on which a teacher looks around in the report, as a Jupyter widget that Voila shows."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import anywidget
import traitlets
from tornado.ioloop import IOLoop

from scenario_quiz.course import school_at
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from scenario_quiz.widget import bundled
from skill_grading.cycles import many_objects
from skill_grading.data import DataFolder
from skill_grading.drawing.lettering import NARROW
from skill_grading.drawing.pen import Pen
from skill_grading.evidence.pupils import PupilEvidence
from skill_grading.pupils.roster import Roster, full_name
from skill_grading.report.course_evidence import released_exercises
from skill_grading.report.exploring import class_figures, class_tables, outcome_words, pupil_decisions, situation
from skill_grading.report.findings import ClassReport
from skill_grading.report.sections import Picture
from skill_grading.report.words import SYMBOLS, ReportWords
from skill_grading.report.writing import ALL, Report

EVERY = ""
"""What stands in a choice for all classes, exercises or skills."""


class Choice(NamedTuple):
    """What the page is about: a class, an exercise and a skill ("" for all of them), and a period (days or None)."""

    class_name: str = EVERY
    exercise: str = EVERY
    skill: str = EVERY
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, told: dict[str, str]) -> Choice:
        """The choice that a page sends: its days as ISO dates, empty for none. Raises ValueError."""
        since, until = (date.fromisoformat(told[name]) if told[name] else None for name in ("since", "until"))
        return cls(told["class"], told["exercise"], told["skill"], since, until)


class Looked:
    """The report on one class, or on all of them."""

    def __init__(self, about: Report, class_name: str) -> None:
        evidence = about.evidence
        chosen = [class_name] if class_name else evidence.classes
        with many_objects():
            found = [pupil for name in chosen for pupil in evidence.of_class(name, names=False)]
            self.pupils = sorted(found, key=lambda pupil: pupil.pupil_id)
            self.report: ClassReport = evidence.judge(class_name, self.pupils)
        self.words: ReportWords = about.words

    @cached_property
    def by_id(self) -> dict[str, PupilEvidence]:
        return {pupil.pupil_id: pupil for pupil in self.pupils}


class ExplorePage(anywidget.AnyWidget):
    """A report to look around in.

    `choices` are what can be chosen; `view` is what the page shows of what was, with the figures a moment later;
    `opened` is the pupil or situation that was opened. Names stay here until they are asked for.
    """

    _esm = traitlets.Unicode(bundled("explore.js")).tag(sync=True)
    _css = traitlets.Unicode(bundled("explore.css")).tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    figures = traitlets.List().tag(sync=True)
    opened = traitlets.Dict().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)

    def __init__(self, data: DataFolder, school: School, choice: Choice) -> None:
        self._data, self._school, self._choice = data, school, choice
        self._language = school.languages[0]
        # What was read for a choice serves for the next one, until the page is loaded again.
        self._report, self._look = lru_cache(maxsize=4)(self._report_on), lru_cache(maxsize=4)(self._look_at)
        self._loop, self._drawing, self._numbers = IOLoop.current(), 0, count()
        labels = load_labels("scenario_quiz", self._language) | load_labels("course_site.teacher", self._language)
        super().__init__(language=self._language, labels=labels, choices=self._offered())
        self.on_msg(self._asked)
        self._show()

    def _asked(self, _widget: object, message: dict, _buffers: object) -> None:
        actions: dict[str, Callable[[dict], None]] = {
            "choose": self._choose,
            "names": self._name,
            "pupil": self._open_pupil,
            "situation": self._open_situation,
        }
        actions[message["do"]](message)

    def _choose(self, told: dict) -> None:
        try:
            self._choice = Choice.of(told)
        except ValueError:  # a day that is half typed
            return
        self._show()

    def _show(self) -> None:
        found = self._found
        self.figures, self.opened = [], {}
        self.view = class_tables(found.report, found.words, self._choice.skill) | {"chosen": _told(self._choice)}
        self._drawing += 1
        # The tables can be used while the figures are being drawn.
        self._loop.add_callback(self._draw, self._drawing)

    def _draw(self, number: int) -> None:
        if number == self._drawing:
            found = class_figures(self._found.report, self._found.words, self._choice.skill)
            self.figures = [{"title": title, "alt": picture.alt, **_drawn(picture)} for title, picture in found]

    def _name(self, told: dict) -> None:
        """Tell the names, in their order; or forget them."""
        pupils = Roster.load(self._data.roster).pupils if told["on"] else ()
        ordered = sorted(pupils, key=lambda pupil: (pupil.last_name.casefold(), pupil.first_name.casefold()))
        self.names = {each.pupil_id: full_name(each) for each in ordered}

    def _open_pupil(self, told: dict) -> None:
        found = self._found
        pupil = found.by_id[told["key"]]
        judged = next(each for each in found.report.pupils if each.pupil_id == pupil.pupil_id)
        skills = pupil_decisions(pupil, judged, found.report.exercises, found.words, self._choice.skill)
        self._open("pupil", key=pupil.pupil_id, skills=skills, discuss=bool(judged.discuss))

    def _open_situation(self, told: dict) -> None:
        found = self._found
        shown = situation(told["key"], found.pupils, found.report, found.words, who=bool(self.names))
        self._open("situation", **shown)

    def _open(self, kind: str, **shown: Any) -> None:
        # Numbered, or what was closed in the browser could not be opened again: it would be no change.
        self.opened = {"kind": kind, "number": next(self._numbers), **shown}

    @property
    def _found(self) -> Looked:
        return self._look(self._choice._replace(skill=EVERY))

    def _look_at(self, choice: Choice) -> Looked:
        return Looked(self._report(choice.exercise, choice.since, choice.until), choice.class_name)

    def _report_on(self, exercise: str, since: date | None, until: date | None) -> Report:
        return Report(self._data, self._school, exercise or ALL, self._language, since=since, until=until)

    def _offered(self) -> dict[str, Any]:
        """What can be chosen, each as [value, words]."""
        words, titles = self._found.words, self._report(EVERY, None, None).evidence.titles(self._language)
        return {
            "classes": [[name, name] for name in Roster.load(self._data.roster).classes],
            "exercises": [[name, titles.get(name, name)] for name in released_exercises(self._data)],
            "skills": [
                [name, words.skill(name)] for name, each in self._school.skills.items() if "pupils" in each.audience
            ],
            "outcomes": outcome_words(words),
            "signs": {outcome.value: sign for outcome, sign in SYMBOLS.items()},
        }


def open_page(root: str, school: str, data_folder: str) -> ExplorePage:
    """The page for the class and exercise that Voila's address asks for, or else the first class and all exercises."""
    data = DataFolder(data_folder)
    asked = parse_qs(os.environ.get("QUERY_STRING", ""))
    classes, exercises = Roster.load(data.roster).classes, released_exercises(data)
    class_name, exercise = (asked.get(name, [""])[0] for name in ("class_name", "assignment"))
    known = class_name if class_name in classes else (classes or [EVERY])[0]
    return ExplorePage(data, school_at(Path(root), school), Choice(known, exercise if exercise in exercises else EVERY))


def _told(choice: Choice) -> dict[str, str]:
    days = {name: day.isoformat() if day else "" for name, day in (("since", choice.since), ("until", choice.until))}
    return {"class": choice.class_name, "exercise": choice.exercise, "skill": choice.skill, **days}


def _drawn(picture: Picture) -> dict[str, Any]:
    """Its address, and what in it can be opened: by key, from where to where as shares of its height.

    Narrow, so that it fits a phone, and three stand beside each other on a desk.
    """
    pen = Pen(NARROW)
    height = picture.draw(pen)
    source = f"data:image/svg+xml;base64,{b64encode(pen.svg(height)).decode()}"
    return {"source": source, "rows": [band._asdict() for band in pen.shares(height)]}
