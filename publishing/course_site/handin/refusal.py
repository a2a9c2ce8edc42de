"""Saying no to a pupil's page: a code that the page has words for, and an HTTP status."""

from __future__ import annotations

from tornado.web import HTTPError

_STATUS = {
    "unknown_code": 401,
    "no_session": 401,
    "closed": 403,
    "foreign_origin": 403,
    "unknown_assignment": 404,
    "not_found": 404,
    "not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "throttled": 429,
}


class Refused(HTTPError):
    """A request that is answered with ``{"error": code, "message": ..., **more}``. The message is for logs."""

    def __init__(self, code: str, message: str, **more: object) -> None:
        super().__init__(_STATUS.get(code, 400))
        self.body = {"error": code, "message": message, **more}
