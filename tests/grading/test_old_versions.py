"""A file that was made from an earlier version of the exercise is scored by what its pupil saw."""

from __future__ import annotations

import pytest

from skill_grading.collecting.taking_in import collect_files
from skill_grading.gradebook.grade import grade
from skill_grading.pupils.roster import Pupil, Roster
from tests.grading.hostile_files import zipped
from tests.grading.placement import NAME, Placement

MARK = "_1_assignsubmission_file_/placement-answers.txt"


@pytest.mark.parametrize(("points", "name"), [(3, NAME), (4, f"{NAME}-v2")], ids=["same cells", "other cells"])
def test_a_file_of_an_old_release_is_scored_with_the_frozen_version(placement, small_course, tmp_path, points, name):
    Roster((Pupil("p-noor", "5VZ", "Noor", "Peeters"), Pupil("p-sam", "5VZ", "Sam", "Maes"))).save(
        placement.data.roster
    )
    old = placement.answers("ask", ("name", "room"))
    placement.hand_in("p-earlier")
    walk = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]
    walk["first"]["choices"]["ask"]["verdict"] = "harm"
    walk["left"]["points"] = walk["right"]["points"] = points
    for language in ("nl", "en"):
        small_course.files[f"exercises/placement/walk/{language}.yml"]["steps"]["first"]["prompt"] = "Wat nu dan?"
    newer = Placement.make(placement.data.path, small_course)
    assert newer.release.version != placement.release.version
    source = tmp_path / "moodle.zip"
    new = newer.answers("ask", ("name", "room"), attempt="new")
    source.write_bytes(zipped((f"Noor Peeters{MARK}", old), (f"Sam Maes{MARK}", new)))

    report, collected = collect_files(newer.data, NAME, source)
    grade(newer.data, NAME)

    assert [each.code for each in report.outcomes] == ["taken", "taken"] and not collected.refused
    marks = {pupil: mark for (pupil, cell), (mark, *_) in newer.marks().items() if cell == "walk"}
    assert marks == {"p-earlier": 5.0, "p-noor": 5.0, "p-sam": float(points)}
    assert newer.autograded("p-noor", NAME).is_dir() and newer.autograded("p-sam", name).is_dir()
