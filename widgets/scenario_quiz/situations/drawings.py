"""Our own drawings, `drawings/<name>.svg`, and the places in them that can be tapped.

A drawing is an image that loads nothing. Its last element is `<g id="hotspots">`, with a `<rect id="...">`
for each place; a page gets the drawing without that group.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

FOLDER = Path(__file__).parent.parent / "drawings"
SVG = "http://www.w3.org/2000/svg"


class Box(NamedTuple):
    """A hotspot in percent of the drawing's width and height."""

    x: float
    y: float
    width: float
    height: float


class Drawing(NamedTuple):
    """A drawing as SVG text, its width and height, its hotspots by name."""

    svg: str
    width: int
    height: int
    hotspots: dict[str, Box]


def names() -> list[str]:
    """The drawings that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


@cache
def drawing(name: str) -> Drawing:
    """One drawing. Raises KeyError when there is none of that name."""
    if name not in names():
        raise KeyError(name)
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring((FOLDER / f"{name}.svg").read_bytes())
    width, height = (int(size) for size in root.get("viewBox").split()[2:])
    group = root.find(f"{{{SVG}}}g[@id='hotspots']")
    hotspots = {rect.get("id"): _box(rect, width, height) for rect in group}
    root.remove(group)
    _tighten(root)
    return Drawing(ElementTree.tostring(root, encoding="unicode"), width, height, hotspots)


def _box(rect: ElementTree.Element, width: int, height: int) -> Box:
    x, y, wide, high = (float(rect.get(side)) for side in ("x", "y", "width", "height"))
    return Box(*(round(100 * part, 2) for part in (x / width, y / height, wide / width, high / height)))


def _tighten(root: ElementTree.Element) -> None:
    """Takes out the spaces between elements; drawings hold no text."""
    for element in root.iter():
        element.text = element.tail = None
