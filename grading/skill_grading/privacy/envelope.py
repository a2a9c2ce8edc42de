"""Sealing a stream of bytes of any length, so that a lost stick tells nothing and a spoilt file is not believed.

A file is one line of JSON, the header, and then frames: four bytes with a length (big-endian), and so many bytes of
AES-256-GCM over at most 1 MiB. A frame's nonce is its number; its additional data is the SHA-256 of the header line and
a byte that is 1 for the last frame: frames can't be changed, left out, put in another order or cut off unnoticed (the
STREAM construction, V. T. Hoang et al., CRYPTO 2015). The key is used for this file only. It comes from

- the school's public key ("lock": "key"): HKDF-SHA256 of an ECDH secret with `ephemeral`, as in `sealed.py`, so that
  nobody has to type anything to seal. `private` holds the school's private key as it lies in the data folder, under
  its passphrase: whoever has lost everything but the backup and the passphrase can still open it;
- or a passphrase ("lock": "passphrase"): scrypt (n 2^15, r 8, p 1) with `salt`.
"""

from __future__ import annotations

import io
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import scrypt, sha256
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from scenario_quiz.errors import Refusal
from skill_grading.collecting.keys import SHORTEST_PASSPHRASE, WrongPassphrase

FORMAT = "course-backup"
INFO = b"course-backup 1"
FRAME = 1 << 20
LONGEST_HEADER = 100_000
DAMAGED = "The backup is cut off or damaged."
_TAG = 16

Header = dict[str, Any]


def lock_with_key(public: ec.EllipticCurvePublicKey, key_id: str, private_pem: str) -> tuple[Header, bytes]:
    """What the header says of the lock, and the key of the file, for the school's public key."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    said = {"lock": "key", "key": key_id, "ephemeral": b64encode(point).decode(), "private": private_pem}
    return said, _derive(ephemeral.exchange(ec.ECDH(), public), point)


def lock_with_passphrase(passphrase: str) -> tuple[Header, bytes]:
    """The same for a passphrase. Raises Refusal when it is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(f"The passphrase has {len(passphrase)} characters; take at least {SHORTEST_PASSPHRASE}.")
    salt = os.urandom(16)
    return {"lock": "passphrase", "salt": b64encode(salt).decode()}, _stretch(passphrase, salt)


def unlock(header: Header, passphrase: Callable[[], str], private_pem: str = "") -> bytes:
    """The key of a file. `private_pem` stands for the private key where the header has none.

    Raises WrongPassphrase, or Refusal when a private key is needed that is not here, or the lock is damaged.
    """
    if header["lock"] == "passphrase":
        return _stretch(passphrase(), _decoded(header, "salt"))
    pem = header.get("private") or private_pem
    if not pem:
        raise Refusal(
            f"This backup was sealed for the key {header.get('key')}, whose private key is not here; "
            "name its folder: --keys FOLDER"
        )
    try:
        private = load_pem_private_key(pem.encode(), passphrase().encode())
    except (ValueError, TypeError):
        raise WrongPassphrase("This passphrase does not open the backup.") from None
    point = _decoded(header, "ephemeral")
    try:
        ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise Refusal(DAMAGED) from None
    return _derive(private.exchange(ec.ECDH(), ephemeral), point)


def _decoded(header: Header, name: str) -> bytes:
    try:
        return b64decode(header[name], validate=True)
    except (ValueError, KeyError, TypeError):
        raise Refusal(DAMAGED) from None


def read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """The header of a sealed file, and its line. Raises Refusal when this is none."""
    line = file.readline(LONGEST_HEADER)
    try:
        header = json.loads(line)
        if header["format"] != FORMAT or header["version"] != 1 or header["lock"] not in ("key", "passphrase"):
            raise ValueError
        header["school"], datetime.fromisoformat(header["made"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal("This is no backup of the course, or one of another version.") from None
    return header, line


class SealedWriter(io.RawIOBase):
    """Seals what is written to it into `file`; `finish` writes the last frame."""

    def __init__(self, file: BinaryIO, header: Header, key: bytes) -> None:
        line = json.dumps({"format": FORMAT, "version": 1, **header}).encode() + b"\n"
        file.write(line)
        self._file, self._frames, self._waiting = file, _Frames(key, line), bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > FRAME:
            self._put(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, data: bytes, last: bool) -> None:
        sealed = self._frames.seal(data, last)
        self._file.write(len(sealed).to_bytes(4) + sealed)


class SealedReader(io.RawIOBase):
    """Opens the frames of `file`, whose header line was read. Reading raises Refusal for whatever was changed."""

    def __init__(self, file: BinaryIO, line: bytes, key: bytes) -> None:
        self._file, self._frames, self._ready, self._over = file, _Frames(key, line), b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:
        while not self._ready and not self._over:
            self._ready, self._over = self._next()
        count = min(len(into), len(self._ready))
        into[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next(self) -> tuple[bytes, bool]:
        length = int.from_bytes(self._file.read(4))
        if not _TAG <= length <= FRAME + _TAG:
            raise Refusal(DAMAGED)
        sealed = self._file.read(length)
        last = not self._file.peek(1)
        try:
            return self._frames.open(sealed, last), last
        except InvalidTag:
            raise Refusal("The backup is cut off or damaged, or this passphrase does not open it.") from None


class _Frames:
    def __init__(self, key: bytes, line: bytes) -> None:
        self._cipher, self._about, self._number = AESGCM(key), sha256(line).digest(), 0

    def seal(self, data: bytes, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(), data, self._about + bytes([last]))

    def open(self, sealed: bytes, last: bool) -> bytes:
        return self._cipher.decrypt(self._nonce(), sealed, self._about + bytes([last]))

    def _nonce(self) -> bytes:
        self._number += 1
        return self._number.to_bytes(12)


def _derive(secret: bytes, point: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=point, info=INFO).derive(secret)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return scrypt(passphrase.encode(), salt=salt, n=2**15, r=8, p=1, dklen=32, maxmem=2**26)
