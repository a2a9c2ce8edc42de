"""A stylesheet without the rules that no page can use, in the way of PurgeCSS: by the words of pages and scripts.

A selector stays when every element, class and id that it names is a word somewhere in the pages or their scripts. So a
rule can stay that nothing uses, but none goes that something does, as long as no script puts a name together in parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

WORD = re.compile(r"[A-Za-z0-9_-]+")
USED = re.compile(r"var\(\s*(--[\w-]+)")
NESTING = {"media", "supports"}


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word that could name an element, a class or an id."""
    return {word for text in texts for word in WORD.findall(text)}


def trim(css: str, words: set[str], others: Iterable[str] = ()) -> str:
    """`css` without the rules that name something outside `words`, and without properties (`--name`) that are not read.

    `others` are the texts that may read properties too: the other stylesheets, and the pages.
    """
    css = "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words))
    elsewhere = {name for text in others for name in USED.findall(text)}
    before = None
    while css != before:  # a property may be all that reads another
        before = css
        used = elsewhere | set(USED.findall(css))
        css = "".join(_read(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))
    return css


def _rules(rules: list[Any], words: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [selector for selector in _split(rule.prelude) if _names(selector) <= words]
            if kept:
                yield f"{','.join(tinycss2.serialize(each).strip() for each in kept)}{{{_text(rule)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING:
            if inner := "".join(_rules(_inner(rule), words)):
                yield f"{_opening(rule)}{{{inner}}}"
        else:
            yield rule.serialize()


def _read(rules: list[Any], used: set[str]) -> Iterator[str]:
    """The rules without the properties that are not in `used`."""
    for rule in rules:
        if rule.type == "qualified-rule":
            found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            kept = [each for each in found if not (_is_property(each) and each.name not in used)]
            if kept:
                yield f"{tinycss2.serialize(rule.prelude)}{{{';'.join(each.serialize().rstrip(';') for each in kept)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING:
            if inner := "".join(_read(_inner(rule), used)):
                yield f"{_opening(rule)}{{{inner}}}"
        else:
            yield rule.serialize()


def _is_property(part: Any) -> bool:
    return part.type == "declaration" and part.name.startswith("--")


def _inner(rule: Any) -> list[Any]:
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def _opening(rule: Any) -> str:
    return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"


def _text(rule: Any) -> str:
    return tinycss2.serialize(rule.content)


def _split(prelude: list[Any]) -> Iterator[list[Any]]:
    """The selectors between the commas."""
    selector: list[Any] = []
    for part in prelude:
        if part.type == "literal" and part.value == ",":
            yield selector
            selector = []
        else:
            selector.append(part)
    yield selector


def _names(selector: list[Any]) -> set[str]:
    """The elements, classes and ids that must be there; what stands in brackets need not."""
    names = set()
    before = ""
    for part in selector:
        if part.type == "hash" or (part.type == "ident" and before != ":"):
            names.add(part.value)
        before = part.value if part.type == "literal" else ""
    return names
