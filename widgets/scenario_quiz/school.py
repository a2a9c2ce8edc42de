"""One school's protocol: its rules, the skills that they ask for, and its own names and figures."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from scenario_quiz.base import Language, Model, Reference, RuleId, Slug, Text

REVIEWED = "reviewed.yml"

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is not a time zone; expected one such as Europe/Brussels') from None
    return name


TimeZone = Annotated[Text, AfterValidator(_known_time_zone)]


class Palette(Model):
    """The colours of one theme."""

    paper: Colour
    panel: Colour
    ink: Colour
    muted: Colour
    line: Colour
    accent: Colour
    accent_ink: Colour
    good: Colour
    harm: Colour
    careful: Colour


class Colours(Model):
    light: Palette
    dark: Palette


class Helpline(Model):
    """Where help is; its name and what it is for stand in the words."""

    id: Slug
    number: Text | None = None
    url: Text | None = None


class Settings(Model):
    """`school.yml`. `cut` is the share of decisions (0 to 1) from which a skill counts as shown.

    Deadlines are read and shown in `time_zone`. A school that `extends` another says only what differs from it.
    `leave_out` names chapters, and scenarios as assignment/scenario, that the school does without; `own_pages` its
    pages that the course has no place for, each with the page that it comes after.
    """

    # Not in what is kept of a school, where another's name has no place.
    extends: Slug | None = Field(default=None, exclude=True)
    name: Text
    short_name: Text
    platform: Text
    languages: list[Language] = Field(min_length=1)
    cut: float = Field(gt=0.5, lt=1)
    time_zone: TimeZone = "Europe/Brussels"
    colours: Colours
    helplines: list[Helpline]
    leave_out: list[Reference] = []
    own_pages: dict[Slug, Slug] = {}

    @property
    def placeholders(self) -> dict[str, str]:
        return {"school": self.short_name, "school_name": self.name, "platform": self.platform}


class Rule(Model):
    """Whom a rule of the protocol addresses, and for whom it is graded (empty: taught only)."""

    section: Text
    audience: list[Literal["pupils", "teachers", "staff", "others", "school"]] = Field(min_length=1)
    graded: list[Literal["pupils", "teachers", "staff"]]
    family: Slug | None = None


class Skill(Model):
    """What a pupil (or staff) can do: DigComp 3.0 competence numbers, and the rules that ask for it."""

    digcomp: list[RuleId] = Field(min_length=1)
    rules: list[RuleId] = Field(min_length=1)
    audience: list[Literal["pupils", "staff"]] = Field(min_length=1)


class RuleWords(Model):
    title: Text
    text: Text


class SkillWords(Model):
    name: Text
    can: Text


class HelplineWords(Model):
    name: Text
    what: Text


class SchoolWords(Model):
    """`nl.yml`, `en.yml`: every word of the protocol and the skills in one language."""

    sections: dict[str, Text]
    rules: dict[RuleId, RuleWords]
    skills: dict[Slug, SkillWords]
    families: dict[Slug, Text]
    helplines: dict[Slug, HelplineWords]


Reviewed = dict[RuleId, Text]


class School(Model):
    """A school's folder under `schools/`, read and checked. `id` is the folder's name and the course's id.

    `fingerprints` change with a rule's words in the source language (not with the school's own names in them),
    `reviewed` are those of the words with which each rule's pages and scenarios were reviewed. `dropped` are the
    rules and skills of the school that this one extends which it doesn't have.
    """

    id: Slug
    settings: Settings
    rules: dict[RuleId, Rule]
    skills: dict[Slug, Skill]
    words: dict[Language, SchoolWords]
    reviewed: Reviewed = {}
    fingerprints: Reviewed = {}
    dropped: list[Text] = []

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def languages(self) -> list[str]:
        """Languages of the course; the first is the one that the others translate."""
        return self.settings.languages

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @property
    def cut(self) -> float:
        return self.settings.cut

    @property
    def colours(self) -> Colours:
        return self.settings.colours

    @property
    def placeholders(self) -> dict[str, str]:
        """What `{{ school }}` and the like stand for in the texts of the course."""
        return self.settings.placeholders
