"""A situation as text in HTML: the same evidence as the drawn one, for a page without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scenario_quiz.situations.base import Line, Passage, Shown, ShownPicture
from scenario_quiz.situations.screens import (
    ShownChat,
    ShownComments,
    ShownMail,
    ShownNotification,
    ShownPhoto,
    ShownPost,
    ShownProfile,
    ShownStory,
)

Labels = dict[str, str]


def situation_html(show: Shown | None, labels: Labels) -> str:
    """The situation as one `<div>`, "" where there is none."""
    if show is None:
        return ""
    name = labels[f"show_{show.kind}"]
    if hasattr(show, "by"):
        name += f", {_name(show.by, labels)}"
    body = "".join(WRITE[type(show)](show, labels))
    return f'<div class="quiz-static-show"><p><strong>{escape(name)}</strong></p>{body}</div>'


def _post(show: ShownPost, labels: Labels) -> Iterator[str]:
    yield from _picture(show.picture, labels)
    yield _running(show.text)
    if show.likes is not None:
        yield f"<p>{escape(labels['show_likes'].format(count=show.likes))}</p>"
    yield from _lines(show.comments, labels)


def _story(show: ShownStory, labels: Labels) -> Iterator[str]:
    if show.hours_left is not None:
        yield f"<p>{escape(labels['show_hours_left'].format(hours=show.hours_left))}</p>"
    yield from _picture(show.picture, labels)
    yield _running(show.text)


def _chat(show: ShownChat, labels: Labels) -> Iterator[str]:
    others = dict.fromkeys(line.by for line in show.messages if line.by is not None)
    people = ", ".join([*others, labels["me"]])
    if show.title:
        yield f"<p>{escape(show.title.text)}</p><p>{escape(labels['show_group'].format(people=people))}</p>"
    else:
        yield f"<p>{escape(labels['show_private'].format(people=people))}</p>"
    yield from _lines(show.messages, labels)


def _mail(show: ShownMail, labels: Labels) -> Iterator[str]:
    for label, value in (
        ("show_from", show.by or labels["me_mail"]),
        ("show_to", show.to or labels["me_mail"]),
        ("show_subject", show.subject.text),
    ):
        yield f"<p>{escape(labels[label])}: {escape(value)}</p>"
    for passage in show.text:
        yield _running([passage])
    if show.attachment:
        yield f"<p>{escape(labels['show_attachment'])}: {escape(show.attachment.text)}</p>"


def _comments(show: ShownComments, labels: Labels) -> Iterator[str]:
    yield f"<p>{escape(labels['show_comments_on'])} {escape(show.on.text)}</p>"
    yield from _lines(show.comments, labels)


def _profile(show: ShownProfile, labels: Labels) -> Iterator[str]:
    yield from _picture(show.picture, labels)
    for passage in show.text:
        yield _running([passage])


def _notification(show: ShownNotification, labels: Labels) -> Iterator[str]:
    yield f"<p>{escape(show.app.text)}</p>"
    for passage in show.text:
        yield _running([passage])


def _photo(show: ShownPhoto, labels: Labels) -> Iterator[str]:
    yield from _picture(show.picture, labels)


WRITE = {
    ShownPost: _post,
    ShownStory: _story,
    ShownChat: _chat,
    ShownMail: _mail,
    ShownComments: _comments,
    ShownProfile: _profile,
    ShownNotification: _notification,
    ShownPhoto: _photo,
}


def _name(by: str | None, labels: Labels) -> str:
    return labels["me"] if by is None else by


def _running(passages: list[Passage]) -> str:
    text = " ".join(passage.text for passage in passages)
    return f"<p>{escape(text)}</p>" if text else ""


def _lines(lines: list[Line], labels: Labels) -> Iterator[str]:
    if lines:
        items = (f"<li>{escape(_name(line.by, labels))}: {escape(line.text.text)}</li>" for line in lines)
        yield f"<ul>{''.join(items)}</ul>"


def _picture(picture: ShownPicture | None, labels: Labels) -> Iterator[str]:
    if picture:
        yield f"<p>{escape(labels['show_picture'].format(alt=picture.alt))}</p>"
