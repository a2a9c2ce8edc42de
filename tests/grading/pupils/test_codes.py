"""Pupil codes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz.errors import Refusal
from skill_grading.pupils.codes import ALPHABET, hash_code, load_secret, make_code, normalise, show

codes = st.text(ALPHABET, min_size=12, max_size=12)


def test_a_code_has_sixty_random_bits_in_readable_groups():
    made = {make_code() for _ in range(500)}
    assert len(made) == 500
    assert len(ALPHABET) ** 12 == 2**60
    assert not set("ILOU") & set(ALPHABET)
    assert all([len(group) for group in code.split("-")] == [4, 4, 4] for code in made)


@given(codes, st.sampled_from(["", " ", "-", " - ", "–", "\u00a0", "\u200b", ".", "_"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(code, separator, lower):
    typed = separator.join([code[:4], code[4:8], code[8:]])
    assert normalise(typed.lower() if lower else typed) == code
    assert normalise(show(code)) == code


@given(codes)
def test_letters_that_look_like_digits_are_read_as_digits(code):
    assert normalise(code.replace("0", "O").replace("1", "l")) == code
    assert normalise(code.replace("0", "o").replace("1", "I")) == code


@given(st.text(max_size=80))
def test_anything_else_is_no_code(typed):
    code = normalise(typed)
    assert code is None or (len(code) == 12 and set(code) <= set(ALPHABET))


@pytest.mark.parametrize(
    "typed", ["", "K7QM", "K7QM-2XHD-9FPT-K", "K7QM-2XHD-9FPU", "K7QM-2XHD-9FP\u0660", "x" * 10**6]
)
def test_what_is_too_short_too_long_or_foreign_is_no_code(typed):
    assert normalise(typed) is None


def test_the_same_code_has_another_hash_in_another_course():
    first, second = b"1" * 32, b"2" * 32
    assert hash_code("K7QM2XHD9FPT", first) == hash_code("K7QM2XHD9FPT", first)
    assert hash_code("K7QM2XHD9FPT", first) != hash_code("K7QM2XHD9FPT", second)
    assert hash_code("K7QM2XHD9FPT", first) != hash_code("K7QM2XHD9FPV", first)


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "data" / "secret"
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: load_secret(path), range(16)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_the_disk_has_the_secret_and_knows_its_file_before_a_code_is_made_with_it(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").readlink()))
    load_secret(tmp_path / "secret")
    assert [path.name.partition(".")[0] or "draft" for path in synced] == ["draft", tmp_path.name]


def test_a_secret_that_others_could_read_is_closed_again(tmp_path):
    path = tmp_path / "secret"
    load_secret(path)
    path.chmod(0o644)
    load_secret(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "abc", "z" * 64, "ab" * 31])
def test_a_broken_secret_is_named_with_the_way_out(tmp_path, content):
    path = tmp_path / "secret"
    path.write_text(content)
    with pytest.raises(Refusal, match="secret: found .* backup"):
        load_secret(path)


def test_the_secret_may_come_from_the_environment_and_is_then_in_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_SECRET", "ab" * 32)
    assert load_secret(tmp_path / "secret") == b"\xab" * 32
    assert not (tmp_path / "secret").exists()

    monkeypatch.setenv("COURSE_SECRET", "too short")
    with pytest.raises(Refusal, match="COURSE_SECRET in the environment: found 9 characters"):
        load_secret(tmp_path / "secret")
