"""Feedback: what a pupil reads, when, and that nothing else comes with it."""

from __future__ import annotations

import gc
import io
import re
import weakref
import zipfile
from dataclasses import replace

import pytest
from nbgrader.api import Gradebook

from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from scenario_quiz.scoring import AssignmentScore, ScenarioScore
from skill_grading.collecting.collect import collect
from skill_grading.course_facts import CourseFacts, keep_facts
from skill_grading.course_folder import load_settings
from skill_grading.feedback.content import feedback
from skill_grading.feedback.exporter import FeedbackExporter
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.page import render
from skill_grading.feedback.releasing import (
    _file_name,
    look,
    release,
    release_pupil,
    save_zip,
    withdraw,
    write_pages,
    write_zip,
)
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.measures.mastery import Outcome
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.class_of_pupils import decisions, step
from tests.grading.pair_of_forms import Checked
from tests.grading.placement import NAME, Placement

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
PUPILS = [
    Pupil("P001", "5VZ", "Noor", "Peeters"),
    Pupil("P002", "5VZ", "Yassin", "El Amrani"),
    Pupil("P003", "5VZ", "Lotte", "Maes"),
    Pupil("P101", "6/VZ", "../=Ann", "Peeters"),
]


class School:
    """The placement with a class list; pupils hand in, and are collected and graded at once."""

    def __init__(self, placement: Placement, course: Course) -> None:
        self.placement, self.data = placement, placement.data
        self.facts = CourseFacts.of(course)
        Roster(tuple(PUPILS)).save(self.data.roster)

    def hand_in(self, pupil_id: str, **answers) -> None:
        self.placement.hand_in(pupil_id, self.placement.answers(**answers))
        collect(self.data, NAME)
        grade(self.data, NAME)

    def mark(self, pupil_id: str, points: float, comment: str) -> None:
        with Gradebook(self.data.gradebook_url, self.placement.release.course) as gradebook:
            found = gradebook.find_grade("tell--write", NAME, NAME, pupil_id)
            found.manual_score, found.needs_manual_grade = points, False
            gradebook.find_comment("tell--write", NAME, NAME, pupil_id).manual_comment = comment
            gradebook.db.commit()

    def maker(self, **options) -> FeedbackMaker:
        return FeedbackMaker(self.data, self.facts, NAME, **options)

    def page(self, pupil_id: str = "P001", **options) -> str:
        maker = self.maker(**options)
        return maker.page(maker.of_pupil(pupil_id))

    def released(self) -> set[str]:
        with Inbox(self.data.inbox_url) as inbox:
            return set(inbox.feedback.released(NAME))


@pytest.fixture
def school(placement, small_course) -> School:
    return School(placement, small_course.load())


def test_a_page_says_what_was_chosen_what_was_better_and_why(school):
    school.hand_in("P001", first="post", ticked=("name", "sun"))
    page = school.page()
    chosen, better = page.index("CANARY-2"), page.index("CANARY-1")
    assert chosen < better
    assert "Jij koos · ✗ Hier gaat het mis" in page and "Dit was beter" in page
    assert "Juist aangeduid" in page and "CANARY-5" in page
    assert "Dit hoorde er ook bij" in page and "CANARY-6" in page
    assert 'href="../../nl/protocol.html#rule-1-5"' in page
    assert 'href="../../nl/placement.html"' in page


def test_the_skills_are_told_over_all_graded_work_with_a_figure_and_what_to_practise(school):
    release_, facts = school.placement.release, school.facts
    graded = AssignmentScore(
        NAME, {view.id: ScenarioScore(view.id, 0, 2, [], {}, []) for view in release_.public("nl")}
    )
    earlier = [replace(each, scenario=each.scenario.replace(NAME, "attitude")) for each in decisions(3, 12)]
    facts = facts.model_copy(update={"chapters": {**facts.chapters, "attitude": "attitude"}})
    found = feedback(release_, graded, {}, facts, "nl", earlier, {"attitude": "Eerst denken"})
    (skill,) = found.skills
    assert (skill.good, skill.decisions, skill.outcome, found.exercises) == (3, 12, Outcome.NOT_YET, 1)
    page = render(found, facts.school, "../../")
    assert "Nog niet aangetoond." in page
    assert '<a href="../../nl/attitude.html">Oefen nog eens met het hoofdstuk bij ‘Eerst denken’.</a>' in page
    assert 'role=img aria-label="Zwijgen: (3 van de 12 goed)"' in page and 'd="M1 5h50"' in page
    assert "style=" not in page


