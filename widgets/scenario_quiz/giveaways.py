"""Warns where an exercise can be answered without judgement: by the look of an option, its place, or earlier words.

Looks are compared with chance by an exact test: each step adds its own chance that a blind habit ("take the longest
one") hits a good option, and a habit is told when it hits so often that chance would do it in fewer than LEVEL of
all exercises. Below MIN_STEPS steps nothing is said, because no habit can be learnt from so few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from scenario_quiz.assignments import Assignment
from scenario_quiz.course import Course
from scenario_quiz.errors import Problem
from scenario_quiz.kinds.base import Step, StepWords
from scenario_quiz.kinds.options import OptionStep
from scenario_quiz.scenario import Scenario, ScenarioFiles
from scenario_quiz.views import shown_order
from scenario_quiz.yaml_file import YamlFile

LEVEL = 0.01
MIN_STEPS = 8
MIN_WORDS = 4  # a shorter option stands in other texts by accident
WORDS = re.compile(r"[\w|]+")
FINE = (0.3, 0.5)  # the share of graded decisions where posting or sharing is the right thing


class Place(NamedTuple):
    """A step with options, and the language that it is read in."""

    scenario: Scenario
    name: str
    step: OptionStep
    language: str

    @property
    def words(self) -> StepWords:
        return self.scenario.words[self.language].steps[self.name]

    def good(self, option: str) -> bool:
        return self.step.verdict_of(option) == "good"

    @property
    def chance(self) -> float:
        """How often a blind choice hits a good option."""
        return sum(map(self.good, self.step.options())) / len(self.step.options())


Habit = Callable[[Place], str | None]


def giveaways(course: Course) -> list[Problem]:
    """Everything that gives an answer away, assignment by assignment: advice, which a course may leave as it is."""
    return [
        problem
        for assignment in course.assignments.values()
        for found in (_habits(assignment, course), _echoes(assignment), _fine(assignment))
        for problem in found
    ]


def by_chance(chances: Iterable[float], hits: int) -> float:
    """How probable it is that at least `hits` of these independent chances come true (Poisson binomial, exact)."""
    exactly = [1.0]
    for chance in chances:
        missed = [share * (1 - chance) for share in exactly] + [0.0]
        hit = [0.0] + [share * chance for share in exactly]
        exactly = [first + second for first, second in zip(missed, hit, strict=True)]
    return sum(exactly[hits:])


def _habits(assignment: Assignment, course: Course) -> Iterator[Problem]:
    exercise = "graded" if assignment.collected else "self-check"
    for use, scenarios in ((exercise, assignment.exercise), ("practice", assignment.practice)):
        for language in course.school.languages:
            places = [
                Place(scenario, name, step, language)
                for scenario in scenarios
                for name, step in scenario.decisions.items()
                if isinstance(step, OptionStep)
            ]
            for look, habit in LENGTHS.items():
                yield from _habit(assignment, use, places, look, habit, "make others so in some steps")
            # Every language shows the options in the same order.
            if language == course.school.languages[0]:
                for look, habit in ORDERS.items():
                    mend = "the order follows from the options' ids, so give some another id"
                    yield from _habit(assignment, use, places, look, habit, mend)


def _habit(
    assignment: Assignment, use: str, places: list[Place], look: str, habit: Habit, mend: str
) -> Iterator[Problem]:
    taken = [(place, option) for place in places if (option := habit(place)) is not None]
    hits = [place for place, option in taken if place.good(option)]
    if len(taken) < MIN_STEPS or by_chance([place.chance for place, _ in taken], len(hits)) >= LEVEL:
        return
    expected = sum(place.chance for place, _ in taken)
    first = hits[0]
    in_words = habit in LENGTHS.values()
    file = assignment.files[first.scenario.id][first.language if in_words else "scenario"]
    others = ", ".join(sorted({place.scenario.id for place in hits[1:]}))
    yield file.problem(
        f"in {len(hits)} of {len(taken)} {use} steps of {assignment.id} the {look} option is a good one "
        f"({expected:.0f} would be chance), so pupils can go by that; {mend}: here, or in {others}",
        "steps",
        first.name,
        "choices",
    )


def _by_length(sign: int) -> Habit:
    def habit(place: Place) -> str | None:
        ranked = sorted(place.step.options(), key=lambda option: sign * len(place.words.text_of(option)))
        if len(place.words.text_of(ranked[0])) == len(place.words.text_of(ranked[1])):
            return None  # two are equally long, so the habit has nothing to go by
        return ranked[0]

    return habit


def _by_place(index: int) -> Habit:
    return lambda place: shown_order(place.scenario, place.name)[index]


LENGTHS: dict[str, Habit] = {"longest": _by_length(-1), "shortest": _by_length(1)}
ORDERS: dict[str, Habit] = {"first": _by_place(0), "last": _by_place(-1)}


def _echoes(assignment: Assignment) -> Iterator[Problem]:
    for name, scenario in assignment.scenarios.items():
        yield from echoes(scenario, assignment.files[name])


def echoes(scenario: Scenario, files: ScenarioFiles) -> Iterator[Problem]:
    """Good options whose very words a pupil has read before choosing."""
    before = _before(scenario)
    for name, step in scenario.decisions.items():
        if isinstance(step, OptionStep):
            for language in scenario.words:
                yield from _echo(Place(scenario, name, step, language), before.get(name, []), files[language])


def _echo(place: Place, before: list[str], file: YamlFile) -> Iterator[Problem]:
    words = place.scenario.words[place.language]
    read = {"the story": words.situation, "its own question": f"{place.words.situation or ''} {place.words.prompt}"}
    for name in before:
        read[f"the step '{name}' (line {file.line('steps', name)})"] = _all_words(words.steps[name])
    said = {option: _plain(place.words.text_of(option)) for option in place.step.options()}
    for option in filter(place.good, said):
        if len(said[option].split()) < MIN_WORDS:
            continue
        for source, text in read.items():
            stands = [other for other, words in said.items() if words in _plain(text)]
            # Where wrong options stand there too, such as passages of one post, reading back tells nothing.
            if option not in stands or not all(map(place.good, stands)):
                continue
            yield file.problem(
                f"this good option's words stand already in {source}, so reading back answers it; say one of them "
                "in other words",
                "steps",
                place.name,
                "choices",
                option,
            )
            break


def _before(scenario: Scenario) -> dict[str, list[str]]:
    """For each step, the steps that some path comes by first."""
    before: dict[str, list[str]] = {}
    for path in scenario.paths():
        for index, name in enumerate(path):
            known = before.setdefault(name, [])
            known += [earlier for earlier in path[:index] if earlier not in known]
    return before


def _all_words(words: StepWords) -> str:
    """Every text of a step, whatever its kind, one after the other."""
    texts: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for part in value.values():
                gather(part)

    gather(words.model_dump())
    return " | ".join(texts)


def _plain(text: str) -> str:
    """`text` as it sounds: small letters, words only, between spaces so that whole words are compared."""
    return f" {' '.join(WORDS.findall(text.casefold()))} "


def _fine(assignment: Assignment) -> Iterator[Problem]:
    steps: list[Step] = [
        step for scenario in assignment.exercise for step in scenario.decisions.values() if not step.marked_by_hand
    ]
    fine = sum(step.fine for step in steps)
    if len(steps) < MIN_STEPS or FINE[0] <= fine / len(steps) <= FINE[1]:
        return
    few = fine / len(steps) < FINE[0]
    habit = "refuses" if few else "shares"
    yield assignment.settings_file.problem(
        f"{fine} of {len(steps)} decisions of the exercise are fine: true ({fine / len(steps):.0%}, expected "
        f"{FINE[0]:.0%} to {FINE[1]:.0%}), so who {habit} everything does too well; "
        f"add decisions where {'sharing' if few else 'not sharing'} is the right thing",
        "graded" if assignment.collected else "self_check",
    )
