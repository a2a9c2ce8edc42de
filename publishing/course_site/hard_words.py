"""Hard words: where a chapter first uses a word that it explains, the word leads to its meaning, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from scenario_quiz.labels import load_labels

# A plural or a bent form of the word is the word.
ENDINGS = "(?:'?s|en|n|e|t)?"
ELSEWHERE = (nodes.title, nodes.reference, nodes.definition_list, nodes.literal)


def link_hard_words(app: Sphinx, doctree: nodes.document) -> None:
    """Link the first use of every word in the page's definition list to what it means there."""
    for number, term in enumerate(doctree.findall(nodes.term), 1):
        found = _first_use(doctree, term.astext())
        if found is None:
            continue
        text, start, end = found
        meaning, use = f"word-{number}", f"word-{number}-used"
        whole = text.astext()
        link = nodes.reference("", whole[start:end], refid=meaning, internal=True, classes=["hard-word"], ids=[use])
        parts = [nodes.Text(whole[:start]), link, nodes.Text(whole[end:])]
        text.parent.replace(text, [part for part in parts if part.astext()])
        term["ids"].append(meaning)
        term += [nodes.Text(" "), _way_back(app, use)]


def _first_use(doctree: nodes.document, term: str) -> tuple[nodes.Text, int, int] | None:
    pattern = re.compile(rf"(?<!\w){re.escape(term)}{ENDINGS}(?!\w)", re.IGNORECASE)
    for text in _running_text(doctree):
        if match := pattern.search(text.astext()):
            return text, match.start(), match.end()
    return None


def _running_text(doctree: nodes.document) -> Iterator[nodes.Text]:
    for paragraph in doctree.findall(nodes.paragraph):
        for text in paragraph.findall(nodes.Text):
            if not any(isinstance(above, ELSEWHERE) for above in _above(text)):
                yield text


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _way_back(app: Sphinx, use: str) -> nodes.reference:
    labels = load_labels("course_site", app.config.language)
    arrow = nodes.inline("", "↩", classes=["hard-word-arrow"])
    words = nodes.inline("", labels["page_back_to_text"], classes=["visually-hidden"])
    return nodes.reference("", "", arrow, words, refid=use, internal=True, classes=["hard-word-back"])
