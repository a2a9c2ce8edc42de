"""Versions of an exercise: frozen, kept, and each with a gradebook assignment whose cells are its own."""

import json
import os

import pytest

from scenario_quiz.release import freeze
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.releases import ReleaseError, ReleaseStore, cells

WALK = "exercises/placement/walk/scenario.yml"


@pytest.fixture
def data(tmp_path):
    return DataFolder(tmp_path / "data")


@pytest.fixture
def store(data):
    return ReleaseStore(data)


def release_of(small_course):
    course = small_course.load()
    return freeze(course.assignments["placement"], course.school)


def change_words(small_course):
    small_course.files["exercises/placement/walk/nl.yml"]["situation"] += " Nog iets."


def change_points(small_course):
    steps = small_course.files[WALK]["steps"]
    steps["left"]["points"] = steps["right"]["points"] = 4


def hand_in(data, release):
    with Inbox(data.inbox_url) as inbox:
        inbox.accept("P001", release.assignment, b"{}", version=release.version, attempt="a" * 32, answered=1, steps=1)


def test_a_release_comes_back_as_it_was_published(small_course, data, store):
    release = release_of(small_course)

    published = store.publish(release)

    assert (published.assignment, published.version) == ("placement", release.version)
    assert published.gradebook_name == store.gradebook_name("placement", release.version) == "placement"
    assert store.current("placement") == store.get("placement", release.version) == release
    assert store.assignments() == ["placement"]
    assert store.course() == "small-school"


def test_a_key_that_is_replaced_within_a_tick_of_the_clock_is_the_new_one(small_course, data, store):
    store.publish(release_of(small_course))
    key = data.releases / "placement" / store.current("placement").version / "full.json"
    time = key.stat().st_mtime_ns
    small_course.files[WALK]["steps"]["first"]["choices"]["hide"]["points"] = 0
    mended = release_of(small_course)

    store.publish(mended)
    os.utime(key, ns=(time, time))

    assert store.current("placement") == mended


def test_what_was_never_published_is_unknown(data, store):
    assert store.current("placement") is None
    assert store.get("placement", "0" * 64) is None
    assert store.gradebook_name("placement", "0" * 64) is None
    assert (store.assignments(), store.course()) == ([], None)


def test_public_files_hold_no_key(small_course, data, store):
    release = release_of(small_course)
    store.publish(release)

    folder = data.releases / "placement" / release.version
    public = [folder / f"public.{language}.json" for language in ("nl", "en")]

    assert "CANARY" in (folder / "full.json").read_text()
    assert not any("CANARY" in file.read_text() or "verdict" in file.read_text() for file in public)
    assert [view["id"] for view in json.loads(public[0].read_text())["scenarios"]] == ["walk", "tell"]


def test_a_mended_key_replaces_the_key_only(small_course, data, store):
    before = release_of(small_course)
    store.publish(before)
    small_course.files[WALK]["steps"]["first"]["choices"]["hide"]["points"] = 0
    after = release_of(small_course)
    folder = data.releases / "placement" / before.version
    kept = [folder / "public.nl.json", folder.parent / "releases.json"]
    untouched = [path.stat().st_ino for path in kept]

    store.publish(after)

    assert after.version == before.version and after != before
    assert store.current("placement") == after
    assert [path.stat().st_ino for path in kept] == untouched


def test_other_words_are_another_version_in_the_same_gradebook_assignment(small_course, data, store):
    old = release_of(small_course)
    store.publish(old)
    hand_in(data, old)
    change_words(small_course)
    new = release_of(small_course)

    store.publish(new)

    assert [store.gradebook_name("placement", release.version) for release in (old, new)] == ["placement", "placement"]
    assert store.current("placement") == new
    assert store.get("placement", old.version) == old


def test_other_points_are_another_gradebook_assignment_once_somebody_handed_in(small_course, data, store):
    old = release_of(small_course)
    store.publish(old)
    hand_in(data, old)
    change_points(small_course)
    new = release_of(small_course)

    assert store.publish(new).gradebook_name == "placement-v2"
    assert store.gradebook_name("placement", old.version) == "placement"
    assert store.gradebook_names("placement") == ["placement", "placement-v2"]
    assert store.newest("placement") == old
    assert store.newest("placement-v2") == new


def test_other_points_take_the_name_over_while_nobody_handed_in(small_course, data, store):
    old = release_of(small_course)
    store.publish(old)
    change_points(small_course)
    new = release_of(small_course)

    assert store.publish(new).gradebook_name == "placement"
    # A pupil may still have the old page open: what comes from it has a place with cells of its own.
    assert store.gradebook_name("placement", old.version) == "placement-v2"
    assert store.newest("placement") == new


def test_an_old_version_that_returns_is_current_again_under_its_own_name(small_course, data, store):
    old = release_of(small_course)
    store.publish(old)
    hand_in(data, old)
    change_points(small_course)
    store.publish(release_of(small_course))

    assert store.publish(old).gradebook_name == "placement"
    assert store.current("placement") == old
    assert store.gradebook_names("placement") == ["placement-v2", "placement"]


def test_another_schools_course_is_refused(small_course, data, store):
    release = release_of(small_course)
    store.publish(release)

    with pytest.raises(ReleaseError, match="small-school.*other-school"):
        store.publish(release.model_copy(update={"course": "other-school"}))


def test_cells_are_scenarios_with_points_and_open_steps(small_course):
    assert cells(release_of(small_course)) == {"walk": 5.0, "tell--write": 3.0}
