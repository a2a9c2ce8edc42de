"""The words of a user interface, per language, in `labels/<language>.yml` of each package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from scenario_quiz.yaml_file import read_yaml


@cache
def load_labels(package: str, language: str) -> dict[str, str]:
    """The labels of `package` in `language` as {key: text with {placeholders}}.

    Raises CourseError when the package has no labels in that language.
    """
    path = Path(str(files(package))) / "labels" / f"{language}.yml"
    return read_yaml(path).parse(dict[str, str])
