"""A situation in the order in which it is read, for HTML without scripts and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

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


class Item(NamedTuple):
    """One paragraph: a picture, or passages after a `name` that says whose or what they are. `said`: by someone."""

    passages: list[Passage]
    name: str = ""
    said: bool = False
    picture: ShownPicture | None = None


def title_of(show: Shown, labels: Labels) -> str:
    """What it is, and whose."""
    kind = labels[f"show_{show.kind}"]
    return f"{kind}, {_name(show.by, labels)}" if hasattr(show, "by") else kind


def items_of(show: Shown, labels: Labels) -> list[Item]:
    """Everything that `show` shows, from top to bottom."""
    return [item for item in READ[type(show)](show, labels) if item.passages or item.picture]


def _post(show: ShownPost, labels: Labels) -> Iterator[Item]:
    yield _picture(show.picture)
    yield Item(show.text)
    if show.likes is not None:
        yield _note(labels["show_likes"].format(count=show.likes))
    yield from _lines(show.comments, labels)


def _story(show: ShownStory, labels: Labels) -> Iterator[Item]:
    if show.hours_left is not None:
        yield _note(labels["show_hours_left"].format(hours=show.hours_left))
    yield _picture(show.picture)
    yield Item(show.text)


def _chat(show: ShownChat, labels: Labels) -> Iterator[Item]:
    others = dict.fromkeys(line.by for line in show.messages if line.by is not None)
    people = ", ".join([*others, labels["me"]])
    if show.title:
        yield Item([show.title])
    yield _note(labels["show_group" if show.title else "show_private"].format(people=people))
    yield from _lines(show.messages, labels)


def _mail(show: ShownMail, labels: Labels) -> Iterator[Item]:
    yield Item([Passage(text=show.by or labels["me_mail"])], labels["show_from"])
    yield Item([Passage(text=show.to or labels["me_mail"])], labels["show_to"])
    yield Item([show.subject], labels["show_subject"])
    yield from _paragraphs(show.text)
    if show.attachment:
        yield Item([show.attachment], labels["show_attachment"])


def _comments(show: ShownComments, labels: Labels) -> Iterator[Item]:
    yield Item([Passage(text=labels["show_comments_on"]), show.on])
    yield from _lines(show.comments, labels)


def _profile(show: ShownProfile, labels: Labels) -> Iterator[Item]:
    yield _picture(show.picture)
    yield from _paragraphs(show.text)


def _notification(show: ShownNotification, labels: Labels) -> Iterator[Item]:
    yield Item([show.app])
    yield from _paragraphs(show.text)


def _photo(show: ShownPhoto, labels: Labels) -> Iterator[Item]:
    yield _picture(show.picture)


READ = {
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


def _note(text: str) -> Item:
    return Item([Passage(text=text)])


def _paragraphs(passages: list[Passage]) -> Iterator[Item]:
    return (Item([passage]) for passage in passages)


def _lines(lines: list[Line], labels: Labels) -> Iterator[Item]:
    return (Item([line.text], _name(line.by, labels), said=True) for line in lines)


def _picture(picture: ShownPicture | None) -> Item:
    return Item([], picture=picture)
