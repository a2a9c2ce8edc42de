"""A folder with honest and hostile files: every honest one counts, every other one is named with its reason."""

from __future__ import annotations

import multiprocessing
import random
import time

import pytest

from scenario_quiz.answers import parse_answers
from scenario_quiz.labels import load_labels
from scenario_quiz.scoring import score
from skill_grading.gradebook import grade
from skill_grading.inbox import Inbox
from skill_grading.keys import key_id
from skill_grading.zip_collect import collect_files
from tests.grading.hostile_files import make_folder
from tests.grading.placement import NAME

EVERY_KIND = 52
LABELS = {language: load_labels("skill_grading", language) for language in ("nl", "en")}


def collect_and_grade(placement, folder):
    keys = {key_id(folder.key.public_key()): folder.key}
    report, collected = collect_files(placement.data, NAME, folder.path, lambda: keys)
    assert not collected.refused
    assert not grade(placement.data, NAME).not_graded
    return report


def check(placement, folder, report):
    found = {each.file: each.code for each in report.outcomes if each.code not in ("taken", "known")}
    assert found == folder.expected
    for labels in LABELS.values():
        assert {f"files_{code}" for code in found.values()} <= labels.keys()
    assert len(report.outcomes) - len(found) == len(folder.answers)
    with Inbox(placement.data.inbox_url) as inbox:
        assert {one.pupil_id: one.answers for one in inbox.counting(NAME)} == folder.answers
    marks = placement.marks()
    for pupil_id, content in folder.answers.items():
        right = score(placement.release, parse_answers(content)).scenarios["walk"].points
        assert marks[pupil_id, "walk"][0] == right
    assert {pupil for pupil, _ in marks} == folder.answers.keys()


def test_of_a_folder_with_every_kind_of_hostility_all_honest_files_count(placement, tmp_path):
    folder = make_folder(tmp_path / "files", placement, honest=10, hostile=EVERY_KIND)

    check(placement, folder, collect_and_grade(placement, folder))


@pytest.mark.exhaustive
def test_of_a_thousand_files_fifty_are_named_and_the_others_count(placement, tmp_path):
    folder = make_folder(tmp_path / "files", placement, honest=950, hostile=50)

    check(placement, folder, collect_and_grade(placement, folder))


@pytest.mark.parametrize(
    "kills, honest, hostile",
    [(3, 20, 5), pytest.param(50, 95, 50, marks=[pytest.mark.exhaustive, pytest.mark.timeout(3600)])],
)
def test_killed_at_any_moment_and_begun_again_nothing_is_lost(placement, tmp_path, kills, honest, hostile):
    folder = make_folder(tmp_path / "files", placement, honest, hostile)
    collect_and_grade(placement.copy(tmp_path / "whole"), folder)  # warm
    started = time.monotonic()
    collect_and_grade(placement.copy(tmp_path / "again"), folder)
    takes = time.monotonic() - started
    chance = random.Random(1)
    for number in range(kills):
        killed = placement.copy(tmp_path / f"killed-{number}")
        child = multiprocessing.get_context("fork").Process(target=collect_and_grade, args=(killed, folder))
        child.start()
        child.join(chance.random() * takes)
        child.kill()
        child.join()

        check(killed, folder, collect_and_grade(killed, folder))
