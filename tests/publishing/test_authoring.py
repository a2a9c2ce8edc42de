"""Starting scenarios, chapters and languages: what is written is valid, and nothing that was there is touched."""

import pytest
import yaml

from course_site.authoring import TEMPLATES, new_chapter, new_language, new_scenario
from scenario_quiz import json_schemas
from scenario_quiz.course import Course, school_at
from scenario_quiz.errors import Refusal
from scenario_quiz.giveaways import giveaways
from scenario_quiz.kinds import KINDS
from scenario_quiz.lint import lint
from scenario_quiz.scenario import load_scenario

SETTINGS = "exercises/placement/assignment.yml"


@pytest.fixture
def root(small_course):
    (small_course.root / "_toc.yml").write_text(
        "# pages\nformat: jb-book\nroot: welcome\nparts:\n  - caption: placement\n    chapters:\n"
        "      - file: placement   # the first\n  - caption: rules\n    chapters:\n      - file: protocol\n"
    )
    (small_course.root / "chapters/nl").mkdir(parents=True)
    return small_course.root


def start(root, reference, kind, use="practice"):
    return new_scenario(root, school_at(root), reference, kind, use)


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("use", ["practice", "graded"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_makes_a_scenario_that_needs_no_mending(root, kind, use):
    written = start(root, "placement/fresh", kind, use)
    assert {path.name for path in written} >= {"scenario.yml", "nl.yml", "en.yml"}
    course = Course.load(root)
    assert [str(problem) for problem in lint(course) + giveaways(course)] == []
    scenario = course.scenario("placement/fresh")
    assert scenario.use == use
    assert next(iter(scenario.decisions.values())).kind == kind
    assert (scenario in course.assignments["placement"].graded) == (use == "graded")


@pytest.mark.parametrize("folder", sorted((TEMPLATES / "scenario").iterdir()), ids=lambda folder: folder.name)
def test_the_templates_words_differ_between_languages_in_words_only(folder):
    def shape(value):
        return {name: shape(part) for name, part in value.items()} if isinstance(value, dict) else None

    dutch, english = (yaml.safe_load((folder / f"{language}.yml").read_text()) for language in ("nl", "en"))
    assert shape(dutch) == shape(english) and dutch != english


def test_the_branching_template_shows_a_chat_and_a_way_back(root):
    start(root, "placement/fresh", "choice")
    scenario, _ = load_scenario(root / "exercises/placement/fresh", school_at(root))
    assert scenario.show.kind == "chat"
    assert len(scenario.paths()) > 1
    assert any(ending.back_to for ending in scenario.endings.values())


def test_every_file_names_its_schema(root, monkeypatch):
    monkeypatch.setattr(json_schemas, "FOLDER", root / "schemas")
    for path in start(root, "placement/fresh", "mark"):
        name = "scenario" if path.stem == "scenario" else "scenario-words"
        first = f"# yaml-language-server: $schema=../../../schemas/{name}.json\n"
        assert path.read_text(encoding="utf-8").startswith(first)


def test_a_graded_one_gets_its_place_and_comments_stay(root):
    path = root / SETTINGS
    path.write_text("chapter: placement  # where it belongs\nminutes: 10\ngraded:\n  - walk\n  - tell  # last\n")
    start(root, "placement/fresh", "select", "graded")
    assert path.read_text() == (
        "chapter: placement  # where it belongs\nminutes: 10\ngraded:\n  - walk\n  - tell  # last\n  - fresh\n"
    )


def test_the_first_graded_one_starts_an_assignment(root):
    start(root, "privacy/fresh", "choice", "graded")
    course = Course.load(root)
    assert [scenario.id for scenario in course.assignments["privacy"].graded] == ["fresh"]
    assert course.assignments["privacy"].chapter == "privacy"


@pytest.mark.parametrize(
    ("reference", "use", "says"),
    [
        ("placement/walk", "graded", "is there already"),
        ("privacy/fresh", "practice", "--use graded"),
        ("fresh", "practice", "ASSIGNMENT/NAME"),
        ("placement/../x", "practice", "ASSIGNMENT/NAME"),
        ("placement/Fresh", "practice", "ASSIGNMENT/NAME"),
    ],
)
def test_what_cannot_be_started_is_refused_and_nothing_changes(root, reference, use, says):
    before = snapshot(root)
    with pytest.raises(Refusal, match=says):
        start(root, reference, "choice", use)
    assert snapshot(root) == before


def test_a_language_that_templates_do_not_speak_gets_english_words(root, small_course):
    new_language(root, school_at(root), "fr", [])
    start(root, "placement/fresh", "choice")
    folder = root / "exercises/placement/fresh"
    assert "Title of the situation" in (folder / "fr.yml").read_text()
    assert lint(Course.load(root)) == []


def test_a_chapter_gets_a_page_and_its_line_after_the_last_chapter(root):
    page, toc = new_chapter(root, school_at(root), "privacy")
    assert page == root / "chapters/nl/privacy.md" and page.read_text().startswith("# ")
    assert "      - file: placement   # the first\n      - file: privacy\n  - caption: rules" in toc.read_text()
    before = snapshot(root)
    with pytest.raises(Refusal, match="is there already"):
        new_chapter(root, school_at(root), "privacy")
    assert snapshot(root) == before


def test_a_chapter_comes_before_the_pages_for_adults(root):
    toc = root / "_toc.yml"
    toc.write_text(toc.read_text() + "  - caption: staff\n    readers: adults\n    chapters:\n      - file: staff\n")
    new_chapter(root, school_at(root), "privacy")
    assert toc.read_text().index("privacy") < toc.read_text().index("protocol")


def test_a_self_check_takes_no_graded_scenario(root, small_course):
    settings = root / SETTINGS
    settings.write_text("chapter: placement\nminutes: 10\nself_check: [talk]\n")
    before = snapshot(root)
    with pytest.raises(Refusal, match="self-check"):
        start(root, "placement/fresh", "choice", "graded")
    assert snapshot(root) == before


def test_a_language_starts_as_a_copy_that_says_so(root, small_course, tmp_path):
    labels = tmp_path / "labels"
    labels.mkdir()
    (labels / "nl.yml").write_text("locale: nl-BE\n")
    before = snapshot(root)
    written = new_language(root, school_at(root), "fr", [labels])
    course = Course.load(root)
    assert course.school.languages == ["nl", "en", "fr"]
    assert lint(course) == []
    assert len([path for path in written if path.name == "fr.yml"]) == 6
    assert (labels / "fr.yml").read_text().startswith("# TRANSLATE into fr: copied from nl.yml.")
    changed = {path for path, content in before.items() if path.read_bytes() != content}
    assert changed == {root / "schools/small-school/school.yml"}


def test_a_translation_that_is_there_stays(root):
    kept = root / "exercises/placement/talk/fr.yml"
    kept.write_text((root / "exercises/placement/talk/en.yml").read_text())
    before = kept.read_bytes()
    written = new_language(root, school_at(root), "fr", [])
    assert kept not in written and kept.read_bytes() == before


@pytest.mark.parametrize(("language", "says"), [("en", "already"), ("french", "two letters")])
def test_a_language_that_cannot_be_is_refused(root, language, says):
    before = snapshot(root)
    with pytest.raises(Refusal, match=says):
        new_language(root, school_at(root), language, [])
    assert snapshot(root) == before
