"""The notebooks of an exercise: nbgrader's source, its released copy, and the one that becomes a page of the site."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, upgrade

from scenario_quiz.assignments import AssignmentWords
from scenario_quiz.html import static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.release import Release
from skill_grading.course_folder import load_settings
from skill_grading.data import DataFolder
from skill_grading.folders import holds, replace_folder
from skill_grading.gradebook.facts import has_assignment
from skill_grading.gradebook.guards import DEAD_KERNEL, NEVER_RUN
from skill_grading.releases import Published, ReleaseError, ReleaseStore, cells, open_cell, public_json

EXERCISE = """\
from scenario_quiz.workbook import Exercise

exercise = Exercise("{language}")"""
QUIZ = 'exercise.quiz("{scenario}")'
LIVE = "live-only"  # the tag of a cell that makes sense only where a kernel runs
HAND_IN = "exercise.hand_in()"


def release_assignment(data: DataFolder, release: Release) -> Published:
    """Publish `release`: keep it with its key, and give nbgrader its notebook and cells.

    Does nothing, quickly, when all of that is done. Raises ReleaseError.
    """
    published = ReleaseStore(data).publish(release)
    ensure_in_gradebook(data, published.gradebook_name)
    return published


def ensure_in_gradebook(data: DataFolder, gradebook_name: str) -> None:
    """Make nbgrader's source and released notebook and its cells of one gradebook assignment, where they are not
    there already. Raises ReleaseError for a name without a release, and when nbgrader refuses.
    """
    release = ReleaseStore(data).newest(gradebook_name)
    if release is None:
        raise ReleaseError(f"'{gradebook_name}' was never released; run `course release`.")
    files = {f"public.{language}.json": public_json(release, language).encode() for language in release.languages}
    notebook = _notebook_file(release)
    source = files | {notebook: nbformat.writes(source_notebook(release)).encode()}
    if (
        holds(data.source / gradebook_name, source)
        and holds(data.release / gradebook_name, files | {notebook: None})
        and has_assignment(data.gradebook_url, gradebook_name)
    ):
        return
    replace_folder(data.source / gradebook_name, source)
    _generate(data, gradebook_name)


def source_notebook(release: Release) -> NotebookNode:
    """The notebook that nbgrader keeps to itself, in the first language of the release."""
    language = release.languages[0]
    points = cells(release)
    body = [
        new_markdown_cell(_introduction(release.words[language])),
        new_markdown_cell(load_labels("skill_grading", language)["notebook_start"], metadata={"tags": ["remove-cell"]}),
        new_code_cell(EXERCISE.format(language=language), metadata={"tags": ["remove-cell"]}),
    ]
    for scenario in release.scenarios:
        metadata = {"scenario": scenario.id, "tags": ["remove-input"]}
        body.append(new_code_cell(QUIZ.format(scenario=scenario.id), metadata=metadata))
        if scenario.id in points:
            body.append(_graded(new_code_cell(NEVER_RUN), scenario.id, points[scenario.id]))
        for name, step in scenario.decisions.items():
            if step.marked_by_hand:
                grade_id = open_cell(scenario.id, name)
                body.append(_graded(new_markdown_cell(""), grade_id, points[grade_id]))
    body.append(new_code_cell(HAND_IN, metadata={"tags": [LIVE]}))
    for number, cell in enumerate(body):
        cell.id = f"cell-{number}"
    return new_notebook(cells=body, metadata={"kernelspec": dict(DEAD_KERNEL)})


def released_notebook(data: DataFolder, assignment: str, language: str) -> NotebookNode:
    """The released notebook of the current version in `language`, every quiz cell with the quiz as its output.

    No kernel is started, and what needs one is left out. Quiz cells have the tag `remove-input`, cells for grading
    `remove-cell`. Raises ReleaseError when the assignment, or the language of it, was not released.
    """
    store = ReleaseStore(data)
    release = store.current(assignment)
    if release is None or language not in release.languages:
        raise ReleaseError(f"'{assignment}' was not released in the language '{language}'; run `course release`.")
    name = store.gradebook_name(assignment, release.version)
    notebook = upgrade(nbformat.read(data.release / name / _notebook_file(release), as_version=4))
    labels = load_labels("scenario_quiz", language)
    views = {view.id: view for view in release.public(language)}
    notebook.cells[0].source = _introduction(release.words[language])
    notebook.cells = [cell for cell in notebook.cells if LIVE not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if "scenario" in cell.metadata:
            html = static_html(views[cell.metadata.scenario], labels)
            cell.outputs = [new_output("display_data", {"text/html": html})]
    return notebook


def _introduction(words: AssignmentWords) -> str:
    return f"# {words.title}\n\n{words.introduction}"


def _notebook_file(release: Release) -> str:
    return f"{release.assignment}.ipynb"


def _graded(cell: NotebookNode, grade_id: str, points: float) -> NotebookNode:
    by_hand = cell.cell_type == "markdown"
    cell.metadata["tags"] = ["remove-cell"]
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "cell_type": cell.cell_type,
        "grade": True,
        "grade_id": grade_id,
        "locked": not by_hand,
        "points": points,
        "solution": by_hand,
        "task": False,
    }
    return cell


def _generate(data: DataFolder, gradebook_name: str) -> None:
    # nbgrader takes two seconds to load, which a release that changed nothing need not wait for.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log

    settings = load_settings(data)
    course = CourseDirectory(config=settings)
    course.assignment_id = gradebook_name
    converter = GenerateAssignment(coursedir=course, config=settings)
    converter.force = True
    result = capture_log(converter)
    if not result["success"]:
        raise ReleaseError(f"nbgrader could not release '{gradebook_name}':\n{result.get('log', result['error'])}")
