"""JSON Schemas of the course's YAML files, made from the models, so that an editor completes and checks what is typed.

They stand in `schemas/`; `course schemas` writes them. A YAML file names its own in its first line, as
yaml-language-server (VS Code's YAML extension, and other editors) reads it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scenario_quiz.assignments import AssignmentSettings, AssignmentWords
from scenario_quiz.base import RuleId, Slug
from scenario_quiz.files import write_atomically
from scenario_quiz.layers import school_folders
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
# What a school that extends another says of itself: nothing is required, and null takes out what the other school has.
CHANGES = "-changes"
SCHEMAS |= {f"{name}{CHANGES}": SCHEMAS[name] for name in ("school", "school-words", "rules", "skills")}


def schema_text(name: str) -> str:
    """One of SCHEMAS as the text of a JSON file."""
    schema = TypeAdapter(SCHEMAS[name]).json_schema()
    if name.endswith(CHANGES):
        schema = _as_changes(schema)
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
    parts = file.relative_to(root).with_suffix("").parts
    changes = CHANGES if parts[:1] == ("schools",) and len(school_folders(root / Path(*parts[:2]))) > 1 else ""
    match parts[2:] if parts[:1] == ("schools",) and parts[2:3] == ("exercises",) else parts:
        case ("exercises", _, "assignment"):
            return "assignment"
        case ("exercises", _, _):
            return "assignment-words"
        case ("exercises", _, _, "scenario"):
            return "scenario"
        case ("exercises", _, _, _):
            return "scenario-words"
        case ("schools", _, "reviewed"):
            return "reviewed"
        case ("schools", _, "school" | "rules" | "skills" as name):
            return f"{name}{changes}"
        case ("schools", _, _):
            return f"school-words{changes}"
    return None


def schema_line(file: Path, root: Path) -> str:
    """The first line with which a YAML file of the course names its schema; "" where the course has no schemas in it.

    A path out of the course's folder would name this machine's folders, and lead nowhere on another.
    """
    if not FOLDER.is_relative_to(root):
        return ""
    path = Path(os.path.relpath(FOLDER / f"{schema_of(file, root)}.json", file.parent)).as_posix()
    return f"# yaml-language-server: $schema={path}\n"


def _as_changes(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_as_changes(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    changes = {name: _as_changes(each) for name, each in schema.items() if name != "required"}
    for group in ("properties", "patternProperties"):
        if group in changes:
            changes[group] = {name: _or_null(each) for name, each in changes[group].items()}
    if isinstance(changes.get("additionalProperties"), dict):
        changes["additionalProperties"] = _or_null(changes["additionalProperties"])
    return changes


def _or_null(schema: dict) -> dict:
    return {"anyOf": [schema, {"type": "null"}]}