def test_work_on_other_exercises_counts_for_the_skills_but_the_entry_check_never(tmp_path):
    checked = Checked.make(tmp_path, 2)
    pupil = checked.pupils[0]
    checked.hand_in(pupil, Moment.ENTRY, 2)
    checked.hand_in(pupil, Moment.EXAM, 3)
    checked.grade()
    facts = CourseFacts.of(checked.course)
    counts = {}
    for moment in Moment:
        maker = FeedbackMaker(checked.data, facts, moment.value)
        page = maker.page(maker.of_pupil(pupil.pupil_id))
        counts[moment] = re.search(r"\((\d) van de (\d) goed\)", page).groups()
    assert counts == {Moment.ENTRY: ("2", "4"), Moment.EXAM: ("3", "4")}


def test_only_steps_on_the_pupils_own_path_are_on_the_page(school):
    school.hand_in("P001", first="ask", ticked=("name", "room"))
    page = school.page()
    for elsewhere in ("CANARY-8", "CANARY-9", "CANARY-10", "Klagen.", "Wie vraag je?"):
        assert elsewhere not in page
    for not_chosen in ("CANARY-2", "CANARY-3", "CANARY-4", "CANARY-7"):
        assert not_chosen not in page


def test_what_was_not_answered_tells_no_key(school):
    school.hand_in("P001", first=None, text=None)
    page = school.page()
    assert page.count("Deze vraag heb je niet beantwoord.") == 2
    assert "CANARY" not in page


def test_the_page_is_in_the_language_that_the_pupil_answered_in(school):
    school.hand_in("P001", language="en")
    page = school.page()
    assert "<html lang=en>" in page
    assert "You chose" in page and 'href="../../en/protocol.html#rule-1-5"' in page


def test_it_informs_and_does_not_judge_the_pupil(school):
    school.hand_in("P001", first="post", ticked=("sun",))
    page = school.page().casefold()
    for word in ("gezakt", "geslaagd", "onvoldoende", "rang", "failed", "p001", "noor"):
        assert word not in page
    assert "hierover weten we nog te weinig" in page


def test_an_open_answer_shows_points_and_comment_once_they_are_there(school):
    school.hand_in("P001")
    assert "Wordt nog nagekeken." in school.page()
    school.mark("P001", 1.5, "Mooi gezegd.")
    page = school.page()
    assert "1,5 van de 3 punten." in page and "Mooi gezegd." in page
    assert "nagekeken" not in page


def test_what_pupil_and_teacher_wrote_is_shown_as_it_stands(school):
    school.hand_in("P001", text=SCRIPT)
    school.mark("P001", 1, SCRIPT)
    page = school.page()
    assert "<script" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;") == 2
    assert "default-src 'none'; style-src 'sha256-" in page


def test_a_page_that_travels_alone_links_to_nothing_and_holds_the_rules(school):
    school.hand_in("P001")
    page = school.page(site=None)
    assert not re.search(r'href="?(?!#)', page)
    assert "Zwijg." in page


def test_an_important_choice_that_went_wrong_twice_is_told_kindly(school):
    school.hand_in("P001", first="post")
    assert "Bespreek" not in school.page()
    release_, views = school.placement.release, school.placement.release.public("nl")
    miss = [step(verdict="harm", must_pass=True, scenario=name) for name in ("walk", "tell")]
    scenarios = {view.id: ScenarioScore(view.id, 0, 2, [one], {}, []) for view, one in zip(views, miss, strict=True)}
    found = feedback(release_, AssignmentScore(NAME, scenarios), {}, school.facts, "nl")
    page = render(found, school.facts.school)
    assert "Bespreek dit met je leerkracht" in page and "geen straf" in page
    assert "<a href=#walk>Wandelen</a>" in page and "<h3 id=walk>" in page


def test_nobody_can_read_feedback_before_it_is_released_nor_after_it_was_taken_back(school):
    school.hand_in("P001", text=None)
    write_pages(school.maker(), look(school.maker()))
    assert school.released() == set()
    (one, other) = release(school.maker())
    assert (one.released, other.released) == ({"P001"}, set())
    assert school.released() == {"P001"}
    assert withdraw(school.maker(), "5VZ") == 1
    assert school.released() == set()


