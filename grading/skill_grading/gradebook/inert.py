"""What a pupil wrote, made harmless to look at."""

from __future__ import annotations


def readable(text: str) -> str:
    """`text` without what can't be seen or turns the writing direction round, as `inert` shows it too."""
    return text.translate(_UNSEEN)


def inert(text: str) -> str:
    """`text` as HTML that shows it letter by letter, and that neither Markdown, MathJax nor a browser acts upon."""
    return f"<pre>{as_text(text)}</pre>"


def as_text(text: str) -> str:
    """What `inert` puts between its tags."""
    return text.translate(_AS_TEXT)


# Control characters, marks that turn the writing direction round, and halves of characters are left out.
_LEFT_OUT = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)]
_UNSEEN = dict.fromkeys(code for code in _LEFT_OUT if chr(code) not in "\t\n")
_AS_TEXT: dict[int, str | None] = dict.fromkeys(_LEFT_OUT)
_AS_TEXT |= {ord(character): f"&#{ord(character)};" for character in "&<>\"'$\\`\t\n"}
