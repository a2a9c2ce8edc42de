"""The look of figures and their text, which is measured, cut and wrapped before it is set; lengths in inches."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

# The fonts that matplotlib brings along look the same on every machine. Measuring needs no matplotlib, whose loading
# takes five times as long.
FONTS = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
FAMILY = "DejaVu Sans"
WIDTH, MARGIN = 7.0, 0.05
NARROW = 2.7
"""The width of a figure for a phone: its letters are as large there as on a sheet of A4."""

INK, MUTED, PAPER = "#1f2328", "#57606a", "#ffffff"
HEADING, TEXT, SMALL = 9.5, 8.5, 7.5


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text will be, in inches (kerning left aside)."""
    return _ems(text, weight) * size / 72


@lru_cache(maxsize=10_000)
def _ems(text: str, weight: str) -> float:
    advances = _advances(weight)
    # What the fonts lack is as wide as the letters of most other scripts are.
    return sum([advances.get(character, 1.0) for character in text])


@cache
def letters() -> frozenset[str]:
    """The characters that the fonts here have: Latin, Greek, Cyrillic and Arabic letters, digits and signs."""
    return frozenset(_advances("normal"))


@cache
def _advances(weight: str) -> dict[str, float]:
    """How far each character moves the pen, as a share of the font's size."""
    # Read at once: a font that is read bit by bit can't be shared between threads.
    with TTFont(FONTS / f"DejaVuSans{'-Bold' if weight == 'bold' else ''}.ttf", lazy=True) as font:
        widths, whole = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): widths[name][0] / whole for code, name in font.getBestCmap().items()}


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """`text` on one line of `width` inches, cut with an ellipsis where it must."""
    text = " ".join(_words(text))
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _words(text: str) -> list[str]:
    """What a line may break between: not at a hard space."""
    return re.findall(r"[^ \t\r\n]+", text)


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """`text` in lines of at most `width` inches; a longer word goes on after its hyphens, or is cut."""
    words = _words(text)
    whole = " ".join(words)
    if words and text_width(whole, size, weight) <= width:
        return [whole]
    lines: list[str] = []
    for word in words:
        parts = [word] if text_width(word, size, weight) <= width else re.split(r"(?<=-)(?=[^-])", word)
        for joint, part in zip([" ", *[""] * len(parts)], parts, strict=False):
            if lines and text_width(lines[-1] + joint + part, size, weight) <= width:
                lines[-1] += joint + part
            else:
                lines.append(shorten(part, width, size, weight))
    return lines