def test_a_class_waits_until_its_open_answers_are_marked(school):
    school.hand_in("P001")
    school.hand_in("P002", text=None)
    school.hand_in("P101", text=None)
    waiting, ready = release(school.maker())
    assert (waiting.released, ready.released) == (set(), {"P101"})
    with pytest.raises(Refusal, match="waits for marks"):
        release_pupil(school.maker(), "P001")
    assert release(school.maker(), "5VZ", unmarked=True)[0].released == {"P001", "P002"}
    withdraw(school.maker())
    school.mark("P001", 2, "")
    assert release(school.maker(), "5VZ")[0].released == {"P001", "P002"}


def test_what_is_out_stays_as_it_was_until_it_is_released_again(school):
    school.hand_in("P001")
    release(school.maker(), unmarked=True)
    with Inbox(school.data.inbox_url) as inbox:
        receipt = inbox.standing("P001", NAME).receipt.receipt
        before = inbox.feedback.page("P001", NAME, receipt)
        school.mark("P001", 3, "Sterk.")
        assert inbox.feedback.page("P001", NAME, receipt) == before
        release(school.maker())
        assert inbox.feedback.page("P001", NAME, receipt) != before


def test_feedback_belongs_to_one_hand_in(school):
    school.hand_in("P001", text=None)
    release(school.maker())
    with Inbox(school.data.inbox_url) as inbox:
        inbox.reopen("P001", NAME)
    school.placement.hand_in("P001", school.placement.answers(text=None, first="post"), attempt="second")
    assert look(school.maker(), "5VZ")[0].released == set()
    collect(school.data, NAME)
    grade(school.data, NAME)
    assert "CANARY-2" in school.page()


def test_who_has_no_feedback_is_told_why(school):
    school.placement.hand_in("P001")
    told = str(look(school.maker(), "5VZ")[0])
    assert "P001: no feedback: uncollected" in told
    assert "2 still to hand in" in told
    with pytest.raises(Refusal, match="no class '7A'"):
        look(school.maker(), "7A")


def test_a_zip_holds_a_file_per_pupil_by_name_and_stays_in_its_folder(school):
    for pupil in ("P001", "P101"):
        school.hand_in(pupil, text=None)
    file = io.BytesIO()
    assert write_zip(school.maker(site=None), look(school.maker()), file) == 2
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["5VZ/Peeters Noor.html", "6 VZ/Peeters .. =Ann.html"]
        assert b"Jouw feedback" in archive.read("5VZ/Peeters Noor.html")
    (path,) = save_zip(school.maker(site=None), look(school.maker(), "6/VZ"))
    assert path.name == "placement-6 VZ.zip" and zipfile.is_zipfile(path)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Noor", "=cmd|' /C calc'!A0", "cmd ' C calc'!A0 Noor"),
        ("..", "../../etc", "etc"),
        ("", "con", "_con"),
        ("", "///", "_"),
        ("x" * 200, "y", "y " + "x" * 58),
    ],
)
def test_names_are_safe_on_every_system(first, last, name):
    assert _file_name(Pupil("P1", "5VZ", first, last)) == name


def test_two_pupils_of_one_name_have_a_file_each(school):
    twins = [Pupil("P001", "5VZ", "Noor", "Peeters"), Pupil("P002", "5VZ", "noor", "peeters")]
    Roster(tuple(twins)).save(school.data.roster)
    for pupil in ("P001", "P002"):
        school.hand_in(pupil, text=None)
    file = io.BytesIO()
    write_zip(school.maker(), look(school.maker()), file)
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == ["5VZ/Peeters Noor.html", "5VZ/peeters noor (2).html"]


def test_what_was_read_for_feedback_is_let_go_with_nbgraders_exporter(school):
    """Formgrader makes an exporter each time, in a server that runs for weeks."""
    keep_facts(school.data, school.facts)
    school.hand_in("P001")
    exporter = FeedbackExporter(config=load_settings(school.data))
    exporter.from_filename("", resources={"nbgrader": {"student": "P001", "assignment": NAME}})
    maker = weakref.ref(exporter._maker(NAME))
    del exporter
    gc.collect()
    assert maker() is None


def test_nbgraders_own_feedback_is_ours_and_copies_no_answers(school):
    keep_facts(school.data, school.facts)
    school.hand_in("P001", text=SCRIPT)
    result = school.placement.nbgrader("generate_feedback", NAME)
    assert result.returncode == 0, result.stderr
    folder = school.data.course / "feedback" / "P001" / NAME
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.html", "timestamp.txt"]
    page = (folder / f"{NAME}.html").read_text("utf-8")
    assert page == school.page(site=None)
    assert "<script" not in page
