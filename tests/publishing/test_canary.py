"""No key reaches a pupil: words planted in the keys are looked for in every byte that a pupil can get."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from course_site.publish import publish
from scenario_quiz.course import Course
from scenario_quiz.views import PublicView
from skill_grading.data import DataFolder

CANARY = "zwartekanarie"
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


def plant(words: dict) -> None:
    """Put the canary into every word of a graded scenario that is not for pupils."""
    for step in words["steps"].values():
        for private in ("feedback", "rubric", "anchor"):
            if isinstance(step.get(private), dict):
                step[private] = {name: f"{CANARY} {text}" for name, text in step[private].items()}
            elif private in step:
                step[private] = f"{CANARY} {step[private]}"


@pytest.fixture(scope="module")
def published(root: Path, tmp_path_factory) -> tuple[Path, DataFolder]:
    """The school's own course with canaries in its keys, released and built."""
    copy = tmp_path_factory.mktemp("canary") / "course"
    copy.mkdir()
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(root / name, copy / name)
    for name in ("schools", "chapters", "exercises"):
        shutil.copytree(root / name, copy / name)
    for scenario in copy.glob("exercises/*/*/scenario.yml"):
        structure = yaml.safe_load(scenario.read_text(encoding="utf-8"))
        if structure["use"] != "graded":
            continue
        structure["goals"] = [CANARY]
        scenario.write_text(yaml.safe_dump(structure, sort_keys=False), encoding="utf-8")
        for file in scenario.parent.glob("[a-z][a-z].yml"):
            words = yaml.safe_load(file.read_text(encoding="utf-8"))
            plant(words)
            file.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8")
    data = DataFolder(copy / "_data")
    publish(Course.load(copy), data)
    return copy / "_build", data


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


def test_the_canary_is_in_the_keys(published):
    _, data = published
    assert any(file.name == "full.json" for file in holders(data.releases))


def test_no_file_that_a_pupil_gets_holds_it(published):
    build, data = published
    assert list((build / "site").rglob("*.html"))
    assert list(data.release.rglob("*.ipynb"))
    assert holders(build, data.release) == []
    assert [file for file in holders(data.releases) if file.name != "full.json"] == []


def test_an_exercise_page_holds_nothing_but_public_views(published):
    build, _ = published
    views = [
        json.loads(embedded)
        for page in (build / "site").rglob("*-exercise.html")
        for embedded in re.findall(r'class="scenario-view">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)
    ]
    assert len(views) > 5
    for view in views:
        PublicView.model_validate(view)


def test_a_live_pupil_kernel_holds_none(published, tmp_path):
    import nbformat
    from nbclient import NotebookClient

    _, data = published
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
