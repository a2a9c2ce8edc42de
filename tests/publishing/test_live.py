"""An exercise as a live app: what lies in its folder. What a browser sees of it is in tests/browser/test_homes.py."""

import json
import socket

import pytest

from course_site.live import live_folder, serve_live
from scenario_quiz.errors import Refusal
from skill_grading.data import DataFolder


@pytest.fixture
def data(tmp_path):
    return DataFolder(tmp_path / "data")


def content(folder, language="nl"):
    return json.loads((folder / f"public.{language}.json").read_text())


def test_the_folder_holds_the_released_notebook_and_no_key(small_course, data):
    folder = live_folder(small_course.load(), data, "placement")

    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["placement.ipynb", "public.en.json", "public.nl.json"]
    assert not any("CANARY" in file.read_text() or "verdict" in file.read_text() for file in files)


def test_a_new_version_comes_in_and_the_answers_stay(small_course, data):
    folder = live_folder(small_course.load(), data, "placement")
    (folder / "answers.json").write_text("given")
    before = content(folder)["content"]
    small_course.files["exercises/placement/walk/nl.yml"]["steps"]["first"]["prompt"] = "Wat nu dan?"

    live_folder(small_course.load(), data, "placement")

    assert content(folder)["content"] != before
    assert (folder / "answers.json").read_text() == "given"


def test_a_taken_port_is_told_before_anything_is_made(small_course, data):
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"course voila placement --port {port + 1}"):
            serve_live(small_course.load(), data, "placement", port, print)
    assert not data.path.exists()
