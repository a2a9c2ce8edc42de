"""The page on which a teacher looks around in the report: how long until it can be used, in Chromium.

    python tests/benchmarks/bench_explore.py [--pupils 1000]

For a school of 30 pupils and one of a thousand, each with everything handed in and graded: from the click on the
start page's link until the first class stands there with its figures, and from choosing all classes (the whole course)
until the figures of the school are there. The peer in the same run is Voila itself with one label, which has to
start a kernel too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import HTTPError
from urllib.request import urlopen

import nbformat
from bench_school import graded_school
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from course_site.ports import bind
from scenario_quiz.course import Course, find_root
from skill_grading.data import DataFolder
from tests import chromium

PATIENCE = 120_000
TOKEN = "benchmark"
SMALL, FIRST_SECONDS, SCHOOL_SECONDS, TIMES = 30, 3, 5, 3
LABEL = "import ipywidgets\n\nipywidgets.Label('Here it is')"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pupils", type=int, default=1000)
    pupils = options.parse_args().pupils
    course = Course.load(find_root(Path(__file__).parent))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        for number in (SMALL, pupils):
            data = DataFolder(Path(folder) / str(number))
            graded_school(course, data, number, list(course.collected))
            port = free_port()
            call = [sys.executable, "-m", "course_site.teacher", course.root, course.school.id, data.path, str(port)]
            with serving(call, port, COURSE_TEACHER_TOKEN=TOKEN):
                looks = [look(browser, f"http://localhost:{port}/course/") for _ in range(TIMES)]
            tables, first, school = (median(seconds) for seconds in zip(*looks, strict=True))
            print(
                f"  {number:>5} pupils: first class {tables:.2f} s, with its figures {first:.2f} s,"
                f" then the whole school with its figures {school:.2f} s"
            )
        print(f"  stock Voila with one label: {median(plain(browser, Path(folder))):.2f} s")
        print(f"  goal: {FIRST_SECONDS} s for a class, {SCHOOL_SECONDS} s for the school of 1000 (medians of {TIMES})")


def look(browser: Browser, address: str) -> tuple[float, float, float]:
    """Seconds until the first class can be used, until it has its figures, and from choosing all classes until the
    school has its own.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}?token={TOKEN}", timeout=PATIENCE)
    figures = page.locator(".explore-figures img")
    started = time.perf_counter()
    page.locator("a[href*='/explore']").first.click(no_wait_after=True)
    page.locator(".explore-part table button").first.wait_for(timeout=PATIENCE)
    tables = time.perf_counter() - started
    figures.last.wait_for(timeout=PATIENCE)
    first = time.perf_counter() - started
    started = time.perf_counter()
    page.evaluate("document.querySelector('.explore-figures').replaceChildren()")
    page.locator(".explore-bar select").first.select_option("")
    figures.last.wait_for(timeout=PATIENCE)
    school = time.perf_counter() - started
    context.close()
    return tables, first, school


def plain(browser: Browser, folder: Path) -> list[float]:
    """Seconds until Voila shows one label."""
    notebook, port, found = folder / "label.ipynb", free_port(), []
    kernel = {"name": "python3", "display_name": ""}
    nbformat.write(new_notebook(cells=[new_code_cell(LABEL)], metadata={"kernelspec": kernel}), notebook)
    call = [sys.executable, "-m", "voila", notebook, "--no-browser", f"--port={port}"]
    with serving(call, port):
        for _ in range(TIMES):
            page = browser.new_page()
            started = time.perf_counter()
            page.goto(f"http://localhost:{port}/", wait_until="commit", timeout=PATIENCE)
            page.get_by_text("Here it is").wait_for(timeout=PATIENCE)
            found.append(time.perf_counter() - started)
            page.close()
    return found


@contextmanager
def serving(call: list, port: int, **environment: str) -> Iterator[None]:
    """A server in a process of its own, from when it answers."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(list(map(str, call)), env=os.environ | environment, **silent) as process:
        try:
            while not answers(f"http://localhost:{port}/api"):
                if process.poll() is not None:
                    sys.exit(f"{call[2]} stopped with {process.returncode}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def free_port() -> int:
    taken = bind("localhost", 0, "")
    port = taken[0].getsockname()[1]
    for each in taken:
        each.close()
    return port


def answers(address: str) -> bool:
    try:
        urlopen(address, timeout=5).close()
    except HTTPError:  # it answers, if only that there is no such page
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
