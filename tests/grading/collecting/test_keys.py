"""The school's keys: never replaced by accident, useless without the passphrase; old ones still open old files."""

from __future__ import annotations

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_quiz.answers import AnswersRefused
from scenario_quiz.errors import Refusal
from skill_grading.collecting.keys import WrongPassphrase, create_keys, key_id, open_keys, published_key
from skill_grading.collecting.sealed import is_sealed, unseal
from tests.grading.sealing import seal

WORDS = "vier woorden zijn genoeg"
KEY = ec.derive_private_key(12345, ec.SECP256R1())
KEYS = {key_id(KEY.public_key()): KEY}
SEALED = seal(b"answers", KEY.public_key(), "placement")


@pytest.fixture
def folders(tmp_path):
    return tmp_path / "school", tmp_path / "keys"


def test_a_pair_opens_what_was_sealed_for_it(folders):
    school, private = folders
    file = create_keys(school, private, WORDS)

    public = load_der_public_key(b64decode(published_key(school)))
    sealed = seal(b"answers", public, "placement")
    assert is_sealed(sealed)
    assert unseal(sealed, "placement", open_keys(private, lambda: WORDS)) == b"answers"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(TypeError):
        load_pem_private_key(file.read_bytes(), None)


def test_a_second_pair_takes_a_deliberate_step_and_leaves_the_first_one_readable(folders):
    school, private = folders
    create_keys(school, private, WORDS)
    first = load_der_public_key(b64decode(published_key(school)))
    with pytest.raises(Refusal, match="there is a public key already"):
        create_keys(school, private, WORDS)

    (school / "public_key.pem").rename(school / "old.pem")
    create_keys(school, private, WORDS)

    keys = open_keys(private, lambda: WORDS)
    assert len(keys) == 2
    assert unseal(seal(b"old", first, "placement"), "placement", keys) == b"old"


def test_without_the_passphrase_nothing_opens(folders):
    create_keys(*folders, WORDS)
    with pytest.raises(WrongPassphrase):
        open_keys(folders[1], lambda: "iets anders helemaal")


def test_where_there_are_no_keys_no_passphrase_is_asked(tmp_path):
    assert open_keys(tmp_path, lambda: pytest.fail("asked")) == {}
    assert published_key(tmp_path) == ""


def test_a_short_passphrase_is_refused_before_anything_is_written(folders):
    with pytest.raises(Refusal, match="at least 12"):
        create_keys(*folders, "kort")
    assert not any(folder.exists() for folder in folders)


def test_a_spoilt_public_key_is_named(tmp_path):
    (tmp_path / "public_key.pem").write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    with pytest.raises(Refusal, match=r"public_key.pem: this is no P-256 public key"):
        published_key(tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.binary(min_size=1, max_size=3))
def test_whatever_is_changed_in_a_sealed_file_it_opens_whole_or_not_at_all(at, change):
    changed = SEALED[:at] + change + SEALED[at + len(change) :]
    try:
        assert unseal(changed, "placement", KEYS) == b"answers"
    except AnswersRefused as error:
        assert error.code in ("not_json", "invalid", "wrong_assignment", "no_key", "not_opened")
