"""The words of a user interface, per language, in `labels/<language>.yml` of each package."""

from __future__ import annotations

import re
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


def labels_for(script: str, labels: dict[str, str]) -> dict[str, str]:
    """What of `labels` the text of `script` can ask for: by name, by a name of which it makes the end
    (`ending_${outcome}`), or, for a count of one, as `<name>_one`.
    """
    names = set(re.findall(r"\w+", script))
    beginnings = tuple(re.findall(r"\w+_(?=\$\{)", script))
    return {
        name: text
        for name, text in labels.items()
        if name.removesuffix("_one") in names or (beginnings and name.startswith(beginnings))
    }
