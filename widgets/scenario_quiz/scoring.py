"""From answers to points and evidence: pure, the one judge of every answers file.

The path is walked from the start: at each step the first answer counts, and it decides what comes next.
An answer to a step that the path does not reach is no evidence; a reached step without an answer gives
no points and no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from scenario_quiz.answers import Answers, Entry, LogKey, as_key, translate
from scenario_quiz.base import Verdict
from scenario_quiz.kinds.base import Answer, Step
from scenario_quiz.release import Release
from scenario_quiz.scenario import Scenario
from scenario_quiz.views import OptionIds


@dataclass(frozen=True)
class StepScore:
    """One answered decision: the unit of evidence for a skill. `chosen` is named as in the step's `options`."""

    scenario: str
    step: str
    kind: str
    skill: str
    rules: list[str]
    points: float
    max: float
    verdict: Verdict
    fine: bool
    must_pass: bool
    chosen: list[str]


class Judged(NamedTuple):
    """What one answer is worth, and the step or ending that follows on it."""

    score: StepScore
    after: str | None


@dataclass(frozen=True)
class OpenAnswer:
    """A text that waits for the teacher; `max` is the most points that it can get."""

    text: str
    max: float


@dataclass(frozen=True)
class ScenarioScore:
    """Machine-scored points of one scenario, its decisions in path order, and its open answers by step.

    `path` holds the steps that the pupil reached, in order; the last one may be without an answer.
    """

    scenario: str
    points: float
    max: float
    steps: list[StepScore]
    open: dict[str, OpenAnswer]
    path: list[str]


@dataclass(frozen=True)
class SkillScore:
    """Points of one skill over `decisions` answered decisions."""

    points: float
    max: float
    decisions: int


@dataclass(frozen=True)
class AssignmentScore:
    """A pupil's score for one assignment, by scenario in the exercise's order."""

    assignment: str
    scenarios: dict[str, ScenarioScore]

    @property
    def steps(self) -> list[StepScore]:
        """Every answered decision."""
        return [step for scenario in self.scenarios.values() for step in scenario.steps]

    def skills(self) -> dict[str, SkillScore]:
        """Points and number of decisions per skill, for the skills that were tested."""
        skills: dict[str, SkillScore] = {}
        for step in self.steps:
            before = skills.get(step.skill, SkillScore(0.0, 0.0, 0))
            skills[step.skill] = SkillScore(before.points + step.points, before.max + step.max, before.decisions + 1)
        return skills

    def as_json(self) -> dict:
        """The score as `course score --json` prints it; a scenario with an open answer that waits has null points."""
        scenarios = {}
        for name, scenario in self.scenarios.items():
            waiting = {step: {"points": None, "max": answer.max} for step, answer in scenario.open.items()}
            scenarios[name] = {
                "points": None if waiting else scenario.points,
                "max": scenario.max + sum(answer.max for answer in scenario.open.values()),
            }
            if waiting:
                scenarios[name]["scored"] = {"points": scenario.points, "max": scenario.max}
                scenarios[name]["open"] = waiting
        skills = {name: vars(skill) for name, skill in self.skills().items()}
        return {"assignment": self.assignment, "scenarios": scenarios, "skills": skills}


@dataclass(frozen=True)
class Known:
    """What was found of answers to one release: by what a pupil answered in a scenario, and by single answer.

    Pupils who answer alike share it, so that a school is scored in a third of the time.
    """

    logs: dict[LogKey, ScenarioScore] = field(default_factory=dict)
    answers: dict[tuple, Judged] = field(default_factory=dict)


def score(release: Release, answers: Answers, known: Known | None = None) -> AssignmentScore:
    """Score answers that `check_answers` accepted for `release`.

    `known` is what was found of other answers to it; what is found now is added, but for what pupils wrote.
    """
    known = known or Known()
    scenarios = {}
    for scenario in release.scenarios:
        key = answers.keys.get(scenario.id, (scenario.id,))
        if (found := known.logs.get(key)) is None:
            log = answers.scenarios.get(scenario.id, [])
            found = score_scenario(scenario, log, release.option_ids[scenario.id], known)
            if not any(scenario.decisions[entry["step"]].marked_by_hand for entry in log):
                known.logs[key] = found
        scenarios[scenario.id] = found
    return AssignmentScore(release.assignment, scenarios)


def score_scenario(
    scenario: Scenario,
    entries: Iterable[Entry],
    option_ids: dict[str, OptionIds] | None = None,
    known: Known | None = None,
) -> ScenarioScore:
    """Score one scenario's log; `option_ids` translates published letters, None means the scenario's own ids.

    `known` is as in `score`.
    """
    known = known or Known()
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry["step"], entry)
    steps: list[StepScore] = []
    texts: dict[str, OpenAnswer] = {}
    decisions, path = scenario.decisions, []
    at: str | None = scenario.start
    while at in decisions and at not in path:
        path.append(at)
        if at not in first:
            break
        step, answer, ids = decisions[at], first[at]["answer"], None if option_ids is None else option_ids.get(at, {})
        if step.marked_by_hand:
            answer = _own(step, answer, ids)
            if answer.strip():
                texts[at] = OpenAnswer(answer, step.points)
            at = step.after(answer)
        else:
            key = scenario.id, at, as_key(answer)
            if key not in known.answers:
                known.answers[key] = _judge(scenario.id, at, step, _own(step, answer, ids))
            steps.append(known.answers[key].score)
            at = known.answers[key].after
    return ScenarioScore(scenario.id, sum(step.points for step in steps), scenario.most, steps, texts, path)


def _own(step: Step, answer: Answer, ids: OptionIds | None) -> Answer:
    return answer if ids is None else translate(step, answer, ids)


def _judge(scenario: str, name: str, step: Step, answer: Answer) -> Judged:
    points, verdict = step.judge(answer)
    score = StepScore(
        scenario,
        name,
        step.kind,
        step.skill,
        step.rules,
        points,
        step.points,
        verdict,
        step.fine,
        step.must_pass,
        step.chosen(answer),
    )
    return Judged(score, step.after(answer))
