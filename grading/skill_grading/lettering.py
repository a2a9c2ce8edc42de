"""The look of figures and their text, which is measured, cut and wrapped before it is set; lengths in inches."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.ft2font import FT2Font

# The fonts that matplotlib brings along look the same on every machine.
FONTS = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
FAMILY = "DejaVu Sans"
WIDTH, MARGIN = 7.0, 0.05
INK, MUTED, PAPER = "#1f2328", "#57606a", "#ffffff"
HEADING, TEXT, SMALL = 9.5, 8.5, 7.5


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text will be, in inches (kerning left aside)."""
    return sum(_advance(character, weight) for character in text) * size / 72


@cache
def _advance(character: str, weight: str) -> float:
    """How far a character moves the pen, as a share of the font's size."""
    font = _font(weight)
    font.set_size(100, 72)
    # A character that the font does not have is set as its empty box, glyph 0.
    return font.load_glyph(font.get_char_index(ord(character))).linearHoriAdvance / 65536 / 100


@cache
def _font(weight: str) -> FT2Font:
    return FT2Font(str(FONTS / f"DejaVuSans{'-Bold' if weight == 'bold' else ''}.ttf"))


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """`text` on one line of `width` inches, cut with an ellipsis where it must."""
    text = " ".join(text.split())
    if text_width(text, size, weight) <= width:
        return text
    while text and text_width(text + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """`text` in lines of at most `width` inches; a longer word gets a line of its own, cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(shorten(word, width, size, weight))
    return lines
