"""Pages with scenarios for the browser tests, as small as the static page contract allows."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page

from scenario_quiz import widget
from scenario_quiz.html import SCRIPTS, embedded_json, script_of, static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.release import Release
from scenario_quiz.views import PracticeView, PublicView
from tests.browser.serving import wait_for

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>Quiz</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="course-id" content="{course}"><meta name="course-api" content="../api/">
<link rel="icon" href="data:,"><link rel="stylesheet" href="quiz.css">
<link rel="stylesheet" href="page.css">
{labels}<script defer src="{script}"></script></head>
<body><main><h1>Quiz</h1>{body}</main></body></html>
"""

STYLE = """
:root { color-scheme: light dark }
body { font-family: sans-serif; background: white }
@media (prefers-color-scheme: dark) { body { background: black } }
"""


def write_page(folder: Path, name: str, body: str, *, course: str = "small-school", language: str = "nl") -> Path:
    """A page with the front end beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*SCRIPTS, "quiz.css", "save.js"):
        shutil.copy(widget.BUNDLE / file, folder / file)
    (folder / "page.css").write_text(STYLE, encoding="utf-8")
    labels = embedded_json(load_labels("scenario_quiz", language), 'id="scenario-labels"')
    page = folder / name
    text = PAGE.format(language=language, course=course, labels=labels, script=script_of(body), body=body)
    page.write_text(text, encoding="utf-8")
    return page


def practice_page(folder: Path, *views: PracticeView, language: str = "nl") -> Path:
    """A chapter with practice scenarios."""
    labels = load_labels("scenario_quiz", language)
    body = "<h2>Oefenen</h2>" + "".join(static_html(view, labels) for view in views)
    return write_page(folder, "chapter.html", body, language=language)


def exercise_page(folder: Path, release: Release, language: str = "nl", public_key: str = "") -> Path:
    """The page of a graded exercise; files that a pupil saves are sealed for `public_key`."""
    labels = load_labels("scenario_quiz", language)
    views: list[PublicView] = release.public(language)
    about = f'data-assignment="{release.assignment}"'
    body = (
        f'<div class="hand-in" {about} data-content="{release.version}" data-title="Stage"'
        f' data-save="save.js" data-key="{public_key}"></div>'
        + "".join(static_html(view, labels) for view in views)
        + f'<div class="hand-in-end" {about}></div>'
    )
    return write_page(folder, "exercise.html", body, course=release.course, language=language)


def shown(page: Page) -> None:
    """Wait until a page was drawn twice, which is when one from a file begins: see `whenRead` in page.js."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def let_it_be_kept(page: Page, beside: str) -> None:
    """Wait until what a page keeps has left its process: another page, or on file:// the next one, has its own.

    `beside` is the address of a file without scripts, on the same host.
    """
    stored = "JSON.stringify(Object.entries(localStorage).sort())"

    def read_alike() -> bool:
        other = page.context.new_page()
        other.goto(beside)
        shown(other)
        read = other.evaluate(stored)
        other.close()
        return read == page.evaluate(stored)

    wait_for(read_alike)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A static web host without a hand-in service; gives its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
