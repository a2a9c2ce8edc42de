"""What stands in nbgrader's place for a kernel: exactly one number per score cell, texts as text."""

import nbformat
import pytest
from nbgrader.utils import determine_grade

from scenario_quiz.answers import parse_answers
from scenario_quiz.scoring import score
from skill_grading.collecting.submissions import SubmissionRefused
from skill_grading.gradebook.preprocessors import fill_in


@pytest.fixture
def notebook(placement):
    return nbformat.read(placement.data.release / "placement" / "placement.ipynb", as_version=4)


def filled(placement, notebook, **given):
    fill_in(notebook, placement.release, score(placement.release, parse_answers(placement.answers(**given))))
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


@pytest.mark.parametrize(
    "given, points", [({}, 5.0), ({"first": None}, 0.0), ({"first": "post", "ticked": ["name"]}, 1.5)]
)
def test_nbgrader_reads_the_points_of_the_scorer(placement, notebook, given, points):
    cell = filled(placement, notebook, **given)["walk"]

    assert len(cell.outputs) == 1
    assert determine_grade(cell) == (points, 5.0)


def test_outputs_that_were_there_are_replaced(placement, notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "5"})]

    assert determine_grade(filled(placement, notebook, first=None)["walk"]) == (0.0, 5.0)


@pytest.mark.parametrize("text, points", [(None, 0), ("", 0), (" \n", 0), ("—", None), ("Ik vraag het.", None)])
def test_an_open_answer_waits_for_the_teacher_and_none_gets_nothing(placement, notebook, text, points):
    cell = filled(placement, notebook, text=text)["tell--write"]

    assert determine_grade(cell) == (points, 3.0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cells: cells.remove([cell for cell in cells if "nbgrader" in cell.metadata][-1]),
        lambda cells: [cell for cell in cells if "nbgrader" in cell.metadata][0].metadata.nbgrader.update(points=50),
        lambda cells: [cell for cell in cells if "nbgrader" in cell.metadata][0].metadata.nbgrader.update(grade=False),
    ],
)
def test_a_notebook_with_other_cells_is_refused(placement, notebook, spoil):
    spoil(notebook.cells)

    with pytest.raises(SubmissionRefused) as refused:
        filled(placement, notebook)
    assert refused.value.code == "wrong_cells"


def test_the_teacher_reads_what_the_pupil_chose(placement, notebook):
    filled(placement, notebook, first="hide", ticked=[])

    (text,) = [cell.outputs[0].data["text/plain"] for cell in notebook.cells if cell.metadata.get("scenario") == "walk"]
    assert text.splitlines() == [
        "Wandelen",
        "",
        "Wat nu?",
        "    → Verbergen.",
        "    1 van 2 punten",
        "",
        "Wie vraag je?",
        "    → (niets aangeduid)",
        "    0 van 3 punten",
    ]
