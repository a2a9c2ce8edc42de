"""The files of a site that belong to no language: its error page, the offline app, and what search engines read."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import quoteattr

from course_site.contents import book_title, contents
from course_site.error_page import error_page
from course_site.fingerprint import shared_digest
from course_site.harden import POLICY
from course_site.kept import kept, work_folder
from scenario_quiz.course import Course
from scenario_quiz.files import write_atomically

WORKER = "sw.js"
ICON_SIZES = (192, 512)
# Some of these are there only with an address, or only for a language that may be left out the next time.
OWN = ("*.webmanifest", "preview-*.png", "sitemap.xml", "robots.txt")
# Not for pupils without a network: what browsers don't open from the course's pages, and what is for the server.
LEFT_OUT_SUFFIXES = {".gz", ".pdf"}
SITEMAP_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)  # fmt: skip


def write_site_files(course: Course, site: Path, languages: Sequence[str], base_url: str = "") -> None:
    """Write them into the folder `site`, where each of `languages` is built; the first one is where the course starts.

    `base_url` ends in a slash; without it nothing absolute is written, and what needs an address is taken away.
    """
    titles = {language: book_title(course, language) for language in languages}
    files = {f"icon-{size}.png": _icon(course, site, size) for size in ICON_SIZES}
    files |= {f"{language}.webmanifest": _manifest(course, language, titles[language]) for language in languages}
    files["404.html"] = error_page(course.school, "missing", base_url or "./")
    files[WORKER] = _worker(site, languages)
    if base_url:
        from course_site.pictures import preview

        files |= {f"preview-{language}.png": preview(course, language, titles[language]) for language in languages}
        files["sitemap.xml"] = _sitemap(course, languages, base_url)
        files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n".encode()
    for name, content in files.items():
        write_atomically(site / name, content)
    for path in (path for pattern in OWN for path in site.glob(pattern) if path.name not in files):
        path.unlink()


def _icon(course: Course, site: Path, size: int) -> bytes:
    def draw() -> bytes:
        from course_site.pictures import icon

        return icon(course, size)

    return kept(work_folder(site), f"icon-{size}", shared_digest(course), draw)


def _manifest(course: Course, language: str, title: str) -> bytes:
    """What a device needs to install the course as an app (https://www.w3.org/TR/appmanifest/)."""
    pages = contents(course)
    paper = course.school.colours.light.paper
    told = {
        "id": course.school.id,
        "name": title,
        "short_name": title,
        "description": f"{title} - {course.school.name}",
        "lang": language,
        "start_url": f"{language}/{pages.root}.html",
        "scope": "./",
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in ICON_SIZES
            for purpose in ("any", "maskable")
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _worker(site: Path, languages: Sequence[str]) -> bytes:
    """The service worker, told which files this build has: every language, for pages lead from one to another."""
    paths = [site / "index.html", *(path for each in languages for path in sorted((site / each).rglob("*")))]
    kept = [path for path in paths if path.is_file() and path.suffix not in LEFT_OUT_SUFFIXES and path.name != POLICY]
    files = json.dumps({path.relative_to(site).as_posix(): _digest(path.read_bytes()) for path in kept}, indent=0)
    code = (Path(__file__).parent / "templates" / "offline" / WORKER).read_text(encoding="utf-8")
    version = sha256((files + code).encode()).hexdigest()[:16]
    return f"const VERSION = {json.dumps(version)};\nconst FILES = {files};\n{code}".encode()


def _digest(content: bytes) -> str:
    return b64encode(sha256(content).digest()).decode()


def _sitemap(course: Course, languages: Sequence[str], base_url: str) -> bytes:
    """Every page in every language, each naming its translations (https://www.sitemaps.org/protocol.html)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {SITEMAP_NAMESPACES}>"]
    for page in contents(course).pages():
        addresses = {language: f"{base_url}{language}/{page}.html" for language in languages}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
            for language, address in addresses.items()
        )
        lines += [f"<url><loc>{address}</loc>{others}</url>" for address in addresses.values()]
    return "\n".join([*lines, "</urlset>", ""]).encode()
