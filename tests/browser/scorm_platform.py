"""A school's platform with the course in it: a page around scorm-again, which writes down every call."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.quiz_pages import served

HERE = Path(__file__).parent
SCORM_AGAIN = HERE.parent / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js"

TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?"
SPAN = r"\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?"
IDENTIFIER = r"[A-Za-z0-9._-]{1,255}"
STATUS = "passed|completed|failed|incomplete|browsed|not attempted"
TYPES = "true-false|choice|fill-in|matching|performance|likert|sequencing|numeric"
DECIMAL = r"-?\d+(\.\d+)?"
# What a course may write, and how (SCORM 1.2 Run-Time Environment, section 3.4).
MAY_SET = {
    "cmi.core.lesson_location": r".{0,255}",
    "cmi.core.lesson_status": STATUS.removesuffix("|not attempted"),
    "cmi.core.score.raw": r"100|\d\d?(\.\d+)?",
    "cmi.core.score.min": r"0",
    "cmi.core.score.max": r"100",
    "cmi.core.exit": "time-out|suspend|logout|",
    "cmi.core.session_time": SPAN,
    "cmi.suspend_data": r"[\x20-\x7e]{0,4096}",
    r"cmi.interactions.\d+.id": IDENTIFIER,
    r"cmi.interactions.\d+.type": TYPES,
    r"cmi.interactions.\d+.time": TIME,
    r"cmi.interactions.\d+.weighting": DECIMAL,
    r"cmi.interactions.\d+.result": f"correct|wrong|unanticipated|neutral|{DECIMAL}",
    r"cmi.interactions.\d+.latency": SPAN,
}
RESPONSES = {
    "choice": r"[0-9a-z](,[0-9a-z])*",
    "matching": r"[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*",
    "sequencing": r"[0-9a-z](,[0-9a-z])*",
}
MAY_GET = {
    "cmi.core.student_id", "cmi.core.lesson_location", "cmi.core.lesson_status", "cmi.core.lesson_mode",
    "cmi.core.entry", "cmi.suspend_data", "cmi.interactions._count",
}  # fmt: skip


@contextmanager
def platform(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """The platform's address; `files` are those of the package."""
    for name, content in files.items():
        path = folder / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.copytree(HERE / "platform", folder, dirs_exist_ok=True)
    shutil.copy(SCORM_AGAIN, folder)
    with served(folder) as address:
        yield address


class Sco:
    """The course as a platform shows it. `around` is the page that it opens, `course` the course in that page."""

    def __init__(self, page: Page, around: Page | FrameLocator) -> None:
        self.page = page
        self.around = around
        self.course = around.frame_locator("iframe")

    @property
    def bar(self):
        return self.around.locator("body > [role=status]")

    def kept(self) -> None:
        """Waits until the platform has everything."""
        expect(self.bar).to_contain_text("bewaard op het schoolplatform")

    def turn(self) -> None:
        """On to the next page; what is clicked after it is on that page."""
        on = self.course.locator(".turning .turn-on")
        next_page = on.get_attribute("href")
        on.click()
        expect(self.course.locator(f".turning .turn-on[href='{next_page}']")).to_have_count(0)

    def answer(self, option: str) -> None:
        control = self.course.get_by_label(option, exact=True)
        control.check()
        self.course.locator("form", has=control).get_by_text("Bevestig").click()

    def write(self, text: str) -> None:
        field = self.course.get_by_label("Schrijf.")
        field.fill(text)
        self.course.locator("form", has=field).get_by_text("Bevestig").click()


def check_calls(calls: list) -> list[str]:
    """Which of recorded calls, [name, arguments, answer, last error] each, are against SCORM 1.2."""
    wrong: list[str] = []
    running, types, count = False, {}, 0
    for name, given, answer, error in calls:
        said = f"{name}({', '.join(map(str, given))}) -> {answer} ({error})"
        slips = [
            not all(isinstance(each, str) for each in given),
            error != "0" or answer == "false",
            running == (name == "LMSInitialize"),
            name in ("LMSInitialize", "LMSCommit", "LMSFinish") and given != [""],
            name == "LMSGetValue" and given[0] not in MAY_GET,
        ]
        if name == "LMSSetValue":
            element, value = given
            number, _, field = element.removeprefix("cmi.interactions.").partition(".")
            if field == "type":
                types[number] = value
            if field == "id":
                slips.append(int(number) > count)
                count = max(count, int(number) + 1)
            rules = MAY_SET | {f"cmi.interactions.{number}.student_response": RESPONSES.get(types.get(number), "(?!)")}
            slips.append(
                not any(re.fullmatch(rule, element) and re.fullmatch(fits, value) for rule, fits in rules.items())
            )
        running = name == "LMSInitialize" or (running and name != "LMSFinish")
        if given == ["cmi.interactions._count"]:
            types, count = {}, int(answer)
        if any(slips):
            wrong.append(said)
    return wrong


def calls(page: Page) -> list:
    """Every call so far in this browser."""
    return json.loads(page.evaluate("localStorage.getItem('platform calls')") or "[]")
