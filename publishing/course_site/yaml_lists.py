"""Adding an item to a list in a YAML file without touching anything else that stands in it, comments included."""

from __future__ import annotations

import yaml

from scenario_quiz.errors import Refusal

Key = tuple[str | int, ...]


def add_item(text: str, key: Key, item: str, after: int = -1) -> str:
    """`text` with `item` in the list at `key`, after the item with index `after` (by default the last).

    `item` is written as it is. Raises Refusal when there is no such list, or it has no items to stand beside.
    """
    node = _list_at(text, key)
    beside = node.value[after]
    end = beside.end_mark.index
    if node.flow_style:
        return f"{text[:end]}, {item}{text[end:]}"
    # A mapping's node ends where the next begins, so its last line is the last one that says something.
    end = beside.start_mark.index + len(text[beside.start_mark.index : end].rstrip())
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    indent = " " * node.start_mark.column
    return f"{text[:line_end]}\n{indent}- {item}{text[line_end:] or chr(10)}"


def _list_at(text: str, key: Key) -> yaml.SequenceNode:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in key:
        if isinstance(part, int) and isinstance(node, yaml.SequenceNode) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == part), None)
        else:
            node = None
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise Refusal(f"There is no list '{'.'.join(map(str, key))}' with an item to stand beside; write one.")
    return node
