"""What a web host of the school's own is told."""

import json

import pytest

from course_site.host_headers import host_settings
from scenario_quiz.errors import Refusal


@pytest.mark.parametrize("server", ["nginx", "apache", "caddy"])
def test_names_what_the_pages_of_every_language_run_and_no_more(tmp_path, server):
    for language in ("nl", "en"):
        (tmp_path / language).mkdir()
        sources = {"script-src": ["'sha256-both='", f"'sha256-{language}='"], "style-src": ["'sha256-today='"]}
        (tmp_path / language / "_csp.json").write_text(json.dumps(sources))
    told = host_settings(tmp_path, server)
    assert "script-src 'self' 'sha256-both=' 'sha256-en=' 'sha256-nl=';" in told
    assert told.count("unsafe-inline") == 1 and "style-src 'self' 'unsafe-inline';" in told
    assert "X-Content-Type-Options" in told and "/404.html" in told


def test_says_so_when_nothing_is_built(tmp_path):
    with pytest.raises(Refusal, match="course build"):
        host_settings(tmp_path, "nginx")
