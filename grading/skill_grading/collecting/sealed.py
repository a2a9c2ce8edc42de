"""Sealed answers: an answers file that only the school can read, encrypted in the pupil's browser.

Format 1 is one JSON object in UTF-8, with every value a string but `version`:

    format      "sealed-answers"
    version     1
    course      the course's id
    assignment  the assignment's id
    key         which of the school's keys it was made for: the first 16 hex digits of the SHA-256 of that public
                key (SubjectPublicKeyInfo, DER)
    ephemeral   base64 of a P-256 public key (65 bytes, uncompressed point), made for this file only
    nonce       base64 of 12 bytes
    sealed      base64 of the answers file under AES-256-GCM, its 16-byte tag at the end

The AES key is HKDF-SHA256 (salt: `ephemeral`, info: "sealed-answers 1") of the ECDH secret of the two keys. The
additional data, "sealed-answers 1 <course> <assignment> <key>", binds the file to its assignment: a header that was
changed opens nothing. This is the ECIES construction of SEC 1 with current parts, all of which WebCrypto has.
The pupil is not in it: who sent a file is for the platform to say. `static/seal.js` of the quiz writes it.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Annotated, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import StringConstraints, ValidationError

from scenario_quiz.answers import AnswersRefused
from scenario_quiz.base import Model, Slug

KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
_MARK = b'"sealed-answers"'
_LARGEST = 512 * 1024


class _Sealed(Model):
    format: Literal["sealed-answers"]
    version: Literal[1]
    course: Slug
    assignment: Slug
    key: KeyId
    ephemeral: str
    nonce: str
    sealed: str


def is_sealed(content: bytes) -> bool:
    """Whether this says of itself that it is sealed."""
    return content.lstrip()[:1] == b"{" and _MARK in content[:200]


def unseal(content: bytes, assignment: str, keys: Mapping[str, ec.EllipticCurvePrivateKey]) -> bytes:
    """The answers file in `content`; `keys` are the school's private keys by key id.

    Raises AnswersRefused with the code not_json, invalid, wrong_assignment, no_key (made for a key that is not
    here) or not_opened (changed on the way, half-written, or made with another key than it says).
    """
    if len(content) > _LARGEST:
        raise AnswersRefused("too_large", f"{len(content)} bytes; at most {_LARGEST} are taken")
    try:
        header = _Sealed.model_validate(json.loads(content.decode("utf-8")))
    except ValidationError as error:
        raise AnswersRefused("invalid", f"{error.errors(include_url=False, include_input=False)[0]['msg']}") from None
    except (ValueError, RecursionError):
        raise AnswersRefused("not_json", "not readable as JSON") from None
    if header.assignment != assignment:
        raise AnswersRefused("wrong_assignment", f"found {header.assignment}, expected {assignment}")
    if header.key not in keys:
        raise AnswersRefused("no_key", f"made for the key {header.key}, which is not here")
    about = f"sealed-answers 1 {header.course} {header.assignment} {header.key}"
    try:
        point = b64decode(header.ephemeral, validate=True)
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        secret = keys[header.key].exchange(ec.ECDH(), ephemeral)
        key = HKDF(SHA256(), 32, salt=point, info=b"sealed-answers 1").derive(secret)
        nonce, sealed = b64decode(header.nonce, validate=True), b64decode(header.sealed, validate=True)
        return AESGCM(key).decrypt(nonce, sealed, about.encode())
    except (InvalidTag, ValueError):
        raise AnswersRefused("not_opened", "can't be opened with the key that it names") from None
