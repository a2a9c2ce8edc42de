"""What the plots in chapters show: their arithmetic, and their words in `chapters/<language>/_plots.yml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from scenario_quiz.base import Model, Text
from scenario_quiz.course import Course
from scenario_quiz.yaml_file import read_yaml

WORDS = "_plots.yml"
# How far a message gets: every GROUP readers pass it on so many times, each time to GROUP new ones, STEP minutes later.
GROUP, STEP, HOUR = 20, 10, 60
MANY, FEW = 2, 1
SCHOOL = 800
# How many of a TOWN share facts: one in so many people for each of them (twelve months; a street of 200; a guess).
TOWN = 100_000
ONE_IN = (12, 500, 100)


class SpreadWords(Model):
    """`alt` may say {many}, {few} (readers after an hour), {school} and {minutes} (until the school is passed)."""

    alt: Text
    seen: Text
    minutes: Text
    people: Text
    school: Text
    many: Text
    few: Text


class FactsWords(Model):
    """`alt` may say {town} and {counts}: the people left after each fact but the last. A fact says its {share}."""

    alt: Text
    town: Text
    facts: list[Text] = Field(min_length=len(ONE_IN), max_length=len(ONE_IN))
    people: Text
    sum: Text
    about: Text
    below_one: Text
    left: Text


class PlotsWords(Model):
    """Every text of the plots in one language, and the sign between the thousands of its numbers."""

    thousands: str
    spread: SpreadWords
    three_facts: FactsWords

    def number(self, value: float) -> str:
        return f"{value:,.0f}".replace(",", self.thousands)


def words_file(course: Course, language: str) -> Path:
    return course.layers.find("chapters", language, WORDS)


def plots_words(course: Course, language: str) -> PlotsWords:
    """Raises CourseError."""
    return read_yaml(words_file(course, language)).parse(PlotsWords)


def plot_file(name: str) -> str:
    """Where the plot stands among a language's pages."""
    return f"plots/{name}.svg"


def readers(forwarders: int) -> list[int]:
    """How many people have seen a message at minute 0, STEP and so on, when `forwarders` of GROUP pass it on."""
    waves = [GROUP]
    for _ in range(HOUR // STEP):
        waves.append(waves[-1] * forwarders)
    return [sum(waves[: index + 1]) for index in range(len(waves))]


def left_over() -> list[float]:
    """How many of TOWN are left at first, and after each fact: expected numbers, for facts that are independent."""
    left = [float(TOWN)]
    for share in ONE_IN:
        left.append(left[-1] / share)
    return left


def alts(words: PlotsWords) -> dict[str, str]:
    """What each plot shows, in words; the plots by the names that chapters use."""
    many, few = readers(MANY), readers(FEW)
    passed = next(index * STEP for index, seen in enumerate(many) if seen > SCHOOL)
    *counts, _ = left_over()[1:]
    return {
        "spread": words.spread.alt.format(
            many=words.number(many[-1]),
            few=words.number(few[-1]),
            school=words.number(SCHOOL),
            minutes=passed,
        ),
        "three-facts": words.three_facts.alt.format(
            town=words.number(TOWN), counts=", ".join(words.number(count) for count in counts)
        ),
    }
