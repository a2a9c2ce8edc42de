"""Drawing in inches with matplotlib: axes over a part of a figure, and the figure as SVG."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from skill_grading.drawing.lettering import FAMILY, INK, MARGIN, PAPER, TEXT, WIDTH

STYLE = {"font.family": FAMILY, "svg.fonttype": "path", "svg.hashsalt": "skill-report", "pdf.fonttype": 42}
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


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


def write(axes: Axes, x: float, y: float, text: str, size: float = TEXT, **look: object) -> None:
    """Set `text` as it stands, a dollar sign included, its middle at height `y`."""
    axes.text(x, y, text, **{"size": size, "color": INK, "va": "center", "parse_math": False, **look})
