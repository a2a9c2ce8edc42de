"""Pupil codes: what a pupil types to say who he or she is.

A code is 12 characters of Crockford's base32 (60 bits), shown in three groups of four: ``K7QM-2XHD-9FPT``.
Only its scrypt hash is ever stored. The salt is the same for the whole course, so that a code is found with
one indexed equality; 60 random bits need no salt of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

from scenario_quiz.errors import Refusal
from scenario_quiz.files import sync_folder

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
RECEIPT_LENGTH = 6
LONGEST_INPUT = 64
SECRET = "COURSE_SECRET"

_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code() -> str:
    """A new random code, in groups."""
    return show("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def show(code: str) -> str:
    """``code`` in readable groups: ``K7QM2XHD9FPT`` becomes ``K7QM-2XHD-9FPT``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalise(typed: str) -> str | None:
    """What a pupil typed, as 12 characters without groups; None if it can't be a code.

    Case, spaces and dashes don't matter; the letter O is read as 0, I and L as 1.
    """
    if len(typed) > LONGEST_INPUT:
        return None
    text = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    code = "".join(character for character in text if unicodedata.category(character)[0] not in "ZPC")
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return None
    return code


def normalise_receipt(typed: str) -> str | None:
    """A receipt number as somebody reads it out, in its one form (``7F3K-Q2``); None if it can't be one."""
    text = "".join(unicodedata.normalize("NFKC", typed[:LONGEST_INPUT]).upper().translate(_LOOK_ALIKES).split())
    text = text.replace("-", "")
    if len(text) != RECEIPT_LENGTH or any(character not in ALPHABET for character in text):
        return None
    return show(text)


def hash_code(code: str, secret: bytes) -> str:
    """The hash under which a code is stored: 64 hex characters. ``code`` is in normalised form.

    Takes about 50 ms and 16 MiB on purpose: call it in a thread.
    """
    digest = hashlib.scrypt(code.encode("ascii"), salt=derive(secret, "pupil codes"), n=2**14, r=8, p=1, dklen=32)
    return digest.hex()


def derive(secret: bytes, purpose: str) -> bytes:
    """A key for one ``purpose``, so that no two uses share the secret itself."""
    return hmac.digest(secret, purpose.encode("utf-8"), "sha256")


def load_secret(path: Path) -> bytes:
    """The course's secret (32 bytes) from COURSE_SECRET, or else from the file ``path``.

    The file is made the first time, and only the owner may read it (0600). Raises Refusal if either holds something
    else.
    """
    if given := os.environ.get(SECRET):
        return _secret(given, f"{SECRET} in the environment")
    if not path.exists():
        _make_secret(path)
    secret = _secret(path.read_text("ascii", errors="replace"), str(path))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return secret


def _secret(text: str, where: str) -> bytes:
    text = text.strip()
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise Refusal(
            f"{where}: found {len(text)} characters, expected 64 hexadecimal ones. "
            "Put it back from your backup; without it every pupil needs a new code."
        )
    return secret


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails if another process was first: its secret is the one that counts
        sync_folder(path.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
