"""The headers that every answer of the service carries."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from tornado.web import RequestHandler

from course_site.harden import POLICY

CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}


def policy(more: dict[str, list[str]] | None = None) -> str:
    """The policy as a header; ``more`` holds sources that some pages need besides."""
    return "; ".join(
        " ".join([name, *sources, *(more or {}).get(name, [])]) for name, sources in CONTENT_SECURITY_POLICY.items()
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "course",
}


def page_policy(folder: Path) -> str:
    """The policy for the pages of one built site, which says itself what its pages run and style inline."""
    file = folder / POLICY
    try:
        return _read_policy(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return policy()


@lru_cache(maxsize=16)
def _read_policy(file: Path, _changed: int) -> str:
    return policy(json.loads(file.read_bytes()))


class GuardedHandler(RequestHandler):
    """A handler whose every answer carries the security headers."""

    def set_default_headers(self) -> None:
        for name, value in SECURITY_HEADERS.items():
            self.set_header(name, value)
