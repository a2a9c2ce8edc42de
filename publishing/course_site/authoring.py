"""New scenarios, chapters, schools and languages: files from templates, in their place. Overwrites nothing."""

from __future__ import annotations

from pathlib import Path
from string import Template

from pydantic import TypeAdapter, ValidationError

from course_site.contents import TOC, Contents
from course_site.coverage import PAGE as COVERAGE
from course_site.protocol_page import PAGE as PROTOCOL
from course_site.yaml_lists import add_item
from scenario_quiz.assignments import AssignmentSettings
from scenario_quiz.base import Language, Slug
from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically
from scenario_quiz.json_schemas import schema_line
from scenario_quiz.layers import SCHOOL, Layers
from scenario_quiz.school import School
from scenario_quiz.yaml_file import read_yaml

TEMPLATES = Path(__file__).parent / "templates"
FALLBACK = "en"  # for a language that the templates don't speak


def new_scenario(root: Path, school: School, reference: str, kind: str, use: str) -> list[Path]:
    """Write the scenario `reference` ("assignment/name") of one step of `kind`; gives the files, the changed one last.

    A graded one also gets its place at the end of the exercise; the first one starts the assignment. For a school
    that extends another, the scenario is its own: it stands in the school's folder, and no other school has it.
    Raises Refusal when something is there already, or practice has no assignment to belong to.
    """
    assignment, _, name = reference.partition("/")
    for part in (assignment, name):
        _checked(Slug, part, f"'{reference}' names no scenario; write ASSIGNMENT/NAME in small letters and hyphens.")
    layers = Layers.of(root, school.id)
    home = (layers.folders[-1] if school.settings.extends else root) / "exercises" / assignment
    settings = layers.find("exercises", assignment, "assignment.yml")
    if not settings.is_file() and use != "graded":
        known = ", ".join(name for name, path in layers.entries("exercises").items() if path.is_dir())
        raise Refusal(
            f"There is no assignment '{assignment}'; there is: {known}. A new one starts with its first graded "
            f"scenario: course new scenario {reference} --kind {kind} --use graded"
        )
    special = TEMPLATES / "scenario" / f"{kind}-{use}"
    template = special if special.is_dir() else TEMPLATES / "scenario" / kind
    skill = next(name for name, skill in school.skills.items() if "pupils" in skill.audience)
    values = {"use": use, "skill": skill, "rule": school.skills[skill].rules[0]}
    files = _filled(template, home / name, school, "scenario", values)
    if not settings.is_file():
        files |= _filled(
            TEMPLATES / "assignment", home, school, "assignment", {"chapter": assignment, "scenario": name}
        )
    elif use == "graded":
        if read_yaml(settings).parse(AssignmentSettings).self_check:
            raise Refusal(f"'{assignment}' is a self-check, and nothing in it is graded; leave --use graded out.")
        if settings.parent != home:
            return _write_new(files, root)
        changed = add_item(settings.read_text(encoding="utf-8"), ("graded",), name)
        return [*_write_new(files, root), _rewrite(settings, changed)]
    return _write_new(files, root)


def new_chapter(root: Path, school: School, name: str) -> list[Path]:
    """Write the page `name` for each language that has chapters, and its line in `_toc.yml`, which is given last.

    The line comes after the pupils' last chapter. Raises Refusal when the page is there already.
    """
    _checked(Slug, name, f"'{name}' can't be a page's name; write it in small letters and hyphens.")
    folders = [folder for language in school.languages if (folder := root / "chapters" / language).is_dir()]
    toc = root / TOC
    parts = read_yaml(toc).parse(Contents).parts
    places = [
        (part, index)
        for part, each in enumerate(parts)
        if each.readers == "pupils"
        for index, chapter in enumerate(each.chapters)
        if chapter.file not in (PROTOCOL, COVERAGE)
    ]
    part, index = places[-1] if places else (0, len(parts[0].chapters) - 1)
    changed = add_item(toc.read_text(encoding="utf-8"), ("parts", part, "chapters"), f"file: {name}", after=index)
    pages = {folder / f"{name}.md": _template(TEMPLATES / "chapter", folder.name, ".md") for folder in folders}
    return [*_write_new(pages, root), _rewrite(toc, changed)]


def new_school(root: Path, base: str, name: str) -> list[Path]:
    """Write the folder of a school that extends the school `base`; gives its `school.yml`. Raises Refusal."""
    _checked(Slug, name, f"'{name}' can't be a school's folder; write it in small letters and hyphens.")
    text = (TEMPLATES / "school" / SCHOOL).read_text(encoding="utf-8")
    path = root / "schools" / name / SCHOOL
    return _write_new({path: Template(text).substitute(base=base, name=name)}, root)


def new_language(root: Path, school: School, language: str, labels: list[Path]) -> list[Path]:
    """Copy every words file of the school's first language, and of the folders `labels`, as a start for `language`.

    Files that are there already stay as they are. Gives what was written, `school.yml` last. Raises Refusal.
    """
    _checked(Language, language, f"'{language}' is no language; write its two letters, such as fr.")
    if language in school.languages:
        raise Refusal(f"The school has the language '{language}' already.")
    source = school.languages[0]
    settings = root / "schools" / school.id / "school.yml"
    changed = add_item(settings.read_text(encoding="utf-8"), ("languages",), language)
    originals = [settings.parent / f"{source}.yml", *sorted((root / "exercises").rglob(f"{source}.yml"))]
    originals += [path for folder in labels if (path := folder / f"{source}.yml").is_file()]
    copies = {path.with_stem(language): _to_translate(path, language) for path in originals}
    return [*_write_new({path: text for path, text in copies.items() if not path.exists()}, root),
            _rewrite(settings, changed)]  # fmt: skip


def _checked(shape: object, value: str, message: str) -> None:
    try:
        TypeAdapter(shape).validate_python(value)
    except ValidationError:
        raise Refusal(message) from None


def _filled(template: Path, folder: Path, school: School, main: str, values: dict[str, str]) -> dict[Path, str]:
    """The files of `folder` from `template`: one words file for each language, then the main one."""
    words = {folder / f"{language}.yml": _template(template, language, ".yml") for language in school.languages}
    text = (template / f"{main}.yml").read_text(encoding="utf-8")
    return words | {folder / f"{main}.yml": Template(text).substitute(values)}


def _template(folder: Path, language: str, ending: str) -> str:
    path = folder / f"{language}{ending}"
    return (path if path.is_file() else folder / f"{FALLBACK}{ending}").read_text(encoding="utf-8")


def _to_translate(path: Path, language: str) -> str:
    """The text of `path` under a comment that says what is to be done with it."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = 1 if lines and "$schema=" in lines[0] else 0
    lines.insert(first, f"# TRANSLATE into {language}: copied from {path.name}. Take out this line when it is done.\n")
    return "".join(lines)


def _write_new(files: dict[Path, str], root: Path) -> list[Path]:
    """Write files that must not be there yet, each YAML file with the line that names its schema."""
    if taken := [path for path in files if path.exists()]:
        raise Refusal(f"{taken[0]} is there already, and stays as it is; choose another name.")
    for path, text in files.items():
        named = path.suffix == ".yml" and path.is_relative_to(root) and "$schema=" not in text.partition("\n")[0]
        # First the text alone: which schema a school's file has depends on what the file says.
        write_atomically(path, text)
        if named:
            write_atomically(path, schema_line(path, root) + text)
    return list(files)


def _rewrite(path: Path, text: str) -> Path:
    write_atomically(path, text)
    return path
