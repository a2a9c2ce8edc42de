"""One school's protocol: its rules, the skills that they ask for, and its own names and figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from scenario_quiz.base import Language, Model, RuleId, Slug, Text
from scenario_quiz.errors import CourseError, Problem
from scenario_quiz.placeholders import filled
from scenario_quiz.yaml_file import YamlFile, read_yaml

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

    Deadlines are read and shown in `time_zone`.
    """

    name: Text
    short_name: Text
    platform: Text
    languages: list[Language] = Field(min_length=1)
    cut: float = Field(gt=0.5, lt=1)
    time_zone: TimeZone = "Europe/Brussels"
    colours: Colours
    contacts: list[Slug]
    helplines: list[Helpline]

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
    contacts: dict[Slug, Text]
    helplines: dict[Slug, HelplineWords]


Reviewed = dict[RuleId, Text]


class School(Model):
    """A school's folder under `schools/`, read and checked. `id` is the folder's name and the course's id.

    `reviewed` are the words, as fingerprints, of the rules whose pages and scenarios were reviewed.
    """

    id: Slug
    settings: Settings
    rules: dict[RuleId, Rule]
    skills: dict[Slug, Skill]
    words: dict[Language, SchoolWords]
    reviewed: Reviewed = {}

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


def load_school(folder: Path) -> School:
    """Read one school's folder. Raises CourseError that names every file, line and field to mend."""
    problems: list[Problem] = []
    settings = read_yaml(folder / "school.yml").parse(Settings)
    rules_file, skills_file = read_yaml(folder / "rules.yml"), read_yaml(folder / "skills.yml")
    rules = rules_file.parse(dict[RuleId, Rule])
    skills = skills_file.parse(dict[Slug, Skill])
    for skill_id, skill in skills.items():
        for index, rule in enumerate(skill.rules):
            if rule not in rules:
                problems.append(skills_file.problem(f'rule "{rule}" is not in rules.yml', skill_id, "rules", index))
    words = {}
    for language in settings.languages:
        file = filled(read_yaml(folder / f"{language}.yml"), settings.placeholders)
        words[language] = file.parse(SchoolWords)
        problems += _gaps(file, words[language], settings, rules, skills)
    if problems:
        raise CourseError(problems)
    noted = folder / REVIEWED
    reviewed = read_yaml(noted).parse(Reviewed) if noted.is_file() else {}
    return School(id=folder.name, settings=settings, rules=rules, skills=skills, words=words, reviewed=reviewed)


def _gaps(file: YamlFile, words: SchoolWords, settings: Settings, rules: dict, skills: dict) -> list[Problem]:
    expected = {
        "sections": {rule.section for rule in rules.values()},
        "rules": set(rules),
        "skills": set(skills),
        "families": {rule.family for rule in rules.values()} - {None},
        "contacts": set(settings.contacts),
        "helplines": {line.id for line in settings.helplines},
    }
    problems = []
    for field, ids in expected.items():
        given = set(getattr(words, field))
        problems += [file.problem(f"has no words for '{name}'; add them", field) for name in sorted(ids - given)]
        problems += [
            file.problem(f"'{name}' is not used by the school's other files; rename it or take it out", field, name)
            for name in sorted(given - ids)
        ]
    return problems
