"""The demo class, through the real hand-in service."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from datetime import datetime

import pytest

from course_site.contents import exercise_order, exercise_titles
from course_site.demo import fill_demo
from course_site.demo_answers import Demo
from course_site.handin import make_app, running
from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.errors import Refusal
from scenario_quiz.release import freeze
from scenario_quiz.scoring import score
from skill_grading.collecting.collect import collect
from skill_grading.data import DataFolder
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.codes import hash_code, load_secret, normalise
from skill_grading.pupils.roster import Roster, import_class_list
from skill_grading.report.course_evidence import CourseEvidence
from tests.conftest import SmallCourse
from tests.widgets.pair_of_forms import add_forms

pytestmark = pytest.mark.xdist_group("demo")  # one worker fills the class for all of them

TEXTS = {"otherwise": {"good": ["a good answer"], "partly": ["a fair one"], "not-yet": ["no"]}}


@pytest.fixture(scope="module")
def course_and_filled(tmp_path_factory):
    """A course, and the data folder of a demo class that handed in with seed 7, with what the run said."""
    small = SmallCourse(tmp_path_factory.mktemp("course"))
    add_forms(small)
    course = small.load()
    data = DataFolder(tmp_path_factory.mktemp("filled"))
    heard = []
    report = fill_demo(data, course, seed=7, progress=lambda *numbers: heard.append(numbers))
    assert heard[-1] == (48, 48)  # once for the entry check, once for the final exam
    return course, data, report


def handed_in(data):
    names = {pupil.pupil_id: f"{pupil.first_name} {pupil.last_name}" for pupil in Roster.load(data.roster).pupils}
    with Inbox(data.inbox_url) as inbox:
        return {names[one.pupil_id]: json.loads(one.answers) for one in inbox.counting("placement")}


def owner(data, code):
    with Inbox(data.inbox_url) as inbox:
        return inbox.access.pupil_of_code(hash_code(normalise(code), load_secret(data.secret)))


def test_a_whole_class_hands_in_and_someone_new_can_try(course_and_filled):
    _, data, report = course_and_filled
    assert (report.pupils, report.handed_in) == (24, 24)
    assert Counter(pupil.class_name for pupil in Roster.load(data.roster).pupils) == {"5VZ demo": 24, "PROEF": 1}
    assert len(handed_in(data)) == 24
    trial = owner(data, report.trial_code)
    assert Roster.load(data.roster).by_id[trial].first_name == "Probeer"
    with Inbox(data.inbox_url) as inbox:
        assert inbox.attempts(pupil_id=trial) == []
        assert inbox.refused() == []
    assert report.trial_code in str(report)


def test_the_class_does_each_form_at_its_moment_and_grows(course_and_filled):
    course, data, _ = course_and_filled
    for form in course.forms.values():
        collect(data, form)
        grade(data, form)
    growth = CourseEvidence(data, course.school, ["exam"]).report("5VZ demo").growth
    assert (growth.both, growth.one) == (24, 0)
    assert growth.all.difference > 0


def test_a_report_has_the_exercises_in_the_order_of_the_book(course_and_filled):
    course, data, _ = course_and_filled
    found = CourseEvidence(data, course.school)
    assert [each.name for each in found.exercises] == exercise_order(course)
    assert found.titles("nl").items() <= exercise_titles(course, "nl").items()


def test_the_same_seed_gives_the_same_answers_at_a_service_that_runs_already(course_and_filled, tmp_path):
    course, filled, _ = course_and_filled
    data = DataFolder(tmp_path / "data")
    with running(make_app(data, tmp_path, course)) as address:
        fill_demo(data, course, base_url=address, seed=7)
    assert handed_in(data) == handed_in(filled)


def test_another_seed_gives_other_answers(course):
    release = freeze(course.assignments["internship"], course.school)

    def answers(seed):
        demo = Demo(seed, TEXTS, datetime(2026, 11, 23, 9))
        (pupil,) = demo.pupils(["Noor Peeters"], course.school.skills)
        return demo.answers(pupil, release)["scenarios"]

    assert answers(1) == answers(1) != answers(2)


def test_running_it_twice_hands_in_nothing_twice_and_gives_a_code_that_works(course_and_filled, tmp_path):
    course, filled, before = course_and_filled
    data = DataFolder(shutil.copytree(filled.path, tmp_path / "data"))
    again = fill_demo(data, course, seed=2)
    assert (again.pupils, again.handed_in) == (24, 0)
    assert handed_in(data) == handed_in(filled)
    assert owner(data, before.trial_code) is None
    assert owner(data, again.trial_code) is not None


def test_what_was_cut_off_is_finished_by_the_next_run(course_and_filled, tmp_path):
    course, filled, _ = course_and_filled
    data = DataFolder(shutil.copytree(filled.path, tmp_path / "data"))
    with sqlite3.connect(data.path / "inbox.db") as database:
        database.execute("DELETE FROM hand_ins WHERE id > 68")
    assert fill_demo(data, course, seed=7).handed_in == 4
    assert handed_in(data) == handed_in(filled)


def test_it_stays_away_from_real_pupils(small_course, tmp_path):
    data = DataFolder(tmp_path / "data")
    (tmp_path / "klas.csv").write_text("klas;naam;voornaam\n4A;Peeters;Noor\n")
    import_class_list(data, tmp_path / "klas.csv")
    before = data.roster.read_bytes()
    with pytest.raises(Refusal, match=r"holds real pupils \(4A\).*--data"):
        fill_demo(data, small_course.load())
    assert data.roster.read_bytes() == before


def test_the_schools_own_exercise_gets_a_class_that_could_be_real(course):
    demo = Demo(1, TEXTS, datetime(2026, 11, 23, 9))
    release = freeze(course.assignments["internship"], course.school)
    pupils = demo.pupils([f"Pupil {number}" for number in range(48)], course.school.skills)
    shares, verdicts = [], {"careful": Counter(), "sharing": Counter(), "": Counter()}
    good = Counter()
    for pupil in pupils:
        answers = parse_answers(json.dumps(demo.answers(pupil, release)).encode())
        check_answers(answers, release)
        result = score(release, answers)
        assert len({step.scenario for step in result.steps}) == sum(bool(s.most) for s in release.scenarios)
        shares.append(sum(step.points for step in result.steps) / sum(step.max for step in result.steps))
        verdicts[pupil.habit].update(step.verdict for step in result.steps)
        good.update((step.scenario, step.step) for step in result.steps if step.verdict == "good")
    assert 0.6 < sum(shares) / len(shares) < 0.9
    assert min(shares) < 0.6 and max(shares) > 0.9
    assert verdicts["careful"]["overcautious"] > verdicts["careful"]["harm"]
    assert verdicts["sharing"]["harm"] > 3 * verdicts["sharing"]["overcautious"]
