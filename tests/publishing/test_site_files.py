"""What a site has beside its pages: the offline app, the error page, and what search engines and networks read."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from course_site.book import build_site
from course_site.commands.context import base_url
from course_site.site_files import write_site_files
from scenario_quiz.errors import Refusal
from tests.publishing.books import SmallBook

ADDRESS = "https://school.example/course/"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def addressed(tmp_path_factory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("addressed"))
    build_site(book.course.load(), book.data, book.site, ["nl", "en"], ADDRESS)
    return book


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def worker_files(book: SmallBook) -> dict[str, str]:
    worker = (book.site / "sw.js").read_text(encoding="utf-8")
    return json.loads(re.search(r"const FILES = (\{.*?\});", worker, re.S)[1])


def test_a_page_names_its_own_address_and_its_translations(addressed):
    page = addressed.html("placement", "en")
    assert f'<link rel="canonical" href="{ADDRESS}en/placement.html">' in page
    for language, code in {"nl": "nl", "en": "en", "x-default": "nl"}.items():
        assert f'<link rel="alternate" hreflang="{language}" href="{ADDRESS}{code}/placement.html">' in page
    assert f'<meta property="og:image" content="{ADDRESS}preview-en.png">' in page


def test_the_sitemap_has_every_page_in_every_language(addressed):
    found = ElementTree.parse(addressed.site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    addresses = {each.text for each in found}
    assert addresses == {
        f"{ADDRESS}{language}/{page}.html"
        for language in ("nl", "en")
        for page in ("welcome", "placement", "placement-exercise", "protocol")
    }
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (addressed.site / "robots.txt").read_text()


def test_the_pictures_are_as_large_as_networks_and_devices_ask(addressed):
    for name, wanted in {"preview-nl": (1200, 630), "icon-192": (192, 192), "icon-512": (512, 512)}.items():
        assert size((addressed.site / f"{name}.png").read_bytes()) == wanted


def test_the_app_opens_in_the_language_it_was_installed_in(addressed):
    for language, title in {"nl": "Kleine cursus", "en": "Small course"}.items():
        manifest = json.loads((addressed.site / f"{language}.webmanifest").read_text(encoding="utf-8"))
        assert (manifest["name"], manifest["lang"]) == (title, language)
        assert (addressed.site / manifest["start_url"]).is_file()
        assert all((addressed.site / icon["src"]).is_file() for icon in manifest["icons"])


def test_the_worker_keeps_every_file_that_a_pupil_needs_and_no_other(addressed):
    kept = {path.relative_to(addressed.site).as_posix() for path in addressed.site.rglob("*") if path.is_file()}
    wanted = {
        name
        for name in kept
        if (name == "index.html" or "/" in name) and not name.endswith((".gz", "_csp.json", ".pdf"))
    }
    assert set(worker_files(addressed)) == wanted


def test_the_error_page_leads_to_the_start_from_any_depth(addressed):
    page = (addressed.site / "404.html").read_text(encoding="utf-8")
    assert page.count(f'href="{ADDRESS}"') == 2
    assert '<section lang="nl">' in page and '<section lang="en">' in page


def test_without_an_address_nothing_absolute_is_written_and_nothing_stays_of_one(tmp_path):
    book = SmallBook(tmp_path)
    course = book.course.load()
    for address in (ADDRESS, ""):
        build_site(course, book.data, book.site, ["nl", "en"], address)
    files = [path for path in book.site.rglob("*") if path.suffix in (".html", ".txt", ".xml", ".js", ".webmanifest")]
    assert not [path for path in files if "school.example" in path.read_text(encoding="utf-8")]
    assert 'rel="canonical"' not in book.html("placement")
    assert not {"sitemap.xml", "robots.txt", "preview-nl.png"} & {path.name for path in book.site.iterdir()}


def test_the_worker_changes_only_with_the_files_of_the_site(tmp_path, small_course):
    (tmp_path / "site/nl").mkdir(parents=True)
    page = tmp_path / "site/nl/a.html"
    course = SmallBook(tmp_path / "book").course.load()
    workers = []
    for text in ("one", "one", "two"):
        page.write_text(text)
        (tmp_path / "site/index.html").write_text("start")
        write_site_files(course, tmp_path / "site", ["nl"])
        workers.append((tmp_path / "site/sw.js").read_bytes())
    assert workers[0] == workers[1] != workers[2]


@pytest.mark.parametrize("value", ["school.example/course", "ftp://school.example/", "https://", "https://a.b/?page=1"])
def test_refuses_what_is_no_address_of_a_folder(value):
    with pytest.raises(Refusal, match=r"https://school\.example/course/"):
        base_url(value)


def test_an_address_ends_in_one_slash():
    assert base_url("https://school.example/course") == base_url("https://school.example/course//") == ADDRESS
    assert base_url("") == ""
