"""Serving the built site to pupils."""

from __future__ import annotations

import gzip
import html
import json
import os

import pytest


@pytest.fixture
def site(service):
    static = service.site / "nl" / "_static"
    static.mkdir()
    (static / "course.css").write_text("body { color: black }")
    (static / "quiz.js").write_text("let a")
    (static / "font.woff2").write_bytes(b"font")
    (service.site / "nl" / ".buildinfo").write_text("hidden")
    (service.site.parent / "secret.txt").write_text("secret")
    page = service.site / "nl" / "index.html"
    (page.parent / "index.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    return service


def get(service, path, method="GET", **headers):
    return service.device().request(method, path, **headers)


def test_the_address_of_the_course_leads_to_its_language(site):
    answer = get(site, "")
    assert (answer.status, answer.headers["Location"]) == (302, "nl/")
    answer = get(site, "nl")
    assert (answer.status, answer.headers["Location"]) == (302, "nl/")


def test_a_page_comes_compressed_to_a_browser_that_takes_it(site):
    packed = get(site, "nl/", Accept_Encoding="gzip, br")
    plain = get(site, "nl/index.html")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == b"<h1>Welkom</h1>"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("offer", ["gzip;q=0", "gzip; q=0.0", "br", "identity", ""])
def test_a_browser_that_takes_no_gzip_gets_none(site, offer):
    assert "Content-Encoding" not in get(site, "nl/", Accept_Encoding=offer).headers


def test_a_compressed_file_from_an_older_build_is_not_served(site):
    page = site.site / "nl" / "index.html"
    page.write_text("<h1>Nieuw</h1>")
    later = os.stat(page).st_mtime_ns + 10**9
    os.utime(page, ns=(later, later))
    assert get(site, "nl/", Accept_Encoding="gzip").body == b"<h1>Nieuw</h1>"


def test_a_page_is_asked_for_again_and_a_fingerprinted_file_is_not(site):
    assert get(site, "nl/").headers["Cache-Control"] == "no-cache"
    assert get(site, "nl/_static/quiz.js").headers["Cache-Control"] == "no-cache"
    assert "immutable" in get(site, "nl/_static/quiz.js?v=abc").headers["Cache-Control"]
    assert get(site, "nl/?v=abc").headers["Cache-Control"] == "no-cache"


def test_a_page_that_has_not_changed_is_not_sent_again(site):
    tag = get(site, "nl/").headers["Etag"]
    assert get(site, "nl/", If_None_Match=tag).status == 304
    page = site.site / "nl" / "index.html"
    page.write_text("<h1>Nieuw!</h1>")
    (page.parent / "index.html.gz").unlink()
    assert get(site, "nl/", If_None_Match=tag).body == b"<h1>Nieuw!</h1>"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("nl/_static/quiz.js", "text/javascript; charset=utf-8"),
        ("nl/_static/course.css", "text/css; charset=utf-8"),
        ("nl/_static/font.woff2", "font/woff2"),
    ],
)
def test_every_file_has_its_content_type(site, path, kind):
    assert get(site, path).headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["nl/", "nl/missing.html", "api/course", "api/missing", ""])
def test_every_answer_carries_the_security_headers(site, path):
    headers = get(site, path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_page_may_run_only_what_the_build_found_in_the_pages(site):
    sources = {"script-src": ["'sha256-abc='"], "style-src": ["'unsafe-inline'"]}
    (site.site / "nl" / "_csp.json").write_text(json.dumps(sources))
    policy = get(site, "nl/").headers["Content-Security-Policy"].split("; ")
    assert "script-src 'self' 'sha256-abc='" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy


def test_a_part_of_a_page_may_load_nothing_and_carries_no_more_headers_than_it_needs(site):
    headers = get(site, "nl/_static/quiz.js").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Permissions-Policy" not in headers


def test_serves_the_files_beside_the_languages_and_asks_for_them_again(site):
    for name, kind in {
        "index.html": "text/html; charset=utf-8",
        "sw.js": "text/javascript; charset=utf-8",
        "nl.webmanifest": "application/manifest+json",
    }.items():
        (site.site / name).write_text("here")
        answer = get(site, name)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "nl/missing.html",
        "nl/.buildinfo",
        "../secret.txt",
        "nl/../../secret.txt",
        "..%2fsecret.txt",
        "nl/%00",
        "nl/" + "x" * 3000,
        "nl/_static/",
        "//etc/passwd",
        "%2e%2e/secret.txt",
    ],
)
def test_what_is_not_part_of_the_site_does_not_exist(site, path):
    answer = get(site, path)
    assert answer.status in (403, 404)
    assert b"secret" not in answer.body
    assert "Deze pagina bestaat niet" in answer.body.decode()


def test_a_page_that_is_missing_leads_back_to_the_start(site):
    assert 'href="../../"' in get(site, "nl/deep/missing.html").body.decode()
    assert 'href="./"' in get(site, "missing.html").body.decode()


def test_a_page_that_is_missing_says_so_in_the_language_of_its_folder(site):
    page = get(site, "en/missing.html").body.decode()
    assert '<html lang="en">' in page
    assert "This page doesn't exist" in html.unescape(page)


def test_the_site_takes_nothing(site):
    assert get(site, "nl/", method="POST").status == 405


def test_a_symbolic_link_out_of_the_site_is_not_followed(site):
    (site.site / "nl" / "link.txt").symlink_to(site.site.parent / "secret.txt")
    assert get(site, "nl/link.txt").status in (403, 404)
