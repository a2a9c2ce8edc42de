"""Serving the built site: precompressed, cached as long as is safe, and nothing that lies outside it."""

from __future__ import annotations

import os
from mimetypes import MimeTypes
from pathlib import Path

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from course_site.error_page import error_page, error_style_source
from course_site.handin.headers import NOTHING, GuardedHandler, page_policy, policy, takes_gzip
from scenario_quiz.school import School

START = "index.html"
# Of a file whose address has its content's hash: a year.
FOR_GOOD = "public, max-age=31536000, immutable"

# Python's own list, without this machine's: some machines call JavaScript plain text.
_TYPES = MimeTypes()
for _suffix, _type in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}.items():
    _TYPES.add_type(_type, _suffix)
_TEXT = ("application/json", "application/xml", "image/svg+xml")


def answer_in_words(handler: RequestHandler, school: School, kind: str) -> None:
    """Finish with a page that says what is wrong (`service_<kind>_...`), and leads to the start of the course."""
    asked = handler.request.path.split("/")[1]
    start = "../" * (handler.request.path.count("/") - 1) or "./"
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.set_header("Content-Security-Policy", policy({"style-src": [error_style_source(school)]}))
    handler.set_header("Cache-Control", "no-store")
    handler.finish(error_page(school, kind, start, asked))


class StartHandler(GuardedHandler):
    """The course's address leads to its source language."""

    def initialize(self, language: str) -> None:
        self._language = language

    def get(self) -> None:
        self.set_header("Cache-Control", "no-cache")
        # Without a prefix of its own relative, so that it also holds behind one that only a proxy knows.
        prefix = self.settings["prefix"]
        self.redirect(f"{prefix}/{self._language}/" if prefix else f"{self._language}/")

    head = get


class SiteHandler(GuardedHandler, StaticFileHandler):
    """A file of the site; ``<file>.gz`` beside it goes to browsers that take gzip."""

    def initialize(self, path: str, school: School) -> None:
        super().initialize(path)
        self._school = school

    def parse_url_path(self, url_path: str) -> str:
        path = super().parse_url_path(url_path)
        if "\0" in path or any(part.startswith(".") for part in path.split(os.sep)):
            raise HTTPError(404)
        if not path or path.endswith(os.sep):
            path += START
        self._plain = path
        return f"{path}.gz" if takes_gzip(self) and self._is_fresh(path) else path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        if os.path.isdir(absolute_path):
            # Relative, so that it also holds behind a path prefix.
            self.redirect(f"{os.path.basename(absolute_path)}/")
            return None
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Vary", "Accept-Encoding")
        if self.get_content_type().startswith("text/html"):
            language = self._plain.partition(os.sep)[0]
            self.set_header("Content-Security-Policy", page_policy(Path(self.root, language)))
        elif "_static" in path.split(os.sep):
            # What the page's policy rules; the page's headers on each of its parts would weigh 3 KB a visit.
            self.set_header("Content-Security-Policy", NOTHING)
            self.clear_header("Permissions-Policy")
        if path != self._plain:
            self.set_header("Content-Encoding", "gzip")
        fingerprinted = "_static" in path.split(os.sep) and "v" in self.request.query_arguments
        self.set_header("Cache-Control", FOR_GOOD if fingerprinted else "no-cache")

    def get_cache_time(self, path: str, modified: object, mime_type: str) -> int:
        return 0  # set_extra_headers says how long

    def get_content_type(self) -> str:
        kind = _TYPES.guess_type(self._plain)[0] or "application/octet-stream"
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _TEXT else kind

    def compute_etag(self) -> str:
        # Tornado remembers a file's hash for as long as it runs, also when the site is built again.
        stat = os.stat(self.absolute_path)
        return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'

    def write_error(self, status_code: int, **error: object) -> None:
        kind = "missing" if status_code in (403, 404) else "failed"
        answer_in_words(self, self._school, kind)

    def _is_fresh(self, path: str) -> bool:
        plain = self.get_absolute_path(self.root, path)
        try:
            return os.stat(f"{plain}.gz").st_mtime_ns >= os.stat(plain).st_mtime_ns
        except OSError:
            return False
