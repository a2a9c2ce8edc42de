"""Two parallel forms: the assignments of which a pupil does one as the entry check and the other as the final exam.

Growth can be read from them only when both ask equally much of every skill, so their make-up is checked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from scenario_quiz.assignments import Assignment
from scenario_quiz.course import Course
from scenario_quiz.errors import Problem


class Moment(StrEnum):
    """The two moments that a teacher thinks in; which form that is differs from pupil to pupil."""

    ENTRY = "entry"
    EXAM = "exam"


def form_problems(course: Course) -> Iterator[Problem]:
    """What keeps the course's forms from being a pair of equal make-up; nothing for a course without forms."""
    forms = [assignment for assignment in course.assignments.values() if assignment.form]
    if not forms:
        return
    letters = [assignment.form for assignment in forms]
    if sorted(letters) != ["a", "b"]:
        found = ", ".join(f"{each.id} (form: {each.form})" for each in forms)
        yield forms[-1].settings_file.problem(
            f"the entry check and the final exam need one assignment with form: a and one with form: b; found {found}",
            "form",
        )
        return
    for name in Moment:
        if name in course.assignments:
            yield course.assignments[name].settings_file.problem(
                f"'{name}' is what teachers call a moment of the two forms; give this folder another name"
            )
    a, b = sorted(forms, key=lambda each: each.form)
    for name in sorted(a.scenarios.keys() & b.scenarios.keys()):
        yield b.files[name]["scenario"].problem(f"{a.id} has a scenario '{name}' too; give this one another name")
    for what in _differences(a, b):
        yield b.settings_file.problem(
            f"the two forms differ, so growth could not be told from difficulty; give both the same: {what}", "graded"
        )


def _differences(a: Assignment, b: Assignment) -> Iterator[str]:
    for (words, counts_a), (_, counts_b) in zip(_make_up(a), _make_up(b), strict=True):
        for key in sorted(counts_a.keys() | counts_b.keys()):
            if counts_a[key] != counts_b[key]:
                yield f"{words.format(*key)}: {a.id} has {counts_a[key]:g}, {b.id} has {counts_b[key]:g}"


def _make_up(assignment: Assignment) -> list[tuple[str, Counter[tuple[str, ...]]]]:
    """What is counted of a form, each with its words; of a story with branches every branch counts."""
    steps = [step for scenario in assignment.exercise for step in scenario.decisions.values()]
    side = {True: "sharing is right", False: "holding back is right"}
    return [
        ("decisions for {0} where {1}", Counter((step.skill, side[step.fine]) for step in steps)),
        ("{0} steps for {1}", Counter((step.kind, step.skill) for step in steps)),
        ("must-pass decisions", Counter(() for step in steps if step.must_pass)),
        ("points at most", Counter({(): sum(scenario.most for scenario in assignment.exercise)})),
    ]
