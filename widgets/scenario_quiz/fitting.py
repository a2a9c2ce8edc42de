"""What of the course's scenarios is for a school that left out some, and dropped rules or skills that they ask for."""

from __future__ import annotations

from dataclasses import dataclass

from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School


@dataclass(frozen=True)
class Fitted:
    """The scenarios of one folder that a school has, `left_out` the others with the reason, by id.

    `thinned` are those of which a step asked for a rule that the school dropped, and still asks for another.
    """

    scenarios: dict[str, Scenario]
    left_out: dict[str, str]
    thinned: dict[str, list[str]]


def fit(scenarios: dict[str, Scenario], school: School) -> Fitted:
    """Take the rules that the school dropped out of the steps, and leave out a scenario whole when that leaves a step
    without a rule, or when the school dropped its skill: a story can't do without one of its steps.
    """
    kept, left_out, thinned = {}, {}, {}
    for name, scenario in scenarios.items():
        if why := _why_not(scenario, school):
            left_out[name] = why
            continue
        gone = [rule for rule in school.dropped if any(rule in step.rules for step in scenario.decisions.values())]
        if gone:
            thinned[name] = gone
        kept[name] = _without(scenario, gone) if gone else scenario
    return Fitted(kept, left_out, thinned)


def _why_not(scenario: Scenario, school: School) -> str:
    if f"{scenario.assignment}/{scenario.id}" in school.settings.leave_out:
        return "named under leave_out"
    for name, step in scenario.decisions.items():
        if step.rules and all(rule in school.dropped for rule in step.rules):
            return f"its step '{name}' is about {', '.join(step.rules)}, which the school dropped"
        if step.skill in school.dropped:
            return f"its step '{name}' asks for the skill '{step.skill}', which the school dropped"
    return ""


def _without(scenario: Scenario, rules: list[str]) -> Scenario:
    steps = {
        name: step.model_copy(update={"rules": [rule for rule in step.rules if rule not in rules]})
        if name in scenario.decisions
        else step
        for name, step in scenario.steps.items()
    }
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario(**fields | {"steps": steps})
