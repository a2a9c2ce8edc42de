from __future__ import annotations

from pathlib import Path

import pytest

from scenario_quiz.errors import CourseError
from scenario_quiz.placeholders import filled, filled_text
from scenario_quiz.yaml_file import read_yaml

VALUES = {"school": "Kade", "platform": "Lesboot"}


def test_a_name_is_filled_in_wherever_a_text_stands(tmp_path):
    path = tmp_path / "nl.yml"
    path.write_text('title: Op {{ platform }}\nlist:\n  - {a: "{{school}} en {{ platform }}"}\nnumber: 3\n')
    assert filled(read_yaml(path), VALUES).data == {
        "title": "Op Lesboot",
        "list": [{"a": "Kade en Lesboot"}],
        "number": 3,
    }


def test_an_unknown_placeholder_in_words_is_told_with_file_and_line(tmp_path):
    path = tmp_path / "nl.yml"
    path.write_text("title: Een titel\nsteps:\n  first: Op {{ plaform }}\n")
    with pytest.raises(CourseError) as refused:
        filled(read_yaml(path), VALUES)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.field) == (path, 3, "steps.first")
    assert "{{ plaform }}" in problem.message and "{{ platform }}" in problem.message


def test_every_unknown_placeholder_of_a_page_is_told_with_its_line():
    with pytest.raises(CourseError) as refused:
        filled_text("{{ school }}\n\n{{ a }} {{ b }}\n{{ c }}\n", VALUES, Path("page.md"))
    assert [problem.line for problem in refused.value.problems] == [3, 3, 4]


def test_a_page_keeps_its_lines_and_everything_that_is_no_placeholder():
    text = "# {{ school }}\n\n```{scenario} a/b\n```\n{ platform } {{\nplatform }}\n"
    assert filled_text(text, VALUES, Path("page.md")) == text.replace("{{ school }}", "Kade")
