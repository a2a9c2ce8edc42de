"""No key reaches a pupil: words planted in the keys are looked for in every byte that a pupil can get."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from scenario_quiz.views import PublicView
from skill_grading.data import DataFolder
from tests.publishing.planted import CANARY

# The word is put together backwards, and its own copy left out, so that looking does not find itself.
LOOK = """
import gc
canary = "".join(reversed("{mirrored}"))
parts = [part for thing in gc.get_objects() for part in gc.get_referents(thing) if type(part) is str]
print("FOUND", len({{part for part in parts if part is not canary and canary in part}}))
"""
PLANT = """
planted = ["so " + "".join(reversed("{mirrored}"))]
"""


@pytest.fixture(scope="module")
def data(published: Path) -> DataFolder:
    return DataFolder(published.with_name("data"))


def holders(*folders: Path) -> list[Path]:
    """The files that hold the canary, also inside a .gz."""
    found = []
    for file in (file for folder in folders for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        if file.suffix == ".gz":
            content = gzip.decompress(content)
        if CANARY.encode() in content:
            found.append(file)
    return found


def test_the_canary_is_in_the_keys(data):
    assert any(file.name == "full.json" for file in holders(data.releases))


def test_no_file_that_a_pupil_gets_holds_it(published, data):
    assert list(published.rglob("*.html"))
    assert list(data.release.rglob("*.ipynb"))
    assert holders(published, data.release) == []
    assert [file for file in holders(data.releases) if file.name != "full.json"] == []


def test_an_exercise_page_holds_nothing_but_public_views(course, published):
    views = [
        json.loads(embedded)
        for name in course.collected
        for page in published.rglob(f"{name}-exercise.html")
        for embedded in re.findall(r'class="scenario-view">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)
    ]
    assert len(views) > 5
    for view in views:
        PublicView.model_validate(view)


def test_a_live_pupil_kernel_holds_none(data, tmp_path):
    import nbformat
    from nbclient import NotebookClient

    [notebook_file] = data.release.rglob("internship.ipynb")
    shutil.copytree(notebook_file.parent, tmp_path / "pupil")
    notebook = nbformat.read(tmp_path / "pupil" / notebook_file.name, as_version=4)
    for code in (LOOK, PLANT, LOOK):
        notebook.cells.append(nbformat.v4.new_code_cell(code.format(mirrored=CANARY[::-1])))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path / "pupil")}}).execute()
    *released, look, _, look_after_planting = notebook.cells
    assert look.outputs[0].text == "FOUND 0\n"
    assert look_after_planting.outputs[0].text != "FOUND 0\n"
    assert CANARY not in nbformat.writes(notebook)
    assert any("application/vnd.jupyter.widget-view+json" in str(cell.get("outputs")) for cell in released)
