"""Where each rule stands, what it lacks, and that a changed rule is read again."""

import dataclasses

import pytest

from scenario_quiz.coverage import coverage, coverage_problems, missing, record_review

TAUGHT = {"1.5": ["placement"], "7.9": ["placement"]}


@pytest.fixture
def reviewed(small_course):
    record_review(small_course.load(), ["1.5", "7.9"])
    return small_course


def problems(small_course, taught=TAUGHT):
    course = small_course.load()
    return [str(problem) for problem in coverage_problems(course, coverage(course, taught))]


def test_a_rule_stands_where_decisions_cite_it_with_their_skills(small_course):
    stage, report = coverage(small_course.load(), {"1.5": ["placement"]})
    assert (stage.rule, stage.taught, stage.practised) == ("1.5", ["placement"], ["placement/talk"])
    assert (stage.graded, stage.skills) == (["placement/walk"], ["confidentiality"])
    assert (report.rule, report.taught, report.practised) == ("7.9", [], [])
    assert (report.graded, report.skills) == (["placement/tell", "placement/walk"], ["speak-up"])


def test_a_graded_rule_must_be_taught_practised_and_graded_and_another_only_taught(small_course):
    course = small_course.load()
    assert missing(course, coverage(course, {})) == {"1.5": ["taught"], "7.9": ["taught", "practised"]}
    small_course.files["schools/small-school/rules.yml"]["7.9"]["graded"] = []
    course = small_course.load()
    assert missing(course, coverage(course, {"1.5": ["placement"]})) == {"7.9": ["taught"]}


def test_what_is_missing_is_told_at_the_rule(reviewed):
    (said,) = problems(reviewed)
    assert said.endswith("rules.yml:7: 7.9: is not practised yet")


@pytest.mark.parametrize("field", ["title", "text"])
def test_a_changed_rule_names_what_to_read_again_until_it_is_reviewed(reviewed, field):
    reviewed.files["schools/small-school/nl.yml"]["rules"]["1.5"][field] = "Anders."
    (said,) = [each for each in problems(reviewed) if "has changed" in each]
    assert "rules.1.5: has changed" in said
    assert "read placement, placement/talk, placement/walk; " in said
    assert said.endswith("course coverage --reviewed 1.5")
    record_review(reviewed.load(), ["1.5"])
    assert not any("has changed" in each for each in problems(reviewed))


def test_a_translation_that_changes_asks_for_no_review(reviewed):
    reviewed.files["schools/small-school/en.yml"]["rules"]["1.5"]["text"] = "Otherwise."
    assert not any("has changed" in each for each in problems(reviewed))


def test_a_new_rule_was_never_reviewed(small_course):
    record_review(small_course.load(), ["1.5"])
    assert any("rules.7.9: has changed" in each for each in problems(small_course))


def test_a_rule_that_is_gone_leaves_the_reviewed_ones_at_the_next_review(reviewed):
    file = reviewed.root / "schools/small-school/reviewed.yml"
    file.write_text(file.read_text() + '"8.1": "0000000000000000"\n')
    record_review(reviewed.load(), ["1.5"])
    assert '"8.1"' not in file.read_text() and '"7.9"' in file.read_text()


@pytest.mark.parametrize(("graded", "place"), [(["staff"], "graded"), (["pupils", "staff"], "practised")])
def test_a_self_check_counts_as_graded_for_staff_and_not_for_pupils(small_course, graded, place):
    small_course.files["schools/small-school/rules.yml"]["1.5"]["graded"] = graded
    course = small_course.load()
    check = dataclasses.replace(course.assignments["placement"], order=["talk"])
    stage, _ = coverage(dataclasses.replace(course, assignments={"placement": check}), TAUGHT)
    assert "placement/talk" in getattr(stage, place)
