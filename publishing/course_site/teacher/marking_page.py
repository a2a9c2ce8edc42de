"""The page on which a teacher marks open answers, as a Jupyter widget; Voila shows it inside the teacher's server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import anywidget
import traitlets
from tornado.ioloop import IOLoop

from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from scenario_quiz.school_files import load_school
from scenario_quiz.widget import bundled
from skill_grading.data import DataFolder
from skill_grading.gradebook.inert import readable
from skill_grading.marking.concerns import concerns, raise_concern, settle_concern
from skill_grading.marking.levels import points_of
from skill_grading.marking.marker import Marker
from skill_grading.marking.marks import Mark, digest
from skill_grading.marking.phrases import LONGEST, add_phrase, drop_phrase, load_phrases
from skill_grading.marking.queue import OpenAnswer, OpenQuestion, read_queue
from skill_grading.pupils.roster import Roster, full_name
from skill_grading.releases import ReleaseStore


class MarkingPage(anywidget.AnyWidget):
    """All open answers of one exercise, to be marked one after the other.

    The browser holds what is on the screen; whatever is done comes here as a numbered message, and `saved` is the
    number of the last one that is safe. `problem` is a sentence for the teacher when something was not.
    `names` stay here until they are asked for.
    """

    _esm = traitlets.Unicode(bundled("marking.js")).tag(sync=True)
    _css = traitlets.Unicode(bundled("marking.css")).tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    answers = traitlets.List().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)
    phrases = traitlets.List().tag(sync=True)
    concerns = traitlets.List().tag(sync=True)
    help = traitlets.List().tag(sync=True)
    longest = traitlets.Int(LONGEST).tag(sync=True)
    saved = traitlets.Int(0).tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, data: DataFolder, school: School, assignment: str) -> None:
        language = school.languages[0]
        queue = read_queue(data, assignment, language)
        self._data = data
        self._answers = {_key(answer): answer for answer in queue.answers}
        self._marker = Marker(data, assignment, self._refused)
        # What a thread has to say goes to the page from the kernel's own loop.
        self._loop = IOLoop.current()
        super().__init__(
            language=language,
            labels=load_labels("scenario_quiz", language) | load_labels("course_site.teacher", language),
            title=queue.title,
            questions=[_question(question) for question in queue.questions],
            answers=[_shown(key, answer) for key, answer in self._answers.items()],
            marks=self._marks(),
            phrases=load_phrases(data),
            concerns=self._concerns(),
            help=_help(school, language),
        )
        self.on_msg(self._told)
        self._marker.look_elsewhere(lambda: self._loop.add_callback(self._show_marks))

    def _told(self, _widget: object, message: dict, _buffers: object) -> None:
        try:
            self._do(message)
        except OSError as error:
            self.problem = self.labels["mark_not_saved"].format(reason=error.strerror or error)
        else:
            self.saved = message["number"]

    def _do(self, message: dict) -> None:
        actions: dict[str, Callable[[dict], None]] = {
            "mark": self._mark,
            "names": lambda _: self._tell_names(),
            "worry": lambda told: self._worry(raise_concern, told["answer"]),
            "handled": lambda told: self._worry(settle_concern, told["answer"]),
            "add": lambda told: setattr(self, "phrases", add_phrase(self._data, told["text"])),
            "drop": lambda told: setattr(self, "phrases", drop_phrase(self._data, told["text"])),
        }
        actions[message["do"]](message)

    def _mark(self, told: dict) -> None:
        answer, points = self._answers[told["answer"]], told["points"]
        if points is not None:
            points = min(max(float(points), 0.0), answer.most)
        comment = told["comment"].strip()[:LONGEST] or None
        self._marker.mark(answer.place, Mark(points, comment, digest(answer.text)))

    def _worry(self, note: Callable, key: str) -> None:
        note(self._data, self._answers[key].place)
        self.concerns = self._concerns()

    def _tell_names(self) -> None:
        pupils = Roster.load(self._data.roster).by_id
        self.names = {
            key: full_name(pupils[answer.place.pupil_id])
            for key, answer in self._answers.items()
            if answer.place.pupil_id in pupils
        }

    def _concerns(self) -> list[str]:
        open_ones = {concern.place for concern in concerns(self._data)}
        return [key for key, answer in self._answers.items() if answer.place in open_ones]

    def _marks(self) -> dict[str, dict]:
        """{answer: points, comment, and whether it was this very answer that was marked}."""
        kept = self._marker.marks()
        return {
            key: {
                "points": mark.points,
                "comment": mark.comment or "",
                "valid": mark.points is not None and mark.answer == digest(answer.text),
            }
            for key, answer in self._answers.items()
            if (mark := kept.get(answer.place))
        }

    def _show_marks(self) -> None:
        self.marks = self._marks()

    def _refused(self, error: Exception) -> None:
        text = self.labels["mark_not_in_gradebook"].format(reason=error)
        self._loop.add_callback(setattr, self, "problem", text)


def open_page(root: str, school: str, data_folder: str) -> MarkingPage:
    """The page for the exercise that Voila's address asks for, or else the first."""
    data = DataFolder(data_folder)
    asked = parse_qs(os.environ.get("QUERY_STRING", "")).get("assignment", [""])[0]
    known = ReleaseStore(data).assignments()
    school_folder = Path(root) / "schools" / school
    return MarkingPage(data, load_school(school_folder), asked if asked in known else known[0])


def _key(answer: OpenAnswer) -> str:
    return "/".join(answer.place)


def _shown(key: str, answer: OpenAnswer) -> dict[str, Any]:
    points = {level: points_of(level, answer.most) for level in ("good", "partly", "not-yet")}
    return {
        "key": key,
        "question": answer.place.cell,
        "class": answer.class_name,
        "text": readable(answer.text),
        "most": answer.most,
        "points": points,
    }


def _question(question: OpenQuestion) -> dict[str, Any]:
    view, words = question.view.model_dump(mode="json"), question.words
    return {
        "id": question.cell,
        "title": view["title"],
        "parts": [{key: part[key] for key in ("situation", "show")} for part in (view, view["steps"][question.step])],
        "prompt": view["steps"][question.step]["prompt"],
        "rubric": words.rubric,
        "anchors": words.anchors,
    }


def _help(school: School, language: str) -> list[dict[str, str]]:
    """The school's helplines: name, number and what for."""
    words = school.words[language].helplines
    return [
        {"name": words[line.id].name, "number": line.number or "", "url": line.url or "", "what": words[line.id].what}
        for line in school.settings.helplines
    ]
