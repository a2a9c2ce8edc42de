"""The page of an exercise: the released notebook between the two places where pupils hand in, or a self-check."""

from __future__ import annotations

from html import escape

import nbformat
from nbformat.v4 import new_markdown_cell

from scenario_quiz.assignments import Assignment
from scenario_quiz.errors import CourseError, Problem
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import released_notebook
from skill_grading.releases import ReleaseError, ReleaseStore


def exercise_page(data: DataFolder, assignment: str, language: str, saver: str, public_key: str) -> bytes:
    """The page's source: a notebook as JSON. Raises CourseError when there is no release in `language`.

    `saver` is the address of the script that saves answers as a file; the file is sealed for `public_key`, unless
    that is ''.
    """
    try:
        notebook = released_notebook(data, assignment, language)
    except ReleaseError as error:
        raise CourseError([Problem(data.releases / assignment, str(error))]) from None
    release = ReleaseStore(data).current(assignment)
    title = escape(release.words[language].title)
    start = f'data-assignment="{assignment}" data-content="{release.version}" data-title="{title}"'
    start += f' data-save="{saver}"' + (f' data-key="{public_key}"' if public_key else "")
    # The title comes first, then the pupil's code, then the questions.
    notebook.cells.insert(1, _place("hand-in", start))
    notebook.cells.append(_place("hand-in-end", f'data-assignment="{assignment}"'))
    return nbformat.writes(notebook).encode()


def self_check_page(assignment: Assignment, language: str) -> str:
    """The page's source as Markdown: practice scenarios with their feedback, and nowhere to hand in."""
    words = assignment.words[language]
    scenarios = [f"```{{scenario}} {assignment.id}/{scenario.id}\n:level: 2\n```\n" for scenario in assignment.exercise]
    return "\n".join([f"# {words.title}\n", f"{words.introduction}\n", *scenarios])


def _place(name: str, attributes: str) -> nbformat.NotebookNode:
    return new_markdown_cell(f'<div class="{name}" {attributes}></div>', id=name)
