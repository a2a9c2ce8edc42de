"""What a pupil's phone pays for a page: ours against a plain Jupyter Book, and against the goals, in one run.

    python tests/benchmarks/bench_pages.py [--page internship]

Ours is served by the hand-in service, the plain book by Tornado's static files with gzip. The plain book asks for
MathJax, require.js and the widget manager at other hosts: these requests are counted, and their bytes too where the
network lets them through. Of ours every page is measured, once, and twice more where it misses a goal (the median
counts then, for another process may have been in the way); of the plain book our heaviest chapters, once.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from page_measures import Measures, Meter, meter, typical
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
CHANGED_PAGE = "chapters/nl/internship.md"
CHANGED_SCENARIO = "exercises/internship/room-12/nl.yml"
MORE, BESIDE = 2, 3
MOST_SECONDS = {"both languages, from clean": 60, "one changed page": 3, "one changed scenario": 3}

Pages = dict[str, Measures]


@dataclass(frozen=True)
class Goal:
    """What every page, or every lesson with its quizzes, should reach: `value` is at most `most`."""

    words: str
    most: float
    value: Callable[[Measures], float]
    shown: Callable[[Measures], str]
    lessons: bool = False

    def reached(self, page: Measures) -> bool:
        return self.value(page) <= self.most


GOALS = [
    Goal(
        "a lesson: at most 60 KB, no pictures",
        60 * 1024,
        lambda each: each.bytes,
        lambda each: _kilobytes(each.bytes),
        True,
    ),
    Goal(
        "a lesson: tappable within 1.5 s", 1.5, lambda each: each.tappable, lambda each: f"{each.tappable:.2f} s", True
    ),
    Goal("a page: no request to others", 0, lambda each: each.foreign, lambda each: str(each.foreign)),
    Goal("a page: Lighthouse 100, four times", -100, lambda each: -min(each.scores), lambda each: _scores(each)),
]


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
        language = course.school.languages[0]
        chapters = [path.stem for path in (root / "chapters" / language).glob("*.md") if only in (None, path.stem)]
        with browser_and_services(course, Path(folder), sorted(chapters)) as (meter, ours, plain):
            names = page_names(root / "_build" / "site", course.school.languages, only)
            mine = measured(meter, "ours", ours, names, MORE)
            heavy = sorted((f"{language}/{each}" for each in chapters), key=lambda name: -mine[name].bytes)[:BESIDE]
            theirs = measured(meter, "plain", plain, heavy)
        report(mine, theirs, builds)


def measured(meter: Meter, book: str, address: str, names: list[str], more: int = 0) -> Pages:
    """Every page of `names`, with a line for each, for it takes minutes; `more` times where it misses a goal."""
    pages: Pages = {}
    for number, name in enumerate(names, 1):
        url = f"{address}{name}.html"
        page = meter.measure(url)
        if more and not all(goal.reached(page) for goal in GOALS if page.quiz or not goal.lessons):
            page = typical([page, *(meter.measure(url) for _ in range(more))])
        pages[name] = page
        progress(f"{book} {number}/{len(names)} {name}: {', '.join(_cells(page))}")
    return pages


def progress(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def page_names(site: Path, languages: Sequence[str], only: str | None) -> list[str]:
    """The published pages, as `nl/internship`; `only` leaves one of each language."""
    return [
        f"{language}/{path.stem}"
        for language in languages
        for path in sorted((site / language).glob("*.html"))
        if path.stem != "index" and only in (None, path.stem)
    ]


def build_times(root: Path) -> dict[str, float]:
    """Seconds of `course build` in a fresh copy of the course, from process start to end."""

    def build() -> float:
        progress("building ours")
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
def browser_and_services(course: Course, folder: Path, chapters: list[str]) -> Iterator[tuple[Meter, str, str]]:
    """A meter, our address, and the plain book's."""
    progress("building the plain book")
    plain = build_plain(course, chapters, course.school.languages[0], folder / "plain")
    app = make_app(DataFolder(course.root / "_data"), course.root / "_build" / "site", course)
    with (
        sync_playwright() as playwright,
        running(app) as ours,
        static(plain) as theirs,
        meter(playwright.chromium) as measuring,
    ):
        yield measuring, ours, theirs


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
    columns = ("page", "pictures", "requests", "foreign", "tappable s", "TTI s", "Lighthouse")
    table = Table("name", "book", *columns, title="Ours beside a plain Jupyter Book: first visit, slow 4G, 4x CPU")
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
    shown = Table("name", *columns, title="Every page of ours")
    for name, page in ours.items():
        shown.add_row(name, *_cells(page))
    console.print(shown)


def _goals(ours: Pages) -> Iterator[tuple[str, str, str, str]]:
    """For each goal how many pages reach it, and the page that is furthest from it."""
    for goal in GOALS:
        pages = {name: page for name, page in ours.items() if page.quiz or not goal.lessons}
        if not pages:  # a goal of lessons, when another page was asked for
            continue
        name = max(pages, key=lambda each, goal=goal: goal.value(ours[each]))
        count = sum(map(goal.reached, pages.values()))
        reached = "yes" if count == len(pages) else "NO"
        yield goal.words, f"{reached}, {count} of {len(pages)}", goal.shown(ours[name]), name


def _cells(page: Measures) -> tuple[str, ...]:
    return (
        _kilobytes(page.bytes), _kilobytes(page.pictures), str(page.requests), str(page.foreign),
        f"{page.tappable:.2f}", f"{page.interactive:.2f}", _scores(page),
    )  # fmt: skip


def _kilobytes(count: int) -> str:
    return f"{count / 1024:.1f} KB"


def _scores(page: Measures) -> str:
    return "/".join(str(score) for score in page.scores)


def _yes(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    main()
