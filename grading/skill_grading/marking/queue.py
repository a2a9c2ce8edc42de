"""What there is to mark: the open questions of an exercise, and everybody's answers to them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from scenario_quiz.kinds.open import OpenWords
from scenario_quiz.release import Release
from scenario_quiz.views import PublicView
from skill_grading.data import DataFolder
from skill_grading.evidence.work import AssignmentWork, NotGraded, Work
from skill_grading.marking.marks import Place
from skill_grading.releases import ReleaseStore, open_cell


@dataclass(frozen=True)
class OpenQuestion:
    """An open question as its newest version shows it; `cell` is its grade_id, `step` its step in `view`."""

    cell: str
    step: str
    view: PublicView
    words: OpenWords


@dataclass(frozen=True)
class OpenAnswer:
    """What a pupil wrote. `text` can hold anything."""

    place: Place
    class_name: str
    text: str
    most: float


@dataclass(frozen=True)
class Queue:
    """The open questions of one exercise and the graded answers to them, in an order that tells no names."""

    title: str
    questions: list[OpenQuestion]
    answers: list[OpenAnswer]


def read_queue(data: DataFolder, assignment: str, language: str) -> Queue:
    """Everything of one exercise to mark by hand, marked or not, with the questions in `language`."""
    store, work = ReleaseStore(data), AssignmentWork(data, assignment)
    questions: dict[str, OpenQuestion] = {}
    for name in store.gradebook_names(assignment):
        questions |= {question.cell: question for question in _questions(store.newest(name), language)}
    answers = [
        answer
        for class_name in work.classes
        for one in work.of_class(class_name)
        if one.notebook
        for answer in _answers(store, work, one)
    ]
    current = store.current(assignment)
    title = current.words[current.nearest(language)].title if current else assignment
    return Queue(title, list(questions.values()), sorted(answers, key=_shuffled))


def _questions(release: Release, language: str) -> list[OpenQuestion]:
    language = release.nearest(language)
    views = {view.id: view for view in release.public(language)}
    return [
        OpenQuestion(open_cell(scenario.id, name), name, views[scenario.id], scenario.words[language].steps[name])
        for scenario in release.scenarios
        for name, step in scenario.decisions.items()
        if step.marked_by_hand
    ]


def _answers(store: ReleaseStore, work: AssignmentWork, one: Work) -> list[OpenAnswer]:
    name = store.gradebook_name(work.assignment, one.counting.version)
    try:
        found = work.submission(one).open_answers
    except NotGraded:
        return []
    return [
        OpenAnswer(Place(one.pupil.pupil_id, name, cell), one.pupil.class_name, answer.text, answer.max)
        for cell, answer in found.items()
        if answer.text.strip()
    ]


def _shuffled(answer: OpenAnswer) -> bytes:
    """The same order every time, that of no list with names."""
    return sha256(repr(answer.place).encode()).digest()
