"""Folders as a whole: nothing strange is read, nothing is written by halves."""

import os

import pytest

from skill_grading.folders import (
    LARGEST_FILE,
    MOST_FILES,
    StrangeFolder,
    holds,
    list_folder,
    remove_folder,
    replace_folder,
)


@pytest.fixture
def folder(tmp_path):
    replace_folder(tmp_path / "pupil" / "work", {"answers.json": b"{}"})
    return tmp_path / "pupil" / "work"


def test_a_folder_comes_back_as_it_was_written(folder):
    replace_folder(folder, {"a": b"1", "b": b"2"})

    assert list_folder(folder) == ["a", "b"]
    assert holds(folder, {"b": b"2", "a": b"1"}) and holds(folder, {"a": None, "b": b"2"})
    assert not any(holds(folder, files) for files in ({"a": b"1"}, {"a": b"1", "b": b""}, {"a": b"1", "c": b"2"}))
    assert [path.name for path in folder.parent.iterdir()] == ["work"]


def test_a_missing_folder_has_no_files(tmp_path):
    assert list_folder(tmp_path / "nothing") == []
    assert holds(tmp_path / "nothing", {})


def linked_file(folder, key):
    (folder / "answers.json").unlink()
    (folder / "answers.json").symlink_to(key)


def extra_link(folder, key):
    (folder / "notes.txt").symlink_to(key)


def linked_folder(folder, key):
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def linked_parent(folder, key):
    folder.parent.rename(folder.parent.with_name("elsewhere"))
    folder.parent.symlink_to(folder.parent.with_name("elsewhere"))


def inner_folder(folder, key):
    (folder / "more").mkdir()


def pipe(folder, key):
    os.mkfifo(folder / "pipe")


def large_file(folder, key):
    with open(folder / "large", "wb") as file:
        file.truncate(LARGEST_FILE + 1)


def many_files(folder, key):
    for number in range(MOST_FILES):
        (folder / str(number)).write_bytes(b"")


@pytest.mark.parametrize(
    "spoil", [linked_file, extra_link, linked_folder, linked_parent, inner_folder, pipe, large_file, many_files]
)
def test_what_is_strange_is_not_read(folder, tmp_path, spoil):
    key = tmp_path / "full.json"
    key.write_text("the key")
    spoil(folder, key)

    with pytest.raises(StrangeFolder):
        list_folder(folder)
    assert not holds(folder, {"answers.json": None})


@pytest.mark.parametrize("change", [lambda folder: replace_folder(folder, {"new": b""}), remove_folder])
def test_a_link_is_taken_away_and_not_followed(folder, tmp_path, change):
    target = tmp_path / "target"
    folder.rename(target)
    folder.symlink_to(target)

    change(folder)

    assert holds(target, {"answers.json": b"{}"})
    assert not folder.is_symlink()


def test_what_fails_half_way_leaves_the_old_folder(folder):
    with pytest.raises(TypeError):
        replace_folder(folder, {"answers.json": b"new", "timestamp.txt": None})

    assert holds(folder, {"answers.json": b"{}"})
    assert [path.name for path in folder.parent.iterdir()] == ["work"]
