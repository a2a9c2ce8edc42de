"""The school's keys for sealed answers: the public one goes out with the site, the private one stays with the teacher.

The public key is `schools/<school>/public_key.pem`: course data, so that a site built on any machine seals with it.
The private keys are in the data folder, `keys/<key id>.pem`, or where the teacher says, each under a passphrase
(PKCS #8). Making a new pair leaves the earlier private keys: files that were sealed for them stay readable.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from scenario_quiz.errors import Refusal
from scenario_quiz.files import write_atomically

PUBLIC = "public_key.pem"
SHORTEST_PASSPHRASE = 12


class WrongPassphrase(Refusal):
    """The passphrase opens none of the keys."""


def create_keys(school: Path, private: Path, passphrase: str) -> Path:
    """Make a pair: the public key in the folder `school`, the private one in the folder `private`; gives its file.

    Raises Refusal when the school has a public key already, or the passphrase is too short.
    """
    check_no_key(school)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(f"The passphrase has {len(passphrase)} characters; take at least {SHORTEST_PASSPHRASE}.")
    pair = ec.generate_private_key(ec.SECP256R1())
    public, file = school / PUBLIC, private / f"{key_id(pair.public_key())}.pem"
    sealed = BestAvailableEncryption(passphrase.encode())
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    # First the one that opens: no file can be sealed for a key that was lost half-way.
    write_atomically(file, pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    os.chmod(file, 0o600)
    write_atomically(public, pair.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return file


def check_no_key(school: Path) -> None:
    """Raises Refusal when the school has a public key, which must not be replaced by accident."""
    public = school / PUBLIC
    if public.exists():
        raise Refusal(
            f"{public}: there is a public key already, and pupils' files are sealed for it. To begin with a new "
            f"key, move this file away first, and keep its private key for as long as such files come in."
        )


def published_key(school: Path) -> str:
    """The public key as pages carry it, base64 of SubjectPublicKeyInfo; '' when the school has none. Raises Refusal."""
    file = school / PUBLIC
    if not file.exists():
        return ""
    try:
        key = load_pem_public_key(file.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Refusal(
            f"{file}: this is no P-256 public key. Put your copy back, or make a new pair: course keys create"
        )
    return b64encode(_der(key)).decode()


def open_keys(folder: Path, passphrase: Callable[[], str]) -> dict[str, ec.EllipticCurvePrivateKey]:
    """The private keys in `folder` that the passphrase opens, by key id; it is asked for only when there are any.

    Raises WrongPassphrase when it opens none of them.
    """
    files = sorted(folder.glob("*.pem"))
    if not files:
        return {}
    given = passphrase().encode()
    keys = {}
    for file in files:
        try:
            key = load_pem_private_key(file.read_bytes(), given)
        except (ValueError, TypeError):  # of an earlier passphrase
            continue
        if isinstance(key, ec.EllipticCurvePrivateKey):
            keys[key_id(key.public_key())] = key
    if not keys:
        raise WrongPassphrase(f"This passphrase opens none of the keys in {folder}.")
    return keys


def key_id(key: ec.EllipticCurvePublicKey) -> str:
    """A key's short name in sealed files: 16 hex digits."""
    return sha256(_der(key)).hexdigest()[:16]


def _der(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
