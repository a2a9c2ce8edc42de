"""The course on a device that loses its network, and as a platform or a school's own network shows it."""

from __future__ import annotations

import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from course_site.site_files import write_site_files
from tests import chromium
from tests.publishing.books import SmallBook

pytestmark = pytest.mark.xdist_group("bilingual")
READY = "navigator.serviceWorker.ready.then(() => true)"
REGISTERED = "navigator.serviceWorker.getRegistration().then(Boolean)"
LATER = 6000  # milliseconds; a page registers the worker 4 seconds after it is there


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


class Host:
    """A plain web host for a copy of the built site, that can go away and come back at the same address."""

    def __init__(self, site: Path) -> None:
        self.site, self.port, self.server = site, 0, None

    def start(self) -> None:
        handler = partial(_Quiet, directory=str(self.site))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def host(bilingual, tmp_path) -> Iterator[Host]:
    host = Host(tmp_path / "site")
    shutil.copytree(bilingual.site, host.site)
    host.start()
    yield host
    host.stop()


@pytest.fixture
def context(browser: Browser, host) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{host.port}/")
    yield context
    context.close()


def visited(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("nl/welcome.html")
    page.evaluate(READY)
    return page


def test_after_one_visit_the_whole_course_opens_without_a_network(context, host):
    page = visited(context)
    assert page.locator('link[rel="manifest"]').get_attribute("href") == "../nl.webmanifest"
    host.stop()
    page.goto("en/placement.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("On placement")
    option = page.get_by_label("Posten.", exact=True)
    option.check()
    page.locator("form", has=option).get_by_text("Confirm").click()
    expect(page.locator(".quiz-feedback")).to_contain_text("FEEDBACK-POST")
    page.goto("nl/search.html?q=stage")
    expect(page.locator("#search-results li a").first).to_be_visible()
    expect(page.locator("#search-results .context").first).to_be_visible()
    assert "situaties gedaan" not in page.locator("#search-results").inner_text()
    page.goto("nl/placement-exercise.html")
    expect(page.get_by_text("Geen verbinding", exact=True)).to_be_visible()
    page.goto("./")
    expect(page).to_have_url(re.compile("nl/welcome.html$"))


def test_a_new_version_is_there_on_the_next_load_and_the_old_one_goes_whole(context, host, bilingual, tmp_path):
    page = visited(context)
    old = page.evaluate("caches.keys()")
    changed = host.site / "nl/welcome.html"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Deel 1", "Deel nieuw"), encoding="utf-8")
    write_site_files(SmallBook(tmp_path / "again").course.load(), host.site, ["nl", "en"])
    page.reload()
    expect(page.get_by_role("heading", name="Deel nieuw")).to_be_visible()
    changes = """(old) => new Promise((done) => setInterval(() => caches.keys().then(
        (names) => names.length === 1 && names[0] !== old && done(true)), 200))"""
    assert page.evaluate(changes, old[0])
    host.stop()
    page.reload()
    expect(page.get_by_role("heading", name="Deel nieuw")).to_be_visible()


def test_a_version_that_does_not_arrive_whole_leaves_the_old_one(context, host, tmp_path):
    page = visited(context)
    old = page.evaluate("caches.keys()")
    changed = host.site / "nl/welcome.html"
    changed.write_text("new")
    write_site_files(SmallBook(tmp_path / "again").course.load(), host.site, ["nl", "en"])
    changed.write_text("half")  # somebody is still copying: the host has not what the list says
    gone = """navigator.serviceWorker.getRegistration().then((it) => new Promise((done) => {
        it.onupdatefound = ({ target: { installing } }) => { installing.onstatechange = () => done(installing.state); };
        it.update();
    }))"""
    assert page.evaluate(gone) == "redundant"
    assert page.evaluate("caches.keys()") == old
    host.stop()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deel")


def test_what_the_service_says_is_never_kept(browser, bilingual):
    context = browser.new_context(base_url=bilingual.address)
    page = context.new_page()
    page.goto("nl/placement-exercise.html")
    page.evaluate(READY)
    page.reload()
    expect(page.get_by_text("Wie ben je?")).to_be_visible()
    names = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((it) => it.keys()))))"
        ".then((lists) => lists.flat().map((request) => request.url))"
    )
    assert names and not [name for name in names if "/api/" in name]
    context.close()


def test_no_worker_inside_the_frame_of_a_platform(context, host):
    (host.site / "platform.html").write_text('<iframe src="nl/welcome.html"></iframe>')
    page = context.new_page()
    page.goto("platform.html")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(LATER)
    assert page.evaluate(REGISTERED) is False


def test_no_worker_over_plain_http_on_a_schools_network(browser, host):
    own = browser.browser_type.launch(
        executable_path=chromium.find(), args=[*chromium.ARGS, "--host-resolver-rules=MAP school.lan 127.0.0.1"]
    )
    said: list[str] = []
    page = own.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(f"http://school.lan:{host.port}/nl/welcome.html")
    page.wait_for_timeout(LATER)
    with pytest.raises(Error):
        page.evaluate(REGISTERED)
    assert page.locator('link[rel="manifest"]').count() == 0
    assert said == []
    own.close()
