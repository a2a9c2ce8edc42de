"""https from the certificate files that a school has."""

from __future__ import annotations

import ssl
from pathlib import Path

from scenario_quiz.errors import Refusal


def load_certificate(certificate: Path, key: Path) -> ssl.SSLContext:
    """What https needs, from a certificate (with its chain) and its private key, both PEM files. Raises Refusal."""
    for file in (certificate, key):
        if not file.is_file():
            raise Refusal(f"{file}: there is no such file; expected a certificate or key in PEM format.")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # Without a password of ours OpenSSL would ask for one in the terminal, and wait.
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise Refusal(f"{key}: this key does not belong to the certificate {certificate}.") from None
        raise Refusal(
            f"{certificate}, {key}: found no certificate and key that can be used; expected two PEM files, the key "
            "without a password."
        ) from None
    except OSError as error:
        raise Refusal(f"{error.filename or key}: {error.strerror}") from None
    return context
