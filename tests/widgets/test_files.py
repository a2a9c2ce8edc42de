import os

import pytest

from scenario_quiz.files import write_all_atomically, write_atomically


def test_replaces_a_file_and_makes_its_folder(tmp_path):
    path = tmp_path / "new" / "file.txt"
    write_atomically(path, "één")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["file.txt"]


def test_leaves_the_old_file_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    write_atomically(path, "old")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]


def test_of_several_files_those_that_could_be_written_are_whole(tmp_path, monkeypatch):
    write_all_atomically(tmp_path, {"one": "old", "two": "old"})
    sync, left = os.fsync, iter([True])

    def full(handle):
        if not next(left, False):
            raise OSError("no space left")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_all_atomically(tmp_path, {"one": "new", "two": "new"})
    assert [(tmp_path / name).read_text() for name in ("one", "two")] == ["new", "old"]
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_what_is_written_is_as_open_as_what_this_process_writes_otherwise(tmp_path, monkeypatch):
    # The mask is the whole process's: whoever looks at it by changing it opens what other threads write meanwhile.
    monkeypatch.setattr(os, "umask", lambda _mask: pytest.fail("the mask was changed"))
    (tmp_path / "other").touch()
    write_atomically(tmp_path / "file.txt", "text")
    assert (tmp_path / "file.txt").stat().st_mode == (tmp_path / "other").stat().st_mode
