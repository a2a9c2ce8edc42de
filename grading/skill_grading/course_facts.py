"""What grading and feedback need of the course beside the frozen exercises: the school, and where to read again."""

from __future__ import annotations

from collections.abc import Sequence

from scenario_quiz.base import Model, Slug
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.school import School
from skill_grading.data import DataFolder


class CourseFacts(Model):
    """The school, {assignment: the chapter that it belongs to}, the forms of the entry check: {"a": assignment}, and
    all that is handed in, in the order of the book.
    """

    school: School
    chapters: dict[Slug, Slug]
    forms: dict[Slug, Slug] = {}
    order: list[Slug] = []

    @classmethod
    def of(cls, course: Course, order: Sequence[str] = ()) -> CourseFacts:
        chapters = {name: one.chapter for name, one in course.collected.items() if one.chapter}
        return cls(school=course.school, chapters=chapters, forms=course.forms, order=list(order))


def keep_facts(data: DataFolder, facts: CourseFacts) -> None:
    """Keep `facts` in the data folder, for nbgrader, which knows no course."""
    content = facts.model_dump_json().encode()
    if not data.facts.exists() or data.facts.read_bytes() != content:
        write_atomically(data.facts, content)


def kept_for(data: DataFolder) -> str | None:
    """The id of the school whose data these are; None for a folder that says nothing of it yet."""
    try:
        return kept_facts(data).school.id
    except Refusal:
        return None


def kept_facts(data: DataFolder) -> CourseFacts:
    """The facts that the last `course release` kept. Raises Refusal when there was none."""
    try:
        return CourseFacts.model_validate_json(data.facts.read_bytes())
    except (OSError, ValueError):
        raise Refusal(f"{data.facts} can't be read. Run: course release") from None
