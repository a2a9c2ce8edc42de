"""Every drawing is ours alone: it loads nothing, runs nothing, holds no words; its hotspots lie inside it."""

import re
from xml.etree import ElementTree

import pytest

from scenario_quiz.situations.drawings import FOLDER, drawing, names

HOTSPOTS = {
    "class-photo": {"left-girl", "left-boy", "middle-girl", "middle-boy", "right-girl", "back-boy"},
    "selfie-corridor": {"whiteboard", "badge", "doorway", "window"},
    "kitchen": {"sink", "order-board", "chef", "window"},
    "birthday-party": {"friend", "little-brother", "street-sign", "bottle"},
    "desk": {"timetable", "letter", "mug", "laptop-screen"},
    "sports-field": {"player", "supporters", "number", "goal"},
    "bus": {"driver", "passenger", "phone", "stop-name"},
    "playground": {"toddler", "drawing", "caregiver", "fence"},
}
# On a phone a drawing is about 280 px wide, and a finger needs 24 px.
FINGER = 100 * 24 / 280


def test_authors_find_the_drawings_and_hotspots_that_they_were_promised():
    assert {name: set(drawing(name).hotspots) for name in names()} == HOTSPOTS


@pytest.mark.parametrize("name", names())
def test_a_drawing_loads_nothing_and_holds_no_words(name):
    tags = {element.tag.split("}")[1] for element in ElementTree.parse(FOLDER / f"{name}.svg").iter()}
    assert not tags & {"script", "style", "image", "text", "foreignObject", "a", "animate", "set"}
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert not re.search(r"""href=["'](?!#)|url\((?!#)|\son\w+=|style=""", source)


@pytest.mark.parametrize("name", names())
def test_every_hotspot_lies_inside_the_drawing_and_is_wide_enough_for_a_finger(name):
    shape = drawing(name)
    for box in shape.hotspots.values():
        assert box.x >= 0 and box.y >= 0 and box.x + box.width <= 100 and box.y + box.height <= 100
        assert box.width >= FINGER and box.height * shape.height / shape.width >= FINGER


def test_a_drawing_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        drawing("../drawings/kitchen")
