"""What there is to tell a pupil about one hand-in. Pure: from the frozen exercise, the score and the teacher's marks.

Only steps on the pupil's own path are in it, so nobody learns the key of what they did not reach.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scenario_quiz.kinds.base import Remark, RuleNote
from scenario_quiz.release import Release
from scenario_quiz.scoring import AssignmentScore, ScenarioScore, StepScore
from scenario_quiz.situations import AnyShown
from scenario_quiz.views import PublicView, rule_note
from skill_grading.feedback.facts import CourseFacts
from skill_grading.feedback.marks import Mark, Marks
from skill_grading.mastery import Outcome, mastery_by_skill, misses_to_discuss


@dataclass(frozen=True)
class Decision:
    """One step that the pupil reached. Without remarks it was left unanswered; `mark` is for what a teacher reads."""

    situation: str | None
    show: AnyShown | None
    prompt: str
    max: float
    remarks: list[Remark]
    rules: list[RuleNote]
    mark: Mark | None = None

    @property
    def own(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.chosen]

    @property
    def better(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.chosen]


@dataclass(frozen=True)
class Story:
    """One scenario as the pupil went through it."""

    view: PublicView
    decisions: list[Decision]

    @cached_property
    def rules(self) -> list[RuleNote]:
        return _each_once(rule for step in self.decisions for rule in step.rules)


@dataclass(frozen=True)
class SkillShown:
    """What the decisions say of one skill: how many were good, and whether that is enough to say more."""

    name: str
    can: str
    good: int
    decisions: int
    outcome: Outcome


@dataclass(frozen=True)
class Feedback:
    """Everything on one pupil's page. `discuss` are stories in which an important choice went wrong."""

    title: str
    language: str
    chapter: str | None
    stories: list[Story]
    skills: list[SkillShown]
    discuss: list[PublicView]
    good: int
    decisions: int

    @cached_property
    def rules(self) -> list[RuleNote]:
        """Every rule behind a decision, once, in the protocol's order."""
        return _each_once(rule for story in self.stories for rule in story.rules)


NOT_MARKED = Mark(None, None)


def feedback(release: Release, score: AssignmentScore, marks: Marks, facts: CourseFacts, language: str) -> Feedback:
    """The feedback on `score`, in `language`; `marks` are the teacher's, by grade_id."""
    views = {view.id: view for view in release.public(language)}
    stories = [
        Story(views[name], _decisions(release, score.scenarios[name], marks, facts, views[name])) for name in views
    ]
    steps = score.steps
    return Feedback(
        title=release.words[language].title,
        language=language,
        chapter=facts.chapters.get(release.assignment),
        stories=stories,
        skills=_skills(steps, facts, language),
        discuss=[views[step.scenario] for step in misses_to_discuss(steps)],
        good=sum(step.verdict == "good" for step in steps),
        decisions=len(steps),
    )


def _decisions(
    release: Release, score: ScenarioScore, marks: Marks, facts: CourseFacts, view: PublicView
) -> list[Decision]:
    scenario = release.scenario(score.scenario)
    words = scenario.words[view.language].steps
    chosen = {step.step: step.chosen for step in score.steps}
    chosen |= {step: [answer.text] for step, answer in score.open.items()}
    found = []
    for name in score.path:
        step, shown = scenario.decisions[name], view.steps[name]
        known = [rule for rule in step.rules if rule in facts.school.words[view.language].rules]
        found.append(
            Decision(
                situation=shown.situation,
                show=shown.show,
                prompt=shown.prompt,
                max=step.points,
                remarks=step.remarks(words[name], chosen[name]) if name in chosen else [],
                rules=[rule_note(facts.school, rule, view.language) for rule in known] if name in chosen else [],
                mark=marks.get(f"{scenario.id}--{name}", NOT_MARKED) if name in score.open else None,
            )
        )
    return found


def _skills(steps: list[StepScore], facts: CourseFacts, language: str) -> list[SkillShown]:
    found = mastery_by_skill(steps, facts.school.cut)
    words = facts.school.words[language].skills
    return [
        SkillShown(
            words[name].name,
            words[name].can,
            sum(step.verdict == "good" for step in steps if step.skill == name),
            found[name].all.n,
            found[name].outcome,
        )
        for name in facts.school.skills
        if name in found
    ]


def _each_once(rules: Iterable[RuleNote]) -> list[RuleNote]:
    found = {rule.id: rule for rule in rules}
    return [found[rule] for rule in sorted(found, key=lambda rule: [int(part) for part in rule.split(".")])]
