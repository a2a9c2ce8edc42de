"""The peer of bench_pages: the same chapters as a plain Jupyter Book with stock ipywidgets, as written without us.

Default theme, stock settings; each scenario is a cell with a label, radio buttons and a button per step.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from scenario_quiz.course import Course
from scenario_quiz.views import practice_view

DIRECTIVE = re.compile(r"```\{scenario\} (\S+)\n```")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
CELL = """{situation}

```{{code-cell}} ipython3
:tags: [remove-input]
import ipywidgets as widgets
widgets.VBox([
{widgets}
])
```"""


def build_plain(course: Course, pages: list[str], language: str, folder: Path) -> Path:
    """The built HTML of `pages`, with their scenarios as ipywidgets; cells are executed. `folder` must not exist."""
    (folder / language).mkdir(parents=True)
    shutil.copytree(course.root / "chapters" / "pictures", folder / "pictures")
    for page in pages:
        text = (course.root / "chapters" / language / f"{page}.md").read_text("utf-8")
        text = DIRECTIVE.sub(lambda found: _cell(course, found[1], language), FRONT_MATTER.sub("", text))
        (folder / language / f"{page}.md").write_text(HEAD + text, "utf-8")
    config = yaml.safe_load((course.root / "_config.yml").read_text("utf-8"))
    settings = {"title": config["title"], "parse": config["parse"], "execute": {"execute_notebooks": "force"}}
    first, *others = [f"{language}/{page}" for page in pages]
    contents = {"format": "jb-book", "root": first} | (
        {"chapters": [{"file": each} for each in others]} if others else {}
    )
    for name, data in {"_config.yml": settings, "_toc.yml": contents}.items():
        (folder / name).write_text(yaml.safe_dump(data), "utf-8")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "--quiet", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "_build" / "html"


def _cell(course: Course, reference: str, language: str) -> str:
    view = practice_view(course.scenario(reference), course.school, language)
    lines = []
    for step in view.steps.values():
        lines.append(f"    widgets.Label({step.prompt!r}),")
        if options := [line.text for line in step.lines()]:
            lines.append(f"    widgets.RadioButtons(options={options!r}),")
        lines.append("    widgets.Button(description='OK'),")
    return CELL.format(situation=view.situation or "", widgets="\n".join(lines))
