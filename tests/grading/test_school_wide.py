"""Many assignments at once: each ends as it would alone, and one that fails stops no other."""

from hashlib import sha256

import pytest

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.school_wide import for_each
from tests.grading.placement import NAME

NAMES = [NAME, "second", "third"]


@pytest.fixture
def school(placement):
    """Three assignments, in each of which three pupils handed in: one a text that nobody should run, one too late."""
    with Inbox(placement.data.inbox_url) as inbox:
        for name in NAMES:
            changed = {"assignment": name, "version": sha256(name.encode()).hexdigest()}
            copy = placement.release if name == NAME else placement.release.model_copy(update=changed)
            release_assignment(placement.data, copy)
            for number, text in enumerate(["Ik vraag het.", "<script>alert(1)</script>", None]):
                answers = placement.answers(text=text, assignment=name, content=copy.version)
                given = {"version": copy.version, "attempt": f"{number:032x}", "answered": 3, "steps": 3}
                inbox.accept(f"P{number}", name, answers, **given)
    return placement


def files(placement):
    found = [path for path in placement.data.course.rglob("*") if path.is_file() and path.suffix != ".db"]
    return {path.relative_to(placement.data.course): path.read_bytes() for path in found}


def test_every_table_and_file_is_what_one_after_the_other_gives(school, tmp_path):
    alone, told = school.copy(tmp_path / "alone"), []
    for step in (collect, grade):
        reports = {name: str(step(alone.data, name)) for name in NAMES}

        outcomes = for_each(step, school.data, NAMES, lambda done, total: told.append((done, total)))

        assert {name: str(outcome.report) for name, outcome in outcomes.items()} == reports
        assert not any(outcome.failed for outcome in outcomes.values())
    assert school.tables() == alone.tables()
    assert len(school.tables()["grade"]) == 2 * 3 * len(NAMES)
    assert files(school) == files(alone)
    assert told == [(1, 3), (2, 3), (3, 3)] * 2


def test_one_that_fails_is_told_and_stops_no_other(school):
    for name in NAMES:
        collect(school.data, name)
    (key,) = school.data.releases.glob("second/*/full.json")
    key.unlink()

    outcomes = for_each(grade, school.data, NAMES, lambda done, total: None)

    assert {name for name, outcome in outcomes.items() if outcome.failed} == {"second"}
    assert "full.json" in outcomes["second"].failed and "Traceback" in outcomes["second"].details
    assert len(outcomes[NAME].report.graded) == len(outcomes["third"].report.graded) == 3
