"""What a web host of the school's own must be told to serve the built site as our own service does."""

from __future__ import annotations

import json
from pathlib import Path

from tornado.template import Loader

from course_site.error_page import error_style_source
from course_site.handin.headers import SECURITY_HEADERS, policy
from course_site.harden import POLICY
from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal

TEMPLATES = Loader(str(Path(__file__).parent / "templates" / "headers"))


def host_settings(course: Course, site: Path, server: str) -> str:
    """A piece of the settings of `server` (nginx, apache, caddy) for `site` as it is built now.

    Raises Refusal when it isn't built.
    """
    found = [json.loads(file.read_bytes()) for file in sorted(site.glob(f"*/{POLICY}"))]
    if not found:
        raise Refusal("There is no site yet. Run: course build")
    more = {
        kind: sorted({source for sources in found for source in sources[kind]}) for kind in ("script-src", "style-src")
    }
    more["style-src"].append(error_style_source(course.school))
    headers = SECURITY_HEADERS | {"Content-Security-Policy": policy(more)}
    del headers["Server"]
    return TEMPLATES.load(f"{server}.conf").generate(headers=headers).decode()
