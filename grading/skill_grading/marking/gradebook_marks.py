"""Marks by hand in nbgrader's gradebook, and how they and the kept ones stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Query

from skill_grading.collecting.submissions import Judge, SubmissionRefused
from skill_grading.data import DataFolder
from skill_grading.marking.marks import Mark, MarkStore, Place, digest
from skill_grading.releases import ReleaseStore


def write_mark(gradebook: Gradebook, notebook: str, place: Place, mark: Mark) -> None:
    """Set a pupil's points and comment by hand. Raises nbgrader's MissingEntry for work that was not graded."""
    pupil_id, name, cell = place
    comment = gradebook.find_comment(cell, notebook, name, pupil_id)
    _set(gradebook.find_grade(cell, notebook, name, pupil_id), comment, mark)
    gradebook.db.commit()


def keep_marks(data: DataFolder, gradebook_name: str, pupil_id: str | None = None) -> bool:
    """Make the gradebook and the kept marks say the same about one assignment, or one pupil's work on it; says whether
    marks were put in again.

    A mark that the gradebook lacks, such as after it was lost, is put in again; one that was given or changed in
    Formgrader is kept. What was marked and is graded again waits for the teacher only when the answer is another.
    """
    store = MarkStore(data)
    kept, put_in = store.marks(gradebook_name), False
    answer_of = _answers(data, gradebook_name)
    with Gradebook(data.gradebook_url, ReleaseStore(data).course()) as gradebook:
        for place, grade, comment in _rows(gradebook, gradebook_name, kept, pupil_id):
            mark, there = kept.get(place), (grade.manual_score, comment.manual_comment if comment else None)
            by_formgrader = there != (None, None) and (mark is None or (mark.settled and mark.given != there))
            if by_formgrader:
                seen = "" if grade.needs_manual_grade else answer_of(place)
                store.settle(store.record(place, Mark(*there, answer=seen)))
            elif mark is not None:
                if mark.given != there:
                    _set(grade, comment, mark)
                    put_in = True
                if grade.needs_manual_grade or mark.given != there:
                    grade.needs_manual_grade = _waits(grade, mark, answer_of(place))
                if not mark.settled:
                    gradebook.db.commit()
                    store.settle(mark)
        gradebook.db.commit()
    return put_in


def _set(grade: Grade, comment: Comment | None, mark: Mark) -> None:
    grade.manual_score = mark.points
    grade.needs_manual_grade = mark.points is None and grade.auto_score is None
    if comment is not None:
        comment.manual_comment = mark.comment


def _waits(grade: Grade, mark: Mark, answer: str) -> bool:
    if mark.points is None:
        return grade.auto_score is None
    return not mark.answer or mark.answer != answer


def _rows(
    gradebook: Gradebook, gradebook_name: str, kept: Iterable[Place], pupil_id: str | None
) -> Iterator[tuple[Place, Grade, Comment | None]]:
    """The marks of an assignment that a teacher gave or that are kept, with the comment on the same cell."""

    def of(table: type, by_hand: ColumnElement[bool], known: set[tuple[str, str]]) -> Query:
        """Rows by pupil and cell: all by hand, and whatever else may be among the `known` ones."""
        pupils, cells = {pupil for pupil, _ in known}, {cell for _, cell in known}
        query = (
            gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, table)
            .select_from(table)
            .join(BaseCell, BaseCell.id == table.cell_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == gradebook_name)
            .filter(or_(by_hand, and_(SubmittedAssignment.student_id.in_(pupils), BaseCell.name.in_(cells))))
        )
        return query.filter(SubmittedAssignment.student_id == pupil_id) if pupil_id else query

    known = {(place.pupil_id, place.cell) for place in kept}
    comments = {
        (pupil, cell): comment for pupil, cell, comment in of(Comment, Comment.manual_comment.is_not(None), known)
    }
    for pupil, cell, grade in of(Grade, Grade.manual_score.is_not(None), known | comments.keys()):
        yield Place(pupil, gradebook_name, cell), grade, comments.get((pupil, cell))


def _answers(data: DataFolder, gradebook_name: str) -> Callable[[Place], str]:
    """Gives the digest of the open answer at a place; '' where there is none that was graded."""
    judge = cache(partial(Judge, data, gradebook_name))

    @cache
    def of_pupil(pupil_id: str) -> dict[str, str]:
        if not (data.autograded / pupil_id / gradebook_name).is_dir():
            return {}
        try:
            found = judge().read(pupil_id).open_answers
        except SubmissionRefused:
            return {}
        return {cell: digest(answer.text) for cell, answer in found.items()}

    return lambda place: of_pupil(place.pupil_id).get(place.cell, "")
