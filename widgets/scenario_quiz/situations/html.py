"""A situation as text in HTML: the same evidence as the drawn one, for a page without JavaScript."""

from __future__ import annotations

from html import escape
from itertools import groupby

from scenario_quiz.situations.base import Shown
from scenario_quiz.situations.reading import Item, Labels, items_of, title_of


def situation_html(show: Shown | None, labels: Labels) -> str:
    """The situation as one `<div>`, "" where there is none."""
    if show is None:
        return ""
    body = ""
    for said, items in groupby(items_of(show, labels), lambda item: item.said):
        texts = [escape(_text(item, labels)) for item in items]
        body += f"<ul>{_all('li', texts)}</ul>" if said else _all("p", texts)
    return f'<div class="quiz-static-show"><p><strong>{escape(title_of(show, labels))}</strong></p>{body}</div>'


def _text(item: Item, labels: Labels) -> str:
    if item.picture:
        return labels["show_picture"].format(alt=item.picture.alt)
    text = " ".join(passage.text for passage in item.passages)
    return f"{item.name}: {text}" if item.name else text


def _all(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)
