"""The notebooks of an exercise: made by nbgrader, without a key, and without a kernel."""

import json
import os

import nbformat
import pytest

from skill_grading.gradebook.assignment import ensure_in_gradebook, release_assignment, released_notebook
from skill_grading.gradebook.guards import DEAD_KERNEL
from skill_grading.releases import ReleaseError


def notebook(folder):
    return nbformat.read(folder / "placement" / "placement.ipynb", as_version=4)


def graded(nb):
    return {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if "nbgrader" in cell.metadata}


def stamps(data):
    return {path: path.stat().st_mtime_ns for path in data.course.rglob("*") if path.is_file()}


def test_the_gradebook_has_a_cell_per_scenario_and_per_open_step(placement):
    assert placement.sql("SELECT b.name, g.max_score, g.cell_type FROM grade_cells g JOIN base_cell b USING (id)") == [
        ("walk", 5.0, "code"),
        ("tell--write", 3.0, "markdown"),
    ]


def test_only_the_copy_for_pupils_has_a_kernel(placement):
    assert notebook(placement.data.source).metadata.kernelspec == DEAD_KERNEL
    assert json.loads(placement.sql("SELECT kernelspec FROM notebook")[0][0]) == DEAD_KERNEL
    assert notebook(placement.data.release).metadata.kernelspec.name == "python3"


def test_score_cells_raise_and_pupils_see_a_comment_only(placement):
    assert "raise RuntimeError" in graded(notebook(placement.data.source))["walk"].source
    assert "raise RuntimeError" in dict(placement.sql("SELECT name, source FROM source_cell"))["walk"]
    assert graded(notebook(placement.data.release))["walk"].source == "# Points come from answers.json."


def test_nothing_that_lies_beside_the_notebook_holds_a_key(placement):
    for folder in (placement.data.source, placement.data.release):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert sorted(path.name for path in files) == ["placement.ipynb", "public.en.json", "public.nl.json"]
        assert not any("CANARY" in path.read_text() or "verdict" in path.read_text() for path in files)


def test_the_released_notebook_shows_the_quizzes_where_it_lies(placement, monkeypatch):
    monkeypatch.chdir(placement.data.release / "placement")
    shown, names = [], {}
    for cell in notebook(placement.data.release).cells:
        if cell.cell_type == "code" and "scenario" in cell.metadata:
            shown.append(eval(cell.source, names))
        elif cell.cell_type == "code":
            exec(cell.source, names)

    assert [quiz.view["id"] for quiz in shown] == ["walk", "tell"]


def test_releasing_again_touches_nothing(placement):
    before = stamps(placement.data)

    release_assignment(placement.data, placement.release)

    assert stamps(placement.data) == before


@pytest.mark.parametrize(
    "lose",
    [
        lambda data: (data.course / "gradebook.db").unlink(),
        lambda data: os.replace(data.release / "placement", data.path / "gone"),
        lambda data: (data.release / "placement" / "public.nl.json").write_text("{}"),
        lambda data: (data.source / "placement" / "placement.ipynb").write_text("{}"),
        lambda data: (data.source / "placement" / "answers.json").write_text("{}"),
        lambda data: (data.source / "placement" / "link").symlink_to(data.releases),
    ],
)
def test_releasing_again_mends_what_was_lost_or_does_not_belong(placement, lose):
    lose(placement.data)

    release_assignment(placement.data, placement.release)

    test_nothing_that_lies_beside_the_notebook_holds_a_key(placement)
    test_the_gradebook_has_a_cell_per_scenario_and_per_open_step(placement)
    test_only_the_copy_for_pupils_has_a_kernel(placement)


def test_other_points_replace_the_cells_while_nobody_handed_in(placement, small_course):
    from tests.grading.placement import Placement

    steps = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]
    steps["left"]["points"] = steps["right"]["points"] = 4

    Placement.make(placement.data.path, small_course)

    assert dict(placement.sql("SELECT name, max_score FROM grade_cells JOIN base_cell USING (id)"))["walk"] == 6.0


@pytest.mark.parametrize("language, prompt", [("nl", "Wat nu?"), ("en", "What now?")])
def test_a_page_of_the_site_is_the_released_notebook_with_the_quiz_as_output(tmp_path, small_course, language, prompt):
    from tests.grading.placement import Placement

    small_course.files["exercises/placement/walk/en.yml"]["steps"]["first"]["prompt"] = "What now?"
    small_course.files["exercises/placement/en.yml"]["title"] = "Placement"
    placement = Placement.make(tmp_path / "data", small_course)

    page = released_notebook(placement.data, "placement", language)

    nbformat.validate(page)
    assert page.cells[0].source == ("# Stage" if language == "nl" else "# Placement") + "\n\nBegin maar."
    quizzes = [cell for cell in page.cells if cell.get("outputs")]
    assert [cell.metadata.tags for cell in quizzes] == [["remove-input"]] * 2
    assert prompt in quizzes[0].outputs[0].data["text/html"]
    hidden = [cell for cell in page.cells[1:] if cell not in quizzes]
    assert all(cell.metadata.tags == ["remove-cell"] for cell in hidden)


def test_what_was_not_released_has_no_page(placement):
    for assignment, language in (("other", "nl"), ("placement", "fr")):
        with pytest.raises(ReleaseError, match="course release"):
            released_notebook(placement.data, assignment, language)
    with pytest.raises(ReleaseError, match="course release"):
        ensure_in_gradebook(placement.data, "other")
