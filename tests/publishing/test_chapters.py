"""The pages as a school that extends another has them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_site.chapters import chapter_files, page_text
from course_site.cli import app
from course_site.contents import contents
from course_site.coverage import taught
from course_site.translations import behind, fingerprint, written_languages
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError
from skill_grading.course_facts import CourseFacts, keep_facts
from skill_grading.data import DataFolder

OWN = "schools/other"
KEPT = "[1.5](protocol.md#rule-1-5)"
CARDS = """# A

:::{container} cards
- [Praten](talking.md): een gesprek

  Over praten.

- [Stage](placement.md)

  Zwijgen.
:::
"""
PAGES = ["placement", "placement-exercise", "talking", "protocol"]


@pytest.fixture
def other(small_course):
    """The small course with chapters, and a school that extends its school, without rule 7.9."""
    chapters = [{"file": name} for name in PAGES]
    small_course.files["_toc.yml"] = {
        "format": "jb-book",
        "root": "welcome",
        "parts": [{"caption": "start", "chapters": chapters}],
    }
    small_course.files[f"{OWN}/school.yml"] = {"extends": "small-school", "name": "Other", "short_name": "Other"}
    small_course.files[f"{OWN}/rules.yml"] = {
        "7.9": None,
        "7.10": {"graded": [], "section": "7", "audience": ["staff"]},
    }
    small_course.files[f"{OWN}/skills.yml"] = {"speak-up": {"rules": ["7.10"]}}
    for language in ("nl", "en"):
        small_course.files[f"{OWN}/{language}.yml"] = {"rules": {"7.10": {"title": "Kijk", "text": "Kijk."}}}
    walk = small_course.files["exercises/placement/walk/scenario.yml"]
    walk["steps"]["right"]["rules"] = ["1.5", "7.9"]
    for name in ("welcome", "placement", "talking"):
        write(small_course.root, f"chapters/nl/{name}.md", f"# {name}\n")
    return small_course


def write(root: Path, path: str, text: str) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return root / path


def load(course, **settings) -> Course:
    course.files[f"{OWN}/school.yml"] |= settings
    course.write()
    return Course.load(course.root, "other")


def said(course, text: str, **settings) -> str:
    return page_text(load(course, **settings), write(course.root, "chapters/nl/placement.md", text))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Zeg het ([7.9](protocol.md#rule-7-9)).", "Zeg het."),
        (f"Zeg het ({KEPT}, [7.9](protocol.md#rule-7-9)).", f"Zeg het ({KEPT})."),
        (f"Zeg het ([7.9](protocol.md#rule-7-9), {KEPT}).", f"Zeg het ({KEPT})."),
        (f"Zeg het ({KEPT}, [7.9](protocol.md#rule-7-9), {KEPT}).", f"Zeg het ({KEPT}, {KEPT})."),
        ("Lees [wat je meldt](protocol.md#rule-7-9).", "Lees wat je meldt."),
        ("Bij {{ school }}: [7.10](protocol.md#rule-7-10).", "Bij Other: [7.10](protocol.md#rule-7-10)."),
    ],
)
def test_a_page_names_no_rule_that_the_school_dropped(other, text, becomes):
    assert said(other, text) == becomes


def test_a_page_leads_to_no_page_that_the_school_leaves_out_and_keeps_its_lines(other):
    text = CARDS + "\nLees [dit](talking.md#kop) of {doc}`dat <talking-exercise>`. Lees [](talking.md).\n"
    found = said(other, text, leave_out=["talking"])
    assert "praten" not in found.lower() and "Lees dit of dat. Lees talking." in found
    assert found.splitlines()[7] == "- [Stage](placement.md)"


def test_an_unknown_placeholder_is_told_with_the_pages_line(other):
    with pytest.raises(CourseError, match=r"placement\.md:3: nothing is known to fill in for \{\{ scool \}\}"):
        said(other, "# A\n\n{{ scool }}\n")


def test_the_contents_have_the_schools_own_pages_and_not_those_left_out(other):
    own = write(other.root, f"{OWN}/chapters/nl/glasses.md", "# Bril\n\n[7.10](protocol.md#rule-7-10)\n")
    course = load(other, own_pages={"glasses": "placement"}, leave_out=["talking"])
    assert contents(course).pages() == ["welcome", "placement", "glasses", "placement-exercise", "protocol"]
    assert chapter_files(course, "nl")["glasses.md"] == own
    assert taught(course)["7.10"] == ["glasses"]
    assert contents(Course.load(other.root)).pages() == ["welcome", *PAGES]
    assert "glasses.md" not in chapter_files(Course.load(other.root), "nl")


def test_an_exercise_goes_out_with_its_chapter(other):
    assert contents(load(other, leave_out=["placement"])).pages() == ["welcome", "talking", "protocol"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"leave_out": ["nothing"]}, r"school\.yml:\d+: leave_out\.0: there is no page 'nothing' to leave out"),
        ({"own_pages": {"glasses": "nothing"}}, r"school\.yml:\d+: own_pages\.glasses: there is no page 'nothing'"),
    ],
)
def test_a_slip_in_the_schools_pages_is_told(other, settings, says):
    with pytest.raises(CourseError, match=says):
        contents(load(other, **settings))


def test_an_own_page_is_translated_beside_its_own_original(other):
    own = write(other.root, f"{OWN}/chapters/nl/placement.md", "# Eigen stage\n")
    for name in ("welcome", "placement", "talking"):
        recorded = fingerprint(other.root / f"chapters/nl/{name}.md")
        write(other.root, f"chapters/en/{name}.md", f"---\ntranslation_of: {recorded}\n---\n# Page\n")
    course = load(other)
    assert [str(each) for each in behind(Course.load(other.root))] == []
    (problem,) = behind(course)
    assert problem.file == other.root / "chapters/en/placement.md" and fingerprint(own) in problem.message
    assert written_languages(course) == ["nl", "en"]
    write(other.root, f"{OWN}/chapters/nl/glasses.md", "# Bril\n")
    assert str(other.root / f"{OWN}/chapters/en/glasses.md") in [str(each.file) for each in behind(course)]


def run(*arguments: str):
    return CliRunner().invoke(app, [*arguments])


def test_the_school_may_be_named_after_the_verb_or_before_it(other, monkeypatch):
    monkeypatch.chdir(load(other).root)
    for arguments in (["check", "--school", "other"], ["--school=other", "check"], ["check", "--school=other"]):
        assert "Other: 2 rules, 2 scenarios, nothing to mend." in run(*arguments).output
    assert "Left out: placement/tell: its step 'write' is about 7.9" in run("check", "--school", "other").output
    write(other.root, "chapters/nl/talking.md", "# Praten\n\nBespreek samen *Vertellen*.\n")
    assert "Still named on: talking." in run("check", "--school", "other").output
    assert "Without 7.9: placement/walk" in run("check", "--school", "other").output
    assert "Small School: 2 rules, 3 scenarios" in run("check").output


def test_one_schools_data_are_never_mixed_with_anothers(other, monkeypatch):
    course = load(other)
    monkeypatch.chdir(course.root)
    keep_facts(DataFolder(other.root / "_data"), CourseFacts.of(Course.load(other.root)))
    refused = run("--data", "_data", "release", "--school", "other")
    assert "has the data of the school 'small-school', not of 'other'" in str(refused.exception)
    assert not (other.root / "_data-other" / "releases").exists()
    assert run("release", "--school", "other").exception is None
    assert (other.root / "_data-other" / "releases" / "placement").is_dir()
    assert not (other.root / "_data" / "releases").exists()


def test_a_new_school_is_one_file_and_at_once_a_school(other, monkeypatch):
    other.write()
    monkeypatch.chdir(other.root)
    assert "schools/fresh/school.yml" in run("new", "school", "fresh").output
    school = Course.load(other.root, "fresh").school
    assert (school.name, school.cut, list(school.rules)) == ("fresh", 0.75, ["1.5", "7.9"])
    assert "stays as it is" in str(run("new", "school", "fresh").exception)
    assert "small letters" in str(run("new", "school", "Fresh School").exception)


def test_a_new_scenario_of_such_a_school_is_its_own(other, monkeypatch):
    monkeypatch.chdir(load(other).root)
    result = run("new", "scenario", "placement/fresh", "--kind", "choice", "--use", "graded", "--school", "other")
    assert "schools/other/exercises/placement/fresh/scenario.yml" in result.output
    assert Course.load(other.root, "other").assignments["placement"].order == ["walk", "fresh"]
    assert Course.load(other.root).assignments["placement"].order == ["walk", "tell"]
