"""What of a scenario reaches a pupil: the public view of a graded one, the practice view of a practice one.

Both are types of their own, so that a full scenario can't slip through where a view is meant. The public
view is an allowlist: nothing in it depends on a verdict, points of an option, feedback or an ending.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from scenario_quiz.base import Language, Model, Slug
from scenario_quiz.kinds import AnyPractice, AnyPublic
from scenario_quiz.kinds.base import Key, PublicStep, RuleNote
from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School
from scenario_quiz.situations import AnyShown
from scenario_quiz.situations.words import KnownWords

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OptionIds = dict[str, str]


class View(Model):
    """What both views share; `max` is the machine-scored points of the whole scenario."""

    format: Literal["scenario-view"] = "scenario-view"
    version: Literal[1] = 1
    assignment: Slug
    id: Slug
    language: Language
    title: str
    situation: str
    show: AnyShown | None
    max: float
    start: Slug


class PublicView(View):
    """A graded scenario without its key; options have opaque letters."""

    use: Literal["graded"] = "graded"
    steps: dict[Slug, AnyPublic]


class EndingView(Model):
    outcome: Literal["good", "harm"]
    text: str
    repair: str | None
    back_to: Slug | None


class PracticeView(View):
    """A practice scenario with the feedback of every option, its rules and its endings."""

    use: Literal["practice"] = "practice"
    steps: dict[Slug, AnyPractice]
    endings: dict[Slug, EndingView]


def shown_order(scenario: Scenario, step: str) -> list[str]:
    """The ids of a step in the order to show: shuffled by their names alone, the same on every run."""

    def seed(name: str) -> bytes:
        return sha256(f"{scenario.assignment}/{scenario.id}/{step}/{name}".encode()).digest()

    decision = scenario.decisions[step]
    return decision.shown(sorted(decision.ids(), key=seed))


def opaque_ids(scenario: Scenario) -> dict[str, OptionIds]:
    """For each step whose answers are made of ids, {letter: own id} in the order to show."""
    return {
        step: dict(zip(LETTERS, shown_order(scenario, step), strict=False))
        for step, decision in scenario.decisions.items()
        if decision.ids()
    }


def public_view(scenario: Scenario, language: str) -> PublicView:
    """The view of a graded scenario that may be published. Raises ValueError for a practice one."""
    if scenario.use != "graded":
        raise ValueError(f"{scenario.assignment}/{scenario.id} is for practice; it has no public view")
    words = scenario.words[language]
    ids = opaque_ids(scenario)
    steps = {
        name: _situated(
            step.public(words.steps[name], ids.get(name, {})),
            scenario,
            name,
            language,
            {option: letter for letter, option in ids.get(name, {}).items()},
        )
        for name, step in scenario.decisions.items()
    }
    return PublicView(**_shared(scenario, language), steps=steps)


def practice_view(scenario: Scenario, school: School, language: str) -> PracticeView:
    """The view of a practice scenario, feedback included. Raises ValueError for a graded one."""
    if scenario.use != "practice":
        raise ValueError(f"{scenario.assignment}/{scenario.id} is graded; its feedback must not be published")
    words = scenario.words[language]
    steps = {
        name: _situated(
            step.practice(
                words.steps[name],
                shown_order(scenario, name),
                Key(skill=step.skill, rules=[rule_note(school, rule, language) for rule in step.rules], fine=step.fine),
            ),
            scenario,
            name,
            language,
            {part: part for part in step.tappable()},
        )
        for name, step in scenario.decisions.items()
    }
    endings = {
        name: EndingView(outcome=ending.ending, back_to=ending.back_to, **dict(words.endings[name]))
        for name, ending in scenario.endings.items()
    }
    return PracticeView(**_shared(scenario, language), steps=steps, endings=endings)


def rule_anchor(rule: str) -> str:
    """The anchor of a rule on the protocol page."""
    return f"rule-{rule.replace('.', '-')}"


def rule_note(school: School, rule: str, language: str) -> RuleNote:
    """A rule as feedback cites it, linked to the protocol page beside the page that it stands on."""
    words = school.words[language].rules[rule]
    return RuleNote(id=rule, title=words.title, text=words.text, href=f"protocol.html#{rule_anchor(rule)}")


def _shared(scenario: Scenario, language: str) -> dict:
    words = scenario.words[language]
    return {
        "assignment": scenario.assignment,
        "id": scenario.id,
        "language": language,
        "title": words.title,
        "situation": words.situation,
        "show": scenario.show and scenario.show.fill(KnownWords(words.people, words.texts)),
        "max": scenario.most,
        "start": scenario.start,
    }


def _situated(view: PublicStep, scenario: Scenario, step: str, language: str, ids: dict[str, str]) -> PublicStep:
    """`view` with its situation filled in; `ids` gives what to answer with for each part that can be tapped."""
    decision, words = scenario.decisions[step], scenario.words[language]
    if decision.show is None:
        return view
    parts = {part: words.steps[step].text_of(part) for part in decision.tappable()}
    return view.model_copy(update={"show": decision.show.fill(KnownWords(words.people, words.texts, parts, ids))})
