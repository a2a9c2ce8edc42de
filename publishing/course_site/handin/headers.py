"""The headers that every answer of the service carries."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from tornado.web import HTTPError, RequestHandler

from course_site.harden import POLICY

log = logging.getLogger("course.handin")

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


# For a part of a page, which is no page itself.
NOTHING = "default-src 'none'; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "course",
}


def page_policy(folder: Path) -> str:
    """The policy for the pages of one built site, which says itself what its pages run and style inline."""
    file = folder / POLICY
    try:
        return _read_policy(file, file.stat().st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return policy()


@lru_cache(maxsize=16)
def _read_policy(file: Path, _changed: int) -> str:
    return policy(json.loads(file.read_bytes()))


class GuardedHandler(RequestHandler):
    """A handler whose every answer carries the security headers, and whose errors tell the log of nobody."""

    def set_default_headers(self) -> None:
        for name, value in SECURITY_HEADERS.items():
            self.set_header(name, value)

    def log_exception(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # Tornado's own line names the address that a request came from, and whatever was typed into its path.
        if not isinstance(error, HTTPError):
            log.error("%s failed", type(self).__name__, exc_info=(kind, error, trace))


def takes_gzip(handler: RequestHandler) -> bool:
    """Whether the browser that asks can unpack gzip."""
    for offer in handler.request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, quality = offer.replace(" ", "").partition(";q=")
        if name in ("gzip", "*"):
            return quality.rstrip("0.") != "" or not quality
    return False
