"""JSON Schemas of the course's YAML files, made from the models, so that an editor completes and checks what is typed.

They stand in `schemas/`; `course schemas` writes them. A YAML file names its own in its first line, as
yaml-language-server (VS Code's YAML extension, and other editors) reads it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import TypeAdapter

from scenario_quiz.base import RuleId, Slug
from scenario_quiz.course import AssignmentSettings, AssignmentWords
from scenario_quiz.files import write_atomically
from scenario_quiz.scenario import ScenarioWords, Structure
from scenario_quiz.school import Reviewed, Rule, SchoolWords, Settings, Skill

# The newest draft that yaml-language-server supports in full; the schemas use nothing newer.
DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = Path(__file__).parent / "schemas"

SCHEMAS: dict[str, type] = {
    "scenario": Structure,
    "scenario-words": ScenarioWords,
    "assignment": AssignmentSettings,
    "assignment-words": AssignmentWords,
    "school": Settings,
    "school-words": SchoolWords,
    "rules": dict[RuleId, Rule],
    "skills": dict[Slug, Skill],
    "reviewed": Reviewed,
}


def schema_text(name: str) -> str:
    """One of SCHEMAS as the text of a JSON file."""
    schema = TypeAdapter(SCHEMAS[name]).json_schema()
    return json.dumps({"$schema": DRAFT, **schema}, indent=1) + "\n"


def write_schemas(folder: Path = FOLDER) -> list[Path]:
    """Write every schema into `folder`; gives the files that changed."""
    texts = {folder / f"{name}.json": schema_text(name) for name in SCHEMAS}
    changed = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        write_atomically(path, texts[path])
    return changed


def schema_of(file: Path, root: Path) -> str | None:
    """Which of SCHEMAS a YAML file of the course at `root` follows; None for any other file."""
    match file.relative_to(root).with_suffix("").parts:
        case ("exercises", _, "assignment"):
            return "assignment"
        case ("exercises", _, _):
            return "assignment-words"
        case ("exercises", _, _, "scenario"):
            return "scenario"
        case ("exercises", _, _, _):
            return "scenario-words"
        case ("schools", _, "school" | "rules" | "skills" | "reviewed" as name):
            return name
        case ("schools", _, _):
            return "school-words"
    return None


def schema_line(file: Path, root: Path) -> str:
    """The first line with which a YAML file of the course names its schema; "" where the course has no schemas in it.

    A path out of the course's folder would name this machine's folders, and lead nowhere on another.
    """
    if not FOLDER.is_relative_to(root):
        return ""
    path = Path(os.path.relpath(FOLDER / f"{schema_of(file, root)}.json", file.parent)).as_posix()
    return f"# yaml-language-server: $schema={path}\n"
