"""The evidence of a class over the whole course, as it lies in the data folder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scenario_quiz.forms import Moment
from skill_grading.evidence.pupils import Exercise, Standing
from skill_grading.report.course_evidence import CourseEvidence, released_exercises
from tests.grading.pair_of_forms import Checked


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Checked:
    """Four pupils: all did the entry check, with 2 of 4 right, and three the exam, with 3 of 4."""
    made = Checked.make(tmp_path_factory.mktemp("course"), 4)
    for pupil in made.pupils:
        made.hand_in(pupil, Moment.ENTRY, 2)
    for pupil in made.pupils[:3]:
        made.hand_in(pupil, Moment.EXAM, 3)
    made.grade()
    return made


def test_the_whole_course_is_everything_that_was_released_and_the_entry_check_is_no_evidence(checked):
    assert released_exercises(checked.data) == ["entry", "placement", "exam"]
    evidence = CourseEvidence(checked.data, checked.course.school)
    assert evidence.exercises == [Exercise("entry", counts=False), Exercise("placement"), Exercise("exam")]
    report = evidence.report("5VZ")
    assert [len(pupil.mastery) for pupil in report.pupils] == [1, 1, 1, 0]
    assert [exercise.name for exercise in report.given] == ["entry", "exam"]
    assert report.pooled.decisions.reached.sum() == sum(
        mastery.all.n for pupil in report.pupils for mastery in pupil.mastery.values()
    )


def test_scenarios_are_named_with_their_assignment_that_of_each_pupils_form(checked):
    evidence = CourseEvidence(checked.data, checked.course.school)
    for pupil in evidence.of_class("5VZ"):
        of = {step.scenario.partition("/")[0] for step in pupil.done["entry"].steps}
        assert of == {f"form-{pupil.entry_form}"}
        assert {step.scenario for step in pupil.steps(evidence.exercises)} <= evidence.scenarios.keys()


def test_the_entry_check_alone_is_told_as_any_exercise(checked):
    report = CourseEvidence(checked.data, checked.course.school, ["entry"]).report("5VZ")
    assert report.exercises == [Exercise("entry")]
    assert all(pupil.mastery for pupil in report.pupils)
    assert report.growth.both == 3


def test_only_what_was_handed_in_within_the_period_counts(checked):
    today = date.today()
    for since, until in [(today + timedelta(days=2), None), (None, today - timedelta(days=2))]:
        report = CourseEvidence(checked.data, checked.course.school, since=since, until=until).report("5VZ")
        assert report.judged() == [] and report.growth is None
        assert report.pupils[0].done["exam"].standing is Standing.ELSEWHEN
        assert report.pupils[0].done["placement"].standing is Standing.MISSING


def test_without_names_pupils_stand_by_id_in_its_order(checked):
    found = CourseEvidence(checked.data, checked.course.school).of_class("5VZ", names=False)
    assert [pupil.name for pupil in found] == sorted(pupil.pupil_id for pupil in checked.pupils)
