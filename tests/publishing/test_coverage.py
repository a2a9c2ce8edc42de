"""The course covers its protocol; the page for teachers says how."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from course_site.coverage import course_coverage, taught
from course_site.coverage_figure import coverage_figure
from course_site.coverage_page import coverage_page, message
from scenario_quiz.coverage import coverage_problems, missing


def test_every_rule_is_taught_and_every_gradable_one_practised_and_graded(course):
    assert missing(course, course_coverage(course)) == {}


def test_what_says_a_rule_was_reviewed_since_the_rule_changed(course):
    assert [
        str(each) for each in coverage_problems(course, course_coverage(course)) if "has changed" in str(each)
    ] == []


def test_a_page_teaches_the_rules_that_its_own_text_links_to(course):
    pages = taught(course)
    assert pages["7.8"] == ["privacy", "recap"]
    assert "protocol" not in {page for found in pages.values() for page in found}


def test_a_translation_links_the_rules_that_its_original_links(course):
    english = course.school.model_copy(
        update={"settings": course.school.settings.model_copy(update={"languages": ["en", "nl"]})}
    )
    assert taught(replace(course, school=english)) == taught(course)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_has_a_row_for_every_rule_and_says_what_the_figure_shows(course, language):
    covered = course_coverage(course)
    page = coverage_page(course, covered, language)
    assert page.count("(protocol.md#rule-") == len(course.school.rules)
    assert f"![{message(course, covered, language)}](coverage.svg)" in page
    if lacking := missing(course, covered):
        assert f"{', '.join(lacking)}." in message(course, covered, language)


def test_the_figure_is_small_and_the_same_every_time(course):
    covered = course_coverage(course)
    drawn = coverage_figure(course, covered, "nl")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert drawn == coverage_figure(course, covered, "nl")
