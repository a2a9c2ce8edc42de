"""Sealing as a pupil's browser does it, written from the format's description: see collecting/sealed.py."""

from __future__ import annotations

import json
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from skill_grading.collecting.keys import key_id

NONCE = b"0123456789ab"


def seal(answers: bytes, to: ec.EllipticCurvePublicKey, about: str, /, course="small-school", **changed) -> bytes:
    """A file sealed for the key `to`, about an assignment; `changed` are fields of its header to change afterwards."""
    mine = ec.generate_private_key(ec.SECP256R1())
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = HKDF(SHA256(), 32, salt=point, info=b"sealed-answers 1").derive(mine.exchange(ec.ECDH(), to))
    bound = f"sealed-answers 1 {course} {about} {key_id(to)}"
    header = {
        "format": "sealed-answers",
        "version": 1,
        "course": course,
        "assignment": about,
        "key": key_id(to),
        "ephemeral": b64encode(point).decode(),
        "nonce": b64encode(NONCE).decode(),
        "sealed": b64encode(AESGCM(secret).encrypt(NONCE, answers, bound.encode())).decode(),
    }
    return json.dumps(header | changed).encode()
