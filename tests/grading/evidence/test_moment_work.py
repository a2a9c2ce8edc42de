"""A class at both moments: what is read, graded, reported and given back, whichever form each pupil had."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from skill_grading.course_facts import CourseFacts
from skill_grading.dates.deadlines import read_deadlines
from skill_grading.evidence.moment_work import assignments_of, read_work
from skill_grading.evidence.register import State, read_register
from skill_grading.evidence.work import AssignmentWork
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import look, release, release_pupil, withdraw
from skill_grading.inbox.dates import Dates
from skill_grading.inbox.inbox import Inbox
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.marks_table import PLAIN, marks_csv
from skill_grading.report.writing import write_report
from tests.grading.pair_of_forms import Checked

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Checked:
    """Twelve pupils; all did the entry check, with 2 of 4 right, and eleven the exam, with 3 of 4; but of each order of
    the forms one has 4 right, and one 2.
    """
    made = Checked.make(tmp_path_factory.mktemp("forms"))
    for pupil in made.pupils:
        made.hand_in(pupil, Moment.ENTRY, 2)
    rights = {letter: iter((4, 2)) for letter in "ab"}
    for pupil in made.pupils[:11]:
        made.hand_in(pupil, Moment.EXAM, next(rights[pupil.entry_form], 3))
    made.grade()
    return made


def test_the_work_of_a_moment_is_of_each_pupil_on_their_own_form(checked):
    entry, exam = (read_work(checked.data, moment) for moment in Moment)
    assert sum(one.counting is not None for one in entry.of_class("5VZ")) == 12
    assert sum(one.counting is not None for one in exam.of_class("5VZ")) == 11
    for one in entry.of_class("5VZ"):
        assert one.counting.assignment == f"form-{one.pupil.entry_form}" == entry.form(one.pupil)
        assert {step.scenario[0] for step in entry.evidence(one).steps} == {one.pupil.entry_form}
    assert assignments_of(checked.data, "exam") == ["form-a", "form-b"]
    assert isinstance(read_work(checked.data, "placement"), AssignmentWork)


def test_the_register_shows_who_is_absent_at_that_moment(checked):
    pupil = checked.pupils[11]
    with Inbox(checked.data.inbox_url) as inbox:
        inbox.mark_absent(pupil.pupil_id, checked.pair.form(Moment.EXAM, pupil.entry_form), True)
    states = {moment: read_register(checked.data, moment).line(pupil.pupil_id).state for moment in Moment}
    assert states == {Moment.ENTRY: State.HANDED_IN, Moment.EXAM: State.ABSENT}


def test_the_growth_of_the_class_is_read_from_both_moments(checked):
    found = CourseEvidence(checked.data, checked.course.school, ["exam"]).report("5VZ").growth
    assert (found.both, found.one) == (11, 1)
    assert (found.all.entry, found.all.exam, found.all.difference) == (0.5, 0.75, 0.25)
    assert found.skills == {"confidentiality": found.all}


def test_the_report_of_a_moment_tells_growth_in_words_and_a_figure(checked, tmp_path):
    page, pdf, *_ = write_report(checked.data, checked.course.school, "exam", "5VZ", "nl", tmp_path)
    text = page.read_text("utf-8")
    assert "Eindtoets" in text
    assert "De groep is gegroeid. Het aandeel goede keuzes ging van 50\u00a0% naar 75\u00a0%" in text
    assert pdf.read_bytes().startswith(b"%PDF")
    other = write_report(checked.data, checked.course.school, "placement", "5VZ", "nl", tmp_path)
    assert 'id="growth"' not in other[0].read_text("utf-8")


def test_the_marks_of_a_moment_are_one_list(checked):
    rows = marks_csv(checked.data, "exam", "en", None, PLAIN).decode().splitlines()
    assert len(rows) == 13
    totals = [row.split(",")[-2:] for row in rows[1:]]
    assert Counter(points for points, _ in totals) == {"": 1, "9": 7, "12": 2, "6": 2}
    assert {most for points, most in totals if points} == {"12"}


def test_a_deadline_of_a_moment_is_that_of_each_pupils_form_in_nbgrader(tmp_path):
    checked = Checked.make(tmp_path, 2)
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with Inbox(checked.data.inbox_url) as inbox:
        inbox.calendar.set(Moment.ENTRY, Dates(due=now))
        inbox.calendar.set(Moment.EXAM, Dates(opens=now, due=now + HOUR))
    for form in checked.pair.assignments:
        found = read_deadlines(checked.data, form)
        later = [pupil.pupil_id for pupil in checked.pupils if found.extension(pupil.pupil_id) == HOUR]
        assert later == [pupil.pupil_id for pupil in checked.pupils if f"form-{pupil.entry_form}" != form]


def test_feedback_on_the_entry_check_waits_until_the_exam_of_the_class_is_closed(checked):
    facts = CourseFacts.of(checked.course)
    makers = {name: FeedbackMaker(checked.data, facts, name) for name in ("entry", "exam", "form-a")}
    assert len(look(makers["entry"])[0].held) == 12 and look(makers["exam"])[0].held == set()
    assert release(makers["entry"])[0].released == set()
    of_form = release(makers["form-a"])[0]
    began = {pupil.pupil_id for pupil in checked.pupils if pupil.entry_form == "a"}
    assert of_form.held == began and of_form.released and not of_form.released & began
    with pytest.raises(Refusal, match="close the final exam of 5VZ first"):
        release_pupil(makers["entry"], checked.pupils[0].pupil_id)
    now = datetime.now(UTC)
    with Inbox(checked.data.inbox_url) as inbox:
        inbox.calendar.set(Moment.EXAM, Dates(opens=now - HOUR, closes=now), "5VZ")
    assert len(release(makers["entry"])[0].released) == 12
    assert len(release(makers["exam"])[0].released) == 11
    assert withdraw(makers["entry"], "5VZ") == 12 and len(look(makers["exam"])[0].released) == 11
