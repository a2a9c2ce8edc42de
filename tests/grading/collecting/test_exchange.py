"""nbgrader's exchange: the command line and Formgrader's buttons do what `collect` does, or say who does."""

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.exchange import ExchangeError

from skill_grading.collecting import exchange
from skill_grading.collecting.collect import collect
from skill_grading.course_folder import load_settings
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.placement import NAME


@pytest.fixture
def formgrader(placement):
    return NbGraderAPI(config=load_settings(placement.data))


def submitted(placement):
    found = {path: path.read_bytes() for path in placement.data.submitted.rglob("*") if path.is_file()}
    return {path.relative_to(placement.data.submitted): content for path, content in found.items()}


def test_formgrader_shows_its_collect_button(placement, formgrader):
    (assignment,) = formgrader.get_assignments()

    assert formgrader.exchange_is_functional
    assert (assignment["name"], assignment["status"], assignment["releaseable"]) == (NAME, "released", True)
    assert assignment["release_path"] == "release/placement"


def test_the_button_the_command_and_the_function_collect_the_same(placement, formgrader):
    placement.hand_in("P001")
    placement.hand_in("P002", b"not json")

    command = placement.nbgrader("collect", NAME)
    by_command = submitted(placement)
    for path in placement.data.submitted.iterdir():
        path.rename(placement.data.path / path.name)
    button = formgrader.collect(NAME)
    by_button = submitted(placement)
    for path in placement.data.submitted.iterdir():
        path.rename(placement.data.path / f"{path.name}-again")
    collect(placement.data, NAME)

    assert command.returncode == 0 and button["success"]
    assert by_command == by_button == submitted(placement) != {}
    for log in (command.stderr, button["log"]):
        assert "1 collected, 0 there already, 1 refused" in log
        assert "P002 was refused: not readable as JSON" in log
    assert formgrader.get_submitted_students(NAME) == {"P001"}


def test_one_pupil_can_be_collected(placement, formgrader):
    for pupil in ("P001", "P002"):
        placement.hand_in(pupil)
    formgrader.coursedir.student_id = "P002"

    formgrader.collect(NAME)

    assert [path.name for path in placement.data.submitted.iterdir()] == ["P002"]


def test_what_was_never_released_says_how_to_release_it(formgrader):
    for ask in (formgrader.collect, formgrader.release_assignment):
        assert "'other' was never released. Write it under exercises/ and run: course release" in ask("other")["log"]


def test_the_release_button_finds_it_released(formgrader):
    assert formgrader.release_assignment(NAME)["success"]


def test_the_feedback_button_lets_pupils_read_it(placement, formgrader):
    Roster((Pupil("P001", "5VZ", "Noor", "Peeters"),)).save(placement.data.roster)
    placement.hand_in("P001", placement.answers(text=None))
    collect(placement.data, NAME)

    too_early = formgrader.release_feedback(NAME, "P001")
    grade(placement.data, NAME)
    made, sent = formgrader.generate_feedback(NAME, "P001"), formgrader.release_feedback(NAME)

    assert not too_early["success"] and "P001 has no feedback yet" in too_early["log"]
    assert made["success"] and sent["success"]
    assert "5VZ: 1 ready, 0 of them wait for marks, 1 released" in sent["log"]
    with Inbox(placement.data.inbox_url) as inbox:
        assert inbox.feedback.released(NAME).keys() == {"P001"}


@pytest.mark.parametrize(
    "ask, answer",
    [
        (lambda api: api.unrelease(NAME), "can't be taken back"),
        (lambda api: api.release_feedback(NAME), "Run: course release"),
    ],
)
def test_buttons_that_are_not_offered_say_so(placement, formgrader, ask, answer):
    placement.data.facts.unlink()  # a data folder from before there was feedback
    result = ask(formgrader)

    assert not result["success"]
    assert answer in result["log"]


@pytest.mark.parametrize(
    "part, traits, answer",
    [
        (exchange.ExchangeList, {"inbound": True}, "teacher's start page"),
        (exchange.ExchangeFetchAssignment, {}, "on the course's site"),
        (exchange.ExchangeFetchFeedback, {}, "on the course's site"),
        (exchange.ExchangeSubmit, {}, "on the course's site"),
    ],
)
def test_commands_that_are_not_offered_say_so(formgrader, part, traits, answer):
    with pytest.raises(ExchangeError, match=answer):
        part(coursedir=formgrader.coursedir, config=formgrader.config, **traits).start()


def test_the_generate_button_releases_the_same_notebook(placement, formgrader):
    before = (placement.data.release / NAME / "placement.ipynb").read_bytes()

    assert formgrader.generate_assignment(NAME)["success"]

    assert (placement.data.release / NAME / "placement.ipynb").read_bytes() == before
