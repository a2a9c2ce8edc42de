import json
from pathlib import Path

import jsonschema
import pytest

from scenario_quiz.json_schemas import FOLDER, SCHEMAS, schema_line, schema_of, schema_text, write_schemas
from scenario_quiz.yaml_file import read_yaml


def yaml_files(root):
    return sorted(path for folder in ("exercises", "schools") for path in (root / folder).rglob("*.yml"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_as_the_models_make_them(name):
    current = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert current == schema_text(name), "run: course schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name):
    jsonschema.Draft7Validator.check_schema(json.loads(schema_text(name)))


def test_only_schemas_stand_in_the_folder():
    assert {path.stem for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_every_file_of_the_course_fits_its_schema(root):
    validators = {name: jsonschema.Draft7Validator(json.loads(schema_text(name))) for name in SCHEMAS}
    for path in yaml_files(root):
        errors = [error.message for error in validators[schema_of(path, root)].iter_errors(read_yaml(path).data)]
        assert errors == [], path


def test_a_slip_does_not_fit_its_schema(small_course):
    validator = jsonschema.Draft7Validator(json.loads(schema_text("scenario")))
    walk = small_course.files["exercises/placement/walk/scenario.yml"]
    assert validator.is_valid(walk)
    walk["steps"]["first"]["choices"]["ask"]["verdict"] = "fine"
    assert not validator.is_valid(walk)


def test_a_schema_that_is_named_is_the_files_own(root):
    for path in yaml_files(root):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if "$schema=" in first:
            assert f"{first}\n" == schema_line(path, root), path
            assert (path.parent / first.partition("$schema=")[2]).is_file(), path


def test_a_file_names_its_schema_by_a_path_inside_the_course(root, small_course):
    line = schema_line(root / "exercises/placement/new/nl.yml", root)
    assert line == "# yaml-language-server: $schema=../../../widgets/scenario_quiz/schemas/scenario-words.json\n"
    assert schema_line(small_course.root / "schools/small-school/rules.yml", small_course.root) == ""


def test_every_yaml_file_of_the_course_has_a_schema_and_others_have_none(small_course):
    assert all(schema_of(path, small_course.root) for path in yaml_files(small_course.root))
    assert schema_of(Path("_toc.yml"), Path()) is None


def test_writing_leaves_current_files_alone(tmp_path):
    assert len(write_schemas(tmp_path)) == len(SCHEMAS)
    (tmp_path / "rules.json").write_text("{}")
    assert [path.name for path in write_schemas(tmp_path)] == ["rules.json"]
