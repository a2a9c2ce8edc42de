"""Pages with their own style and scripts in them, so that a phone waits for one answer of the server, not for two.

On a slow network the second answer costs a pupil more time than the few kilobytes that a later page could have kept.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from course_site.trim import declared, trim, without, words_of

# The theme's own sheet, and the course's: what both set for the whole page, the course has the last word on.
THEME_STYLES, STYLES = "_static/styles/furo.css", "_static/course.css"
STYLE = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]+)"[^>]*>\s*')
SCRIPT = re.compile(r'<script\b(?=[^>]*\bdefer\b)[^>]*\bsrc="([^"]+)"[^>]*></script>\s*')
OTHER_SCRIPT = re.compile(r'\b(?:src|data-save)="([^"]+\.js)[?"]')
NAMES = re.compile(r'<([a-z][\w-]*)|\b(?:class|id)="([^"]*)"')
URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
ENDS = {"style": "</style", "script": "</script"}

Read = Callable[[str], str | bytes | None]
Key = tuple[tuple[str, ...], tuple[str, ...]]


def inline(texts: dict[str, str], read: Read) -> dict[str, str]:
    """The pages `texts`, by their name, with the style sheets and the deferred scripts that they ask for inside.

    `read` gives a file of the site by its name, or None. Pages that ask for the same share one style, without what
    none of them uses. What is not there, lies elsewhere or could end its own tag stays a request.
    """
    alike: dict[Key, list[str]] = defaultdict(list)
    for name, text in texts.items():
        alike[_asked(STYLE, name, text, read, "style"), _asked(SCRIPT, name, text, read, "script")].append(name)
    done: dict[str, str] = {}
    for (sheets, scripts), names in alike.items():
        style = _style(sheets, [texts[name] for name in names], names, read)
        code = [_text(read(script)) for script in scripts]
        done |= {name: _put(texts[name], name, style, sheets, code, scripts) for name in names}
    return {name: done[name] for name in texts}


def _asked(pattern: re.Pattern[str], page: str, text: str, read: Read, tag: str) -> tuple[str, ...]:
    """The files of the site that `page` asks for and that can stand in it."""
    files = [_file(page, found[1]) for found in pattern.finditer(text)]
    contents = {file: read(file) for file in files if file}
    return tuple(file for file, content in contents.items() if content and ENDS[tag] not in _text(content))


def _file(page: str, url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))


def _text(content: str | bytes | None) -> str:
    return content.decode() if isinstance(content, bytes) else content or ""


def _style(sheets: tuple[str, ...], pages: list[str], names: list[str], read: Read) -> str:
    """One style of `sheets`, with what any of `pages` or their scripts may use."""
    texts = {sheet: _text(read(sheet)) for sheet in sheets}
    if THEME_STYLES in texts and STYLES in texts:
        texts[THEME_STYLES] = without(texts[THEME_STYLES], declared(texts[STYLES]))
    scripts = {_file(name, url) for name, page in zip(names, pages, strict=True) for url in OTHER_SCRIPT.findall(page)}
    code = [_text(read(script)) for script in sorted(filter(None, scripts))]
    used = {word for page in pages for found in NAMES.findall(page) for part in found for word in part.split()}
    moved = [_moved(text, sheet, read) for sheet, text in texts.items()]
    return trim(moved, used | words_of(code), [*code, *pages])


def _moved(css: str, sheet: str, read: Read) -> str:
    """`css` with its addresses as a page beside the language's others sees them; each has its file's hash."""

    def seen(found: re.Match[str]) -> str:
        file = _file(sheet, found[2])
        content = read(file) if file else None
        if content is None:
            return found[0]
        whole = content.encode() if isinstance(content, str) else content
        return f"url({file}?v={sha256(whole).hexdigest()[:8]})"

    return URL.sub(seen, css)


def _put(page: str, name: str, style: str, sheets: tuple[str, ...], code: list[str], scripts: tuple[str, ...]) -> str:
    def gone(files: tuple[str, ...]) -> Callable[[re.Match[str]], str]:
        return lambda found: "" if _file(name, found[1]) in files else found[0]

    if style and (first := STYLE.search(page)):
        page = f"{page[: first.start()]}<style>{style}</style>\n{page[first.start() :]}"
        page = STYLE.sub(gone(sheets), page)
    if scripts:
        page = SCRIPT.sub(gone(scripts), page)
        inside = "".join(f"<script>{each.strip()}</script>\n" for each in code)
        at = page.rindex("</body>") if "</body>" in page else len(page)
        page = page[:at] + inside + page[at:]
    return page
