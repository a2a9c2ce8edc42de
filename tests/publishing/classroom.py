"""A class whose hostile answers are graded, and the teacher's server on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from axe_playwright_python.sync_playwright import Axe

from skill_grading.collecting.collect import collect
from skill_grading.gradebook.grade import grade
from skill_grading.pupils.roster import import_class_list
from tests.browser.serving import stop
from tests.conftest import SmallCourse
from tests.grading.placement import NAME, Placement
from tests.publishing.teachers import free_port, start, wait_for

HOSTILE = [
    "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>",
    '</pre></textarea><svg onload=window.pwned=1> ![x](x" onerror="window.pwned=1) [a](javascript:window.pwned=1)',
    "$\\href{javascript:window.pwned=1}{x}$ \\(\\unicode[window.pwned=1]{1}\\) {{7*7}} ${window.pwned=1}",
    "\u202eomgekeerd \u200b\u2066 \x1b[31mrood\x07 \x00 \ufeff`x`",
    "lang" * 490,
]
PATIENCE = 90_000
THEMES = {
    "light": dict(
        paper="#ffffff", panel="#f1f3fa", ink="#1d2233", muted="#555c72", line="#7c849b", accent="#4338a8",
        accent_ink="#ffffff", good="#17694a", harm="#ab2a3a", careful="#7a5200",
    ),
    "dark": dict(
        paper="#171a24", panel="#222736", ink="#eef0f8", muted="#b3b9cc", line="#7d859d", accent="#b6b0ff",
        accent_ink="#1b1740", good="#7fd6ac", harm="#ff9ea6", careful="#f0c36a",
    ),
}  # fmt: skip


@dataclass
class Classroom:
    """A teacher's server, what it works on, and its address."""

    server: psutil.Process
    placement: Placement
    address: str


@contextmanager
def a_classroom(folder: Path) -> Iterator[Classroom]:
    small = SmallCourse(folder / "course")
    # Colours that can be read, unlike those of the small school.
    for theme, colours in THEMES.items():
        small.files["schools/small-school/school.yml"]["colours"][theme] = colours
    placement = Placement.make(folder / "data", small)
    listed = folder / "klas.csv"
    listed.write_text("klas;voornaam;naam\n" + "".join(f"5VZ;Leerling{i};Naam{i}\n" for i in range(len(HOSTILE))))
    pupils = sorted(pupil.pupil_id for pupil in import_class_list(placement.data, listed).new)
    # The last in the order of the report does harm, so that its figures have a situation to show.
    for pupil_id, text in zip(pupils, HOSTILE, strict=True):
        placement.hand_in(pupil_id, placement.answers("post" if text == HOSTILE[-1] else "ask", text=text))
    collect(placement.data, NAME)
    assert len(grade(placement.data, NAME).graded) == len(HOSTILE)
    port = free_port()
    with (folder / "out.txt").open("w+") as log:
        process = start(small, placement, port, log)
        try:
            wait_for(process, port)
            yield Classroom(psutil.Process(process.pid), placement, f"http://localhost:{port}/")
        finally:
            stop(process)


def violations(page):
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
