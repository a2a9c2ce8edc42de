"""A small course with two parallel forms of an entry check and final exam, made from its graded story."""

from __future__ import annotations

import copy

from tests.conftest import SmallCourse

DECISIONS = 4
"""Stories in each form, with one decision each."""


def add_forms(course: SmallCourse) -> None:
    """Give the course `form-a` and `form-b`: the same make-up, each with its own stories."""
    for letter in "ab":
        names = [f"{letter}-{number}" for number in range(DECISIONS)]
        folder = f"exercises/form-{letter}"
        course.files[f"{folder}/assignment.yml"] = {"form": letter, "minutes": 5, "graded": names}
        for language in ("nl", "en"):
            course.files[f"{folder}/{language}.yml"] = {"title": f"Reeks {letter}", "introduction": "Begin."}
        for number, name in enumerate(names):
            story = copy.deepcopy(course.files["exercises/placement/walk/scenario.yml"])
            story["steps"] = {"right": story["steps"]["right"] | {"skill": "confidentiality", "fine": number % 2 == 1}}
            story |= {"start": "right", "goals": [name]}
            course.files[f"{folder}/{name}/scenario.yml"] = story
            for language in ("nl", "en"):
                words = copy.deepcopy(course.files[f"exercises/placement/walk/{language}.yml"])
                words["steps"] = {"right": words["steps"]["right"]}
                course.files[f"{folder}/{name}/{language}.yml"] = words | {"title": f"Verhaal {name}"}
    course.write()
