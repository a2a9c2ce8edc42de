"""Drawing in inches: axes over a part of a page, and text that is measured, cut and wrapped before it is set."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

STYLE = {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "skill-report", "pdf.fonttype": 42}
WIDTH, MARGIN = 7.0, 0.05
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
INK, MUTED, PAPER = "#1f2328", "#57606a", "#ffffff"
HEADING, TEXT, SMALL = 9.5, 8.5, 7.5


@contextmanager
def in_style() -> Iterator[None]:
    """The settings to draw and save under; a name in a script that the font lacks is no reason to warn a teacher."""
    with rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def sheet(width: float, height: float) -> Figure:
    """An empty white figure, in inches."""
    return Figure(figsize=(width, height), facecolor=PAPER)


def region(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes over part of a figure: inches from its top left corner, y growing downwards."""
    whole_width, whole_height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / whole_width, 1 - (top + height) / whole_height, width / whole_width, height / whole_height)
    )
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return axes


def svg(height: float, draw, *arguments: object, width: float = WIDTH, margin: float = MARGIN) -> bytes:
    """A figure of its own as SVG: `draw(axes, *arguments)` on `width` by `height` inches, a `margin` around them."""
    with in_style():
        figure = sheet(width + 2 * margin, height + 2 * margin)
        draw(region(figure, margin, margin, width, height), *arguments)
        file = BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return without_styles(file.getvalue())


def without_styles(drawn: bytes) -> bytes:
    """An SVG that says its look in attributes, for a page's security policy may forbid styles inside a picture too."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        for declaration in element.attrib.pop("style", "").split(";"):
            name, colon, value = declaration.partition(":")
            if colon:
                element.set(name.strip(), value.strip())
    for parent in root.iter():
        for sheet in parent.findall(f"{{{SVG}}}style"):
            parent.remove(sheet)
    # What matplotlib's style sheet says of every line.
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text will be, in inches (kerning left aside)."""
    return sum(_advance(character, weight) for character in text) * size / 72


@cache
def _advance(character: str, weight: str) -> float:
    """How far a character moves the pen, as a share of the font's size."""
    font = get_font(findfont(FontProperties(family=STYLE["font.family"], weight=weight)))
    font.set_size(100, 72)
    # A character that the font does not have is set as its empty box, glyph 0.
    return font.load_glyph(font.get_char_index(ord(character))).linearHoriAdvance / 65536 / 100


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


def write(axes: Axes, x: float, y: float, text: str, size: float = TEXT, **look: object) -> None:
    """Set `text` as it stands, a dollar sign included, its middle at height `y`."""
    axes.text(x, y, text, **{"size": size, "color": INK, "va": "center", "parse_math": False, **look})
