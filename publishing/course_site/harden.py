"""From what Jupyter Book built to what may be published: only files that pages use, nothing foreign, nothing secret."""

from __future__ import annotations

import json
import posixpath
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import zopfli.gzip

from course_site.inline import inline
from scenario_quiz.errors import CourseError, Problem

POLICY = "_csp.json"
TEXT = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
# A notebook's widgets leave the value of every trait in the page.
WIDGET_STATE = re.compile(r'<script type="application/vnd\.jupyter\.widget-(?:state|view)\+json">.*?</script>\s*', re.S)
CSS_URL = re.compile(r"""(?:url\(|@import)\s*(?:"([^"]+)"|'([^']+)'|([^\s"')][^\s)]*))""")
SOURCES = {
    "audio": "src", "embed": "src", "iframe": "src", "img": "src", "input": "src", "object": "data",
    "script": "src", "source": "src", "track": "src", "video": "src",
}  # fmt: skip
LOADED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "prefetch", "apple-touch-icon"}
RUN = {"", "module", "text/javascript", "application/javascript"}


@dataclass
class Page:
    """What a page loads, runs and styles by itself."""

    loads: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    styled: bool = False  # by an attribute, which no hash can allow
    handlers: set[str] = field(default_factory=set)


def harden(built: Path, published: Path, before: Path | None = None) -> int:
    """Copy the site in `built` to the new folder `published` and give the number of pages.

    Copies pages, with their styles and scripts inside, and the files that they load; takes widget state out; adds a
    `.gz` beside every text file and `_csp.json`: {"script-src": [...], "style-src": [...]}, what a strict security
    policy must still allow. What is the same as in the folder `before` is not packed again, for that takes long.
    Raises CourseError when a page loads something from another host, runs a handler in an attribute, or
    loads a file that is not there.
    """
    texts = {path.relative_to(built).as_posix(): _clean(path) for path in sorted(built.rglob("*.html"))}
    texts = inline(texts, lambda name: _content(built, name))
    pages = {name: read_page(text) for name, text in texts.items()}
    problems = [problem for name, page in pages.items() for problem in _refusals(name, page)]
    files, missing = _loaded(built, pages)
    problems += missing
    if problems:
        raise CourseError(problems)
    contents = {name: text.encode() for name, text in texts.items()}
    contents |= {name: (built / name).read_bytes() for name in sorted(files)}
    contents[POLICY] = json.dumps(policy(pages.values())).encode()
    for name, content in contents.items():
        _write(published / name, content, before and before / name)
    return len(pages)


def read_page(text: str) -> Page:
    """What one page's HTML loads and runs."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def policy(pages: Iterable[Page]) -> dict[str, list[str]]:
    """The sources beyond 'self' that these pages need: hashes of their inline scripts and styles."""
    pages = list(pages)
    scripts = sorted({_hash(script) for page in pages for script in page.scripts})
    styles = sorted({_hash(style) for page in pages for style in page.styles})
    # Browsers don't look at this word where there is a hash beside it.
    return {"script-src": scripts, "style-src": ["'unsafe-inline'"] if any(page.styled for page in pages) else styles}


def _clean(path: Path) -> str:
    return WIDGET_STATE.sub("", path.read_text(encoding="utf-8"))


def _content(built: Path, name: str) -> bytes | None:
    path = built / name
    return path.read_bytes() if not name.startswith("../") and path.is_file() else None


def _refusals(name: str, page: Page) -> list[Problem]:
    foreign = sorted(url for url in page.loads if _is_foreign(url))
    problems = [Problem(Path(name), f"loads {url} from elsewhere; keep a copy in the course") for url in foreign]
    return problems + [
        Problem(Path(name), f"has a script in an attribute ({handler}); put it in a script file")
        for handler in sorted(page.handlers)
    ]


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _loaded(built: Path, pages: dict[str, Page]) -> tuple[set[str], list[Problem]]:
    """The files that pages load or offer, and the files that these load in turn."""
    waiting = [(name, url, True) for name, page in pages.items() for url in page.loads]
    waiting += [(name, url, False) for name, page in pages.items() for url in page.links]
    found: set[str] = set()
    problems: list[Problem] = []
    while waiting:
        name, url, needed = waiting.pop()
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not (path := parts.path):
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if target in found or target in pages:
            continue
        # The pages of another language lie outside; each language is published by itself.
        if target.startswith("../") or not (built / target).is_file():
            if needed:
                problems.append(Problem(Path(name), f"loads {url}, which is not there"))
            continue
        found.add(target)
        if target.endswith(".css"):
            urls = _css_urls((built / target).read_text(encoding="utf-8"))
            problems += _refusals(target, Page(loads=urls))
            waiting += [(target, inner, True) for inner in urls]
    return found, problems


def _css_urls(css: str) -> set[str]:
    return {"".join(url) for url in CSS_URL.findall(css)}


def _write(path: Path, content: bytes, before: Path | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix in TEXT:
        _packed(path).write_bytes(_pack(content, before))


def _pack(content: bytes, before: Path | None) -> bytes:
    if before and before.is_file() and _packed(before).is_file() and before.read_bytes() == content:
        return _packed(before).read_bytes()
    # Its usual 15 rounds save another 0.3 % in twice the time.
    return zopfli.gzip.compress(content, numiterations=1)


def _packed(path: Path) -> Path:
    return path.with_name(path.name + ".gz")


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._inline: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        page = self.page
        page.handlers |= {name for name in given if name.startswith("on")}
        page.styled |= "style" in given
        if source := given.get(SOURCES.get(tag, "")):
            page.loads.add(source)
        if later := given.get("data-save"):  # a script that is loaded when a pupil asks for it
            page.loads.add(later)
        if "srcset" in given:
            page.loads |= {part.split()[0] for part in given["srcset"].split(",") if part.strip()}
        if tag == "link" and LOADED_LINKS & set(given.get("rel", "").lower().split()):
            page.loads.add(given.get("href", ""))
        if tag in ("a", "area"):
            self._link(given.get("href", ""))
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type", "").lower() in RUN):
            self._inline = []

    def handle_data(self, data: str) -> None:
        if self._inline is not None:
            self._inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._inline is not None:
            text = "".join(self._inline)
            self._inline = None
            if tag == "script":
                self.page.scripts.add(text)
            else:
                self.page.styles.add(text)
                self.page.loads |= _css_urls(text)

    def _link(self, url: str) -> None:
        if url.strip().lower().startswith("javascript:"):
            self.page.handlers.add("href")
        elif not _is_foreign(url):
            self.page.links.add(url)
