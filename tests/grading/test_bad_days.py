"""A disk that is full or closed, a database that is locked or away, a clock that jumps: words, and nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from course_site import cli
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.roster import Pupil, Roster
from tests.bad_days import away, closed, full, locked
from tests.grading.placement import NAME, Placement

PUPILS = [f"p-{number:02}" for number in range(12)]
VERBS = ["collect", "grade", "marks", "report"]
exhaustive = pytest.mark.exhaustive
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(small_course, monkeypatch, capsys) -> Run:
    """Runs `course` here; gives its exit code and what it said on the side of errors."""

    def run(data: DataFolder, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(small_course.root)
        monkeypatch.setattr(sys, "argv", ["course", "--data", str(data.path), *arguments])
        capsys.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, " ".join(capsys.readouterr().err.split())

    return run


def fill_class(placement: Placement) -> None:
    Roster(tuple(Pupil(each, "5VZ", f"Sam {each[2:]}", "Maes") for each in PUPILS)).save(placement.data.roster)
    for each in PUPILS:
        placement.hand_in(each, placement.answers(attempt=each))


def handed_in(data: DataFolder) -> list[str]:
    with Inbox(data.inbox_url) as inbox:
        return [one.pupil_id for one in inbox.counting(NAME)]


def ends_well(placement: Placement, run: Run) -> None:
    """By itself, with nothing but the same commands."""
    for verb in VERBS:
        assert run(placement.data, verb, NAME) == (0, "")
    assert handed_in(placement.data) == sorted(PUPILS)
    assert {pupil for pupil, _ in placement.marks()} == set(PUPILS)
    assert not [path for path in placement.data.path.rglob(".*") if path.is_file()], "nothing half is left"


def said_in_words(told: tuple[int, str]) -> None:
    code, words = told
    assert code == 1 and words and "Traceback" not in words and "[SQL" not in words and ".log" not in words


@exhaustive
@pytest.mark.parametrize("trouble", [full, closed])
@pytest.mark.parametrize("before", range(len(VERBS)))
def test_on_a_bad_disk_each_command_says_so_and_goes_on_later(released, small_disk, run, trouble, before):
    placement = released.copy(small_disk / "data")
    fill_class(placement)
    for verb in VERBS[:before]:
        assert run(placement.data, verb, NAME) == (0, "")
    with trouble(small_disk):
        told = run(placement.data, VERBS[before], NAME)
    said_in_words(told)
    assert any(words in told[1] for words in ("No space left", "is full", "Read-only", "readonly", "unable to open"))
    ends_well(placement, run)


@exhaustive
def test_on_a_full_disk_a_receipt_is_true_or_is_not_given(released, small_disk):
    placement = released.copy(small_disk / "data")
    given = []
    with Inbox(placement.data.inbox_url) as inbox:

        def hand_in(pupil_id: str) -> None:
            inbox.accept(
                pupil_id, NAME, placement.answers(attempt=pupil_id, text="x" * 4000),
                version=placement.release.version, attempt="a" * 32, answered=3, steps=3,
            )  # fmt: skip
            given.append(pupil_id)

        hand_in("p-first")
        with full(small_disk), pytest.raises(OperationalError):
            for number in range(1000):  # what the database holds in reserve is used up first
                hand_in(f"p-{number}")
        assert sorted(given) == handed_in(placement.data)
        hand_in("p-last")
    assert sorted(given) == handed_in(placement.data)


@exhaustive
def test_a_locked_database_is_told_and_the_next_run_goes_on(placement, run, monkeypatch):
    data, gradebook = placement.data, placement.data.course / "gradebook.db"
    monkeypatch.setattr("skill_grading.inbox.store.BUSY_SECONDS", 0.1)
    monkeypatch.setenv("COURSE_GRADEBOOK_URL", f"sqlite:///{gradebook}?timeout=0.1")
    fill_class(placement)
    with locked(data.path / "inbox.db"), pytest.raises(OperationalError, match="locked"):
        placement.hand_in("p-late")
    assert run(data, "collect", NAME) == (0, "")
    with locked(gradebook):
        told = run(data, "grade", NAME)
    said_in_words(told)
    assert "database is locked" in told[1]
    ends_well(placement, run)


@exhaustive
def test_a_server_that_was_away_is_told_and_answers_again(anywhere, run, url):
    if "postgresql" not in url:
        pytest.skip("SQLite has no server")
    fill_class(anywhere)
    for verb in VERBS:
        assert run(anywhere.data, verb, NAME) == (0, "")

    def late(inbox: Inbox) -> None:
        inbox.accept(
            "p-late", NAME, anywhere.answers(attempt="late"), version=anywhere.release.version, attempt="a" * 32,
            answered=3, steps=3,
        )  # fmt: skip

    with Inbox(url) as service:
        assert len(list(service.counting(NAME))) == len(PUPILS)
        with away(url):
            with pytest.raises(OperationalError):
                late(service)
            for verb in VERBS:
                told = run(anywhere.data, verb, NAME)
                said_in_words(told)
                assert "not currently accepting connections" in told[1]
        late(service)
        assert [one.pupil_id for one in service.counting(NAME)] == [*PUPILS, "p-late"]
    for verb in VERBS:
        assert run(anywhere.data, verb, NAME) == (0, "")


@exhaustive
def test_when_the_clock_jumps_back_the_first_hand_in_counts_still(inbox, released):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for attempt, at in (("a", noon), ("b", noon - timedelta(days=400))):
        inbox.accept(
            "p-1", NAME, released.answers(attempt=attempt), version=released.release.version, attempt=attempt * 32,
            answered=3, steps=3, received=at,
        )  # fmt: skip
    assert [one.answers for one in inbox.counting(NAME)] == [released.answers(attempt="a")]
    assert [each.attempt for each in inbox.attempts()] == ["a" * 32, "b" * 32]
    inbox.reopen("p-1", NAME)
    inbox.accept(
        "p-1", NAME, released.answers(attempt="c"), version=released.release.version, attempt="c" * 32, answered=3,
        steps=3, received=noon - timedelta(days=800),
    )  # fmt: skip
    assert [one.answers for one in inbox.counting(NAME)] == [released.answers(attempt="c")]


@exhaustive
def test_when_the_clock_jumps_back_new_work_is_collected_and_graded_all_the_same(placement, run):
    fill_class(placement)
    for verb in VERBS:
        assert run(placement.data, verb, NAME) == (0, "")
    before, pupil = placement.marks(), PUPILS[0]
    with Inbox(placement.data.inbox_url) as inbox:
        inbox.reopen(pupil, NAME)
        inbox.accept(
            pupil, NAME, placement.answers(first="post", attempt="again"), version=placement.release.version,
            attempt="b" * 32, answered=3, steps=3, received=datetime.now(UTC) - timedelta(days=400),
        )  # fmt: skip
    for verb in VERBS:
        assert run(placement.data, verb, NAME) == (0, "")
    after = placement.marks()
    assert before[pupil, "walk"][0] > after[pupil, "walk"][0]
    assert after | {(pupil, "walk"): before[pupil, "walk"]} == before
