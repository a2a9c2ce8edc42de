"""What a web host of the school's own must be told to serve the built site as our own service does."""

from __future__ import annotations

import json
from pathlib import Path

from tornado.template import Loader

from course_site.handin.headers import SECURITY_HEADERS, policy
from course_site.handin.site import FOR_GOOD
from course_site.harden import POLICY, TEXT
from scenario_quiz.errors import Refusal

TEMPLATES = Loader(str(Path(__file__).parent / "templates" / "headers"))


def host_settings(site: Path, server: str) -> str:
    """A piece of the settings of `server` (nginx, apache, caddy) for `site` as it is built now.

    Raises Refusal when it isn't built.
    """
    found = [json.loads(file.read_bytes()) for file in sorted(site.glob(f"*/{POLICY}"))]
    if not found:
        raise Refusal("There is no site yet. Run: course build")
    scripts = sorted({source for sources in found for source in sources["script-src"]})
    # A page's style changes with what stands on it: a host that knows yesterday's hashes would show bare pages. Scripts
    # change with the course's software only.
    more = {"script-src": scripts, "style-src": ["'unsafe-inline'"]}
    headers = SECURITY_HEADERS | {"Content-Security-Policy": policy(more)}
    del headers["Server"]
    packed = "|".join(sorted(suffix.removeprefix(".") for suffix in TEXT))
    return TEMPLATES.load(f"{server}.conf").generate(headers=headers, packed=packed, for_good=FOR_GOOD).decode()
