"""What a pupil's phone pays for a page: ours against a plain Jupyter Book, and against the goals, in one run.

    python tests/benchmarks/bench_pages.py [--page internship]

Ours is served by the hand-in service, the plain book by Tornado's static files with gzip. The plain book asks for
MathJax, require.js and the widget manager at other hosts: these requests are counted, and their bytes too where the
network lets them through.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from page_measures import Measures, chromium, measure
from plain_book import build_plain
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler

from course_site.handin import make_app, running
from scenario_quiz.course import Course, find_root
from skill_grading.data import DataFolder

COURSE_FILES = ("_config.yml", "_toc.yml", "chapters", "exercises", "schools")
COURSE = Path(sys.executable).with_name("course")
LANGUAGES = ("nl", "en")
CHANGED_PAGE = "chapters/nl/internship.md"
CHANGED_SCENARIO = "exercises/internship/room-12/nl.yml"
MOST_BYTES, MOST_SECONDS_TO_TAP = 60 * 1024, 1.5
MOST_SECONDS = {"both languages, from clean": 60, "one changed page": 3, "one changed scenario": 3}

Pages = dict[str, Measures]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--page", help="one page only, such as internship, in both languages")
    only = options.parse_args().page
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        source = find_root(Path(__file__).parent)
        for name in COURSE_FILES:
            copy = shutil.copytree if (source / name).is_dir() else shutil.copy
            root.mkdir(exist_ok=True)
            copy(source / name, root / name)
        builds = build_times(root)
        course = Course.load(root)
        chapters = [path.stem for path in sorted((root / "chapters" / "nl").glob("*.md")) if only in (None, path.stem)]
        with browser_and_services(course, Path(folder), chapters) as (browser, ours, plain):
            names = page_names(root / "_build" / "site", only)
            mine = {name: measure(browser, f"{ours}{name}.html") for name in names}
            theirs = {
                f"{language}/{page}": measure(browser, f"{plain[language]}{language}/{page}.html")
                for language in LANGUAGES
                for page in chapters
            }
        report(mine, theirs, builds)


def page_names(site: Path, only: str | None) -> list[str]:
    """The published pages, as `nl/internship`; `only` leaves one of each language."""
    return [
        f"{language}/{path.stem}"
        for language in LANGUAGES
        for path in sorted((site / language).glob("*.html"))
        if path.stem != "index" and only in (None, path.stem)
    ]


def build_times(root: Path) -> dict[str, float]:
    """Seconds of `course build` in a fresh copy of the course, from process start to end."""

    def build() -> float:
        started = time.monotonic()
        subprocess.run([COURSE, "--data", root / "_data", "build"], cwd=root, check=True, capture_output=True)
        return time.monotonic() - started

    def changed(name: str, old: str, new: str) -> float:
        file = root / name
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
        return build()

    return {
        "both languages, from clean": build(),
        "one changed page": changed(CHANGED_PAGE, "\n\n## ", "\n\nEen zin meer.\n\n## "),
        "one changed scenario": changed(CHANGED_SCENARIO, "title: ", "title: De "),
    }


@contextmanager
def browser_and_services(course: Course, folder: Path, chapters: list[str]) -> Iterator[tuple]:
    """A browser, our address, and the plain book's addresses by language."""
    plain = {each: build_plain(course, chapters, each, folder / f"plain-{each}") for each in LANGUAGES}
    app = make_app(DataFolder(course.root / "_data"), course.root / "_build" / "site", course)
    with sync_playwright() as playwright, running(app) as ours, static(plain["nl"]) as nl, static(plain["en"]) as en:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        yield browser, ours, {"nl": nl, "en": en}
        browser.close()


@contextmanager
def static(folder: Path) -> Iterator[str]:
    """Files with gzip, as a plain web host would serve them; gives the address."""
    sockets = bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()

    async def start() -> None:
        server = HTTPServer(
            Application(
                [(r"/(.*)", StaticFileHandler, {"path": str(folder)})], compress_response=True, log_function=_silent
            )
        )
        server.add_sockets(sockets)

    # In the thread only: this one runs Playwright's loop.
    loop.call_soon(lambda: loop.create_task(start()))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def _silent(handler: RequestHandler) -> None:
    """No line per request between the tables."""


def report(ours: Pages, plain: Pages, builds: dict[str, float]) -> None:
    console = Console(width=120)
    columns = ("KB", "pictures KB", "requests", "foreign", "tappable s", "Lighthouse")
    table = Table("page", "book", *columns, title="Ours beside a plain Jupyter Book (first visit, slow 4G, 4x CPU)")
    for name, theirs in plain.items():
        table.add_row(name, "ours", *_cells(ours[name]))
        table.add_row("", "plain", *_cells(theirs), end_section=True)
    console.print(table)
    goals = Table("goal", "reached", "worst", "where", title="Ours beside the goals")
    for line in _goals(ours):
        goals.add_row(*line)
    for name, seconds in builds.items():
        goals.add_row(
            f"{name}: at most {MOST_SECONDS[name]} s", _yes(seconds <= MOST_SECONDS[name]), f"{seconds:.1f} s", ""
        )
    console.print(goals)
    shown = Table("page", *columns, title="Every page of ours")
    for name, page in ours.items():
        shown.add_row(name, *_cells(page))
    console.print(shown)


def _goals(ours: Pages) -> Iterator[tuple[str, str, str, str]]:
    heaviest = max(ours, key=lambda name: ours[name].bytes)
    size = ours[heaviest].bytes
    yield "at most 60 KB a page without pictures", _yes(size <= MOST_BYTES), f"{size / 1024:.1f} KB", heaviest
    foreign = max(ours, key=lambda name: ours[name].foreign)
    yield "no request to others", _yes(not ours[foreign].foreign), str(ours[foreign].foreign), foreign
    low = min(ours, key=lambda name: sum(ours[name].scores))
    yield "Lighthouse 100, four times", _yes(min(ours[low].scores) == 100), _scores(ours[low]), low
    slow = max(ours, key=lambda name: ours[name].interactive)
    seconds = ours[slow].interactive / 1000
    yield "tappable within 1.5 s", _yes(seconds <= MOST_SECONDS_TO_TAP), f"{seconds:.2f} s", slow


def _cells(page: Measures) -> tuple[str, ...]:
    return (
        f"{page.bytes / 1024:.1f}", f"{page.pictures / 1024:.1f}", str(page.requests), str(page.foreign),
        f"{page.interactive / 1000:.2f}", _scores(page),
    )  # fmt: skip


def _scores(page: Measures) -> str:
    return "/".join(str(score) for score in page.scores)


def _yes(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    main()
