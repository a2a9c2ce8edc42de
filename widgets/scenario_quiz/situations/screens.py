"""The kinds of situation: a post, a story, a chat, a mail, a comment thread, a profile, a notification, a photo."""

from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from scenario_quiz.situations.base import (
    Line,
    Passage,
    PersonId,
    Picture,
    Said,
    Show,
    Shown,
    ShownPicture,
    TextId,
    Words,
)

Texts = Annotated[list[TextId], Field(min_length=1)]


class ShownPost(Shown):
    kind: Literal["post"]
    by: str | None
    picture: ShownPicture | None
    text: list[Passage]
    likes: int | None
    comments: list[Line]


class Post(Show):
    """A post in a feed."""

    kind: Literal["post"]
    by: PersonId
    picture: Picture | None = None
    text: Texts
    likes: int | None = Field(default=None, ge=0)
    comments: list[Said] = []

    def fill(self, words: Words) -> ShownPost:
        return ShownPost(
            kind=self.kind,
            by=words.person(self.by),
            picture=_picture(self.picture, words),
            text=_passages(self.text, words),
            likes=self.likes,
            comments=[said.fill(words) for said in self.comments],
        )


class ShownStory(Shown):
    kind: Literal["story"]
    by: str | None
    picture: ShownPicture | None
    text: list[Passage]
    hours_left: int | None


class Story(Show):
    """A story that goes away by itself, after `hours_left` hours."""

    kind: Literal["story"]
    by: PersonId
    picture: Picture | None = None
    text: list[TextId] = []
    hours_left: int | None = Field(default=None, ge=0, le=24)

    def fill(self, words: Words) -> ShownStory:
        return ShownStory(
            kind=self.kind,
            by=words.person(self.by),
            picture=_picture(self.picture, words),
            text=_passages(self.text, words),
            hours_left=self.hours_left,
        )


class ShownChat(Shown):
    kind: Literal["chat"]
    title: Passage | None
    messages: list[Line]


class Chat(Show):
    """A chat: a group's when it has a title, private without one."""

    kind: Literal["chat"]
    title: TextId | None = None
    messages: list[Said] = Field(min_length=1)

    def fill(self, words: Words) -> ShownChat:
        return ShownChat(
            kind=self.kind,
            title=_passage(self.title, words),
            messages=[said.fill(words) for said in self.messages],
        )


class ShownMail(Shown):
    kind: Literal["mail"]
    by: str | None
    to: str | None
    subject: Passage
    text: list[Passage]
    attachment: Passage | None


class Mail(Show):
    """A mail; each of its texts is a paragraph."""

    kind: Literal["mail"]
    by: PersonId
    to: PersonId
    subject: TextId
    text: Texts
    attachment: TextId | None = None

    def fill(self, words: Words) -> ShownMail:
        return ShownMail(
            kind=self.kind,
            by=words.person(self.by),
            to=words.person(self.to),
            subject=words.passage(self.subject),
            text=_passages(self.text, words),
            attachment=_passage(self.attachment, words),
        )


class ShownComments(Shown):
    kind: Literal["comments"]
    on: Passage
    comments: list[Line]


class Comments(Show):
    """What people say below something; `on` says below what."""

    kind: Literal["comments"]
    on: TextId
    comments: list[Said] = Field(min_length=1)

    def fill(self, words: Words) -> ShownComments:
        return ShownComments(
            kind=self.kind, on=words.passage(self.on), comments=[said.fill(words) for said in self.comments]
        )


class ShownProfile(Shown):
    kind: Literal["profile"]
    by: str | None
    picture: ShownPicture | None
    text: list[Passage]


class Profile(Show):
    """Somebody's profile."""

    kind: Literal["profile"]
    by: PersonId
    picture: Picture | None = None
    text: Texts

    def fill(self, words: Words) -> ShownProfile:
        return ShownProfile(
            kind=self.kind,
            by=words.person(self.by),
            picture=_picture(self.picture, words),
            text=_passages(self.text, words),
        )


class ShownNotification(Shown):
    kind: Literal["notification"]
    app: Passage
    text: list[Passage]


class Notification(Show):
    """What a phone shows on its locked screen."""

    kind: Literal["notification"]
    app: TextId
    text: Texts

    def fill(self, words: Words) -> ShownNotification:
        return ShownNotification(kind=self.kind, app=words.passage(self.app), text=_passages(self.text, words))


class ShownPhoto(Shown):
    kind: Literal["photo"]
    picture: ShownPicture


class Photo(Show):
    """A picture alone."""

    kind: Literal["photo"]
    picture: Picture

    def fill(self, words: Words) -> ShownPhoto:
        return ShownPhoto(kind=self.kind, picture=words.picture(self.picture))


AnyShow = Annotated[Union[Post, Story, Chat, Mail, Comments, Profile, Notification, Photo], Field(discriminator="kind")]
AnyShown = Annotated[
    Union[
        ShownPost,
        ShownStory,
        ShownChat,
        ShownMail,
        ShownComments,
        ShownProfile,
        ShownNotification,
        ShownPhoto,
    ],
    Field(discriminator="kind"),
]


def _passages(texts: list[TextId], words: Words) -> list[Passage]:
    return [words.passage(text) for text in texts]


def _passage(text: TextId | None, words: Words) -> Passage | None:
    return None if text is None else words.passage(text)


def _picture(picture: Picture | None, words: Words) -> ShownPicture | None:
    return None if picture is None else words.picture(picture)
