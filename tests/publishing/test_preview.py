"""The preview's page: the scenario as it stands, or what to mend in it, in words."""

import html
import os

import pytest

from course_site.preview import preview_at
from scenario_quiz.errors import Refusal


def page(small_course, reference="placement/talk", language="nl"):
    small_course.write()
    return html.unescape(preview_at(small_course.root, reference).page(language).decode())


def test_a_sound_scenario_is_shown_without_notes(small_course):
    shown = page(small_course)
    assert 'class="scenario-quiz"' in shown and "Een praatje." in shown
    assert "<li lang=" not in shown


def test_a_graded_scenario_is_shown_as_pupils_get_it(small_course):
    shown = page(small_course, "placement/walk")
    assert 'class="hand-in"' in shown and "Wat nu?" in shown
    assert "CANARY" not in shown


def test_every_language_of_the_school_can_be_looked_at(small_course):
    small_course.files["exercises/placement/talk/en.yml"]["title"] = "Talking"
    shown = page(small_course, language="en")
    assert "Talking" in shown and 'lang="nl">nl</a>' in shown and "To put right" not in shown


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("nl.yml", "title: Zo: dus\n", "nl.yml:1: a colon inside a sentence"),
        ("scenario.yml", "use: practice\n", "scenario.yml:1: steps: is missing; add it"),
        ("en.yml", None, "en.yml: this file is missing"),
    ],
)
def test_a_slip_is_told_with_its_line_instead_of_a_traceback(small_course, file, text, says):
    preview = preview_at(small_course.root, "placement/talk")
    path = preview.folder / file
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    shown = html.unescape(preview.page("nl").decode())
    assert "Dit moet nog hersteld worden" in shown and says in shown
    assert "Traceback" not in shown and str(small_course.root) not in shown


def test_a_slip_elsewhere_in_the_course_does_not_matter(small_course):
    (small_course.root / "exercises/placement/walk/nl.yml").write_text("title: Zo: dus\n", encoding="utf-8")
    assert "Een praatje." in preview_at(small_course.root, "placement/talk").page("nl").decode()


def test_what_only_misleads_is_told_above_the_scenario(small_course):
    small_course.files["exercises/placement/talk/scenario.yml"]["steps"]["seen"].pop("back_to")
    words = small_course.files["exercises/placement/talk/nl.yml"]
    words["steps"]["draft"]["choices"]["wait"] = words["situation"] = "Je wacht een dag of twee."
    shown = page(small_course)
    assert "a harm ending needs back_to" in shown and "Kijk hier nog eens naar" in shown
    assert 'class="scenario-quiz"' in shown


def test_an_unknown_skill_is_told(small_course):
    small_course.files["exercises/placement/talk/scenario.yml"]["steps"]["draft"]["skill"] = "flying"
    assert "the skill 'flying' is not in the school's skills.yml" in page(small_course)


@pytest.mark.parametrize("reference", ["placement/none", "talk", "placement", "../placement/talk"])
def test_a_scenario_that_is_not_there_is_refused_with_those_that_are(small_course, reference):
    with pytest.raises(Refusal, match=r"there is: placement/talk, placement/tell, placement/walk"):
        preview_at(small_course.root, reference)


def test_saving_changes_the_state_and_looking_does_not(small_course):
    preview = preview_at(small_course.root, "placement/talk")
    before = preview.state()
    preview.page("nl")
    assert preview.state() == before
    os.utime(preview.folder / "nl.yml", ns=(1, 1))
    assert preview.state() != before
