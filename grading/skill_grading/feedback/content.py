"""What there is to tell a pupil about one hand-in. Pure: from the frozen exercise, the score and the teacher's marks.

Only steps on the pupil's own path are in it, so nobody learns the key of what they did not reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from scenario_quiz.kinds.base import Remark, RuleNote
from scenario_quiz.release import Release
from scenario_quiz.scoring import AssignmentScore, ScenarioScore, StepScore
from scenario_quiz.situations import AnyShown
from scenario_quiz.views import PublicView, rule_note
from skill_grading.course_facts import CourseFacts
from skill_grading.gradebook.facts import CellMark
from skill_grading.measures.mastery import Outcome, misses_to_discuss
from skill_grading.releases import open_cell
from skill_grading.report.course_evidence import named
from skill_grading.report.pupil_skills import exercises_in, pupil_skills


@dataclass(frozen=True)
class Decision:
    """One step that the pupil reached. Without remarks it was left unanswered; `mark` is for what a teacher reads."""

    situation: str | None
    show: AnyShown | None
    prompt: str
    max: float
    remarks: list[Remark]
    rules: list[RuleNote]
    mark: CellMark | None = None

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
    """What all graded work says of one skill: how many decisions were good, and whether that is enough to say more.

    `practise` is the title of an exercise to do again and the chapter that it belongs to.
    """

    name: str
    can: str
    good: int
    decisions: int
    outcome: Outcome
    practise: tuple[str, str] | None


@dataclass(frozen=True)
class Feedback:
    """Everything on one pupil's page. `discuss` are stories in which an important choice went wrong.

    `skills` are told over `exercises` graded exercises, this one among them.
    """

    title: str
    language: str
    chapter: str | None
    stories: list[Story]
    skills: list[SkillShown]
    exercises: int
    discuss: list[PublicView]
    good: int
    decisions: int

    @cached_property
    def rules(self) -> list[RuleNote]:
        """Every rule behind a decision, once, in the protocol's order."""
        return _each_once(rule for story in self.stories for rule in story.rules)


NOT_MARKED = CellMark(None, None, 0.0, waits=True, comment=None)


def feedback(
    release: Release,
    score: AssignmentScore,
    marks: Mapping[str, CellMark],
    facts: CourseFacts,
    language: str,
    earlier: Sequence[StepScore] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Feedback:
    """The feedback on `score`, in `language`; `marks` are the teacher's, by grade_id.

    `earlier` are the decisions in the pupil's other graded work (their scenarios named assignment/scenario), and
    `titles` the titles of assignments.
    """
    views = {view.id: view for view in release.public(language)}
    stories = [
        Story(views[name], _decisions(release, score.scenarios[name], marks, facts, views[name])) for name in views
    ]
    steps, title = score.steps, release.words[language].title
    all_steps = [*(named(release.assignment, step) for step in steps), *earlier]
    return Feedback(
        title=title,
        language=language,
        chapter=facts.chapters.get(release.assignment),
        stories=stories,
        skills=_skills(all_steps, facts, language, {**titles, release.assignment: title}),
        exercises=len(exercises_in(all_steps)),
        discuss=[views[step.scenario] for step in misses_to_discuss(steps)],
        good=sum(step.verdict == "good" for step in steps),
        decisions=len(steps),
    )


def _decisions(
    release: Release, score: ScenarioScore, marks: Mapping[str, CellMark], facts: CourseFacts, view: PublicView
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
                mark=marks.get(open_cell(scenario.id, name), NOT_MARKED) if name in score.open else None,
            )
        )
    return found


def _skills(
    steps: Sequence[StepScore], facts: CourseFacts, language: str, titles: Mapping[str, str]
) -> list[SkillShown]:
    words = facts.school.words[language].skills
    lessons = facts.chapters.keys() & titles.keys()
    return [
        SkillShown(
            words[one.skill].name,
            words[one.skill].can,
            one.good,
            one.decisions,
            one.outcome,
            (titles[one.practise], facts.chapters[one.practise]) if one.practise else None,
        )
        for one in pupil_skills(steps, facts.school.cut, facts.school.skills, lessons)
    ]


def _each_once(rules: Iterable[RuleNote]) -> list[RuleNote]:
    found = {rule.id: rule for rule in rules}
    return [found[rule] for rule in sorted(found, key=lambda rule: [int(part) for part in rule.split(".")])]
