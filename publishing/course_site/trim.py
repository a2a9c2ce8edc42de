"""A stylesheet without the rules that no page can use, in the way of PurgeCSS: by the names in pages and scripts.

A selector stays when every element, class and id that it names is among the given words. So a rule can stay that
nothing uses, but none goes that something does, as long as a script that puts a name together in parts starts it with
a word that ends in a hyphen (`quiz-tone-`): every name that begins so stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import tinycss2

WORD = re.compile(r"[A-Za-z0-9_-]+")
BEGINNING = re.compile(r"[a-z][\w-]*-")
USED = re.compile(r"var\(\s*(--[\w-]+)")
SPACE = re.compile(r"\s+")
NESTING = {"media", "supports"}
Test = Callable[[str], bool]


@dataclass(frozen=True)
class Part:
    """A selector with the names in it, or a declaration with the properties (`--name`) that it sets and reads."""

    text: str
    names: frozenset[str] = frozenset()
    sets: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule: its selectors and declarations; or what opens a group and the rules in it; or a text that stays."""

    selectors: tuple[Part, ...] = ()
    declarations: tuple[Part, ...] = ()
    opening: str = ""
    inner: tuple[Rule, ...] = ()

    def __str__(self) -> str:
        if self.selectors:
            return f"{','.join(map(_told, self.selectors))}{{{';'.join(map(_told, self.declarations))}}}"
        return f"{self.opening}{{{_css(self.inner)}}}" if self.inner else self.opening


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word that could name an element, a class or an id."""
    return {word for text in texts for word in WORD.findall(text)}


def trim(sheets: Iterable[str], words: set[str], others: Iterable[str] = ()) -> str:
    """One of `sheets`, without the rules that name something outside `words` and the properties that nobody reads.

    `others` are the texts that may read properties (`--name`) too, such as the pages.
    """
    beginnings = tuple(word for word in words if BEGINNING.fullmatch(word))
    whole = [rule for css in sheets for rule in _parsed(css)]
    rules = tuple(_named(whole, lambda name: name in words or name.startswith(beginnings)))
    elsewhere = {name for text in others for name in USED.findall(text)}
    before = None
    while rules != before:  # a property may be all that reads another
        before = rules
        used = elsewhere | {name for each in _declarations(rules) for name in each.names}
        rules = tuple(_set(rules, lambda name, used=used: name in used))
    return _css(rules)


def declared(css: str) -> frozenset[str]:
    """The properties (`--name`) that `css` sets anywhere."""
    return frozenset(each.sets for each in _declarations(_parsed(css)) if each.sets)


@lru_cache(maxsize=32)
def without(css: str, names: frozenset[str]) -> str:
    """`css` that sets none of the properties `names`."""
    return _css(tuple(_set(_parsed(css), lambda name: name not in names)))


@lru_cache(maxsize=32)
def _parsed(css: str) -> tuple[Rule, ...]:
    return tuple(_read(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _read(rules: list[Any]) -> Iterator[Rule]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = tuple(Part(_text(each), frozenset(_names(each))) for each in _split(rule.prelude))
            found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield Rule(selectors, tuple(map(_declaration, found)))
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield Rule(
                opening=f"@{rule.at_keyword}{_short(tinycss2.serialize(rule.prelude))}", inner=tuple(_read(inner))
            )
        else:
            yield Rule(opening=_short(rule.serialize()))


def _declaration(part: Any) -> Part:
    if part.type != "declaration":
        return Part(_short(part.serialize()).rstrip(";"))
    text = f"{part.name}:{_text(part.value)}{'!important' if part.important else ''}"
    return Part(text, frozenset(USED.findall(text)), part.name if part.name.startswith("--") else "")


def _named(rules: Iterable[Rule], is_used: Test) -> Iterator[Rule]:
    """The rules and selectors whose names are all used."""
    for rule in rules:
        if rule.selectors:
            if kept := tuple(each for each in rule.selectors if all(map(is_used, each.names))):
                yield replace(rule, selectors=kept)
        elif rule.inner:
            if inner := tuple(_named(rule.inner, is_used)):
                yield replace(rule, inner=inner)
        else:
            yield rule


def _set(rules: Iterable[Rule], is_wanted: Test) -> Iterator[Rule]:
    """The rules without the properties that are not wanted."""
    for rule in rules:
        if rule.selectors:
            kept = tuple(each for each in rule.declarations if not each.sets or is_wanted(each.sets))
            if kept:
                yield replace(rule, declarations=kept)
        elif rule.inner:
            if inner := tuple(_set(rule.inner, is_wanted)):
                yield replace(rule, inner=inner)
        else:
            yield rule


def _declarations(rules: Iterable[Rule]) -> Iterator[Part]:
    for rule in rules:
        yield from rule.declarations
        yield from _declarations(rule.inner)


def _css(rules: Iterable[Rule]) -> str:
    return "".join(map(str, rules))


def _told(part: Part) -> str:
    return part.text


def _text(tokens: list[Any]) -> str:
    return _short(tinycss2.serialize(tokens)).strip()


def _short(css: str) -> str:
    """`css` with single spaces, unless a text stands in it."""
    return css if '"' in css or "'" in css else SPACE.sub(" ", css)


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


def _names(selector: list[Any]) -> Iterator[str]:
    """The elements, classes and ids that must be there; what stands in brackets need not."""
    before = ""
    for part in selector:
        if part.type == "hash" or (part.type == "ident" and before != ":"):
            yield part.value
        before = part.value if part.type == "literal" else ""
