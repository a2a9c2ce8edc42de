"""The evidence of a school over any set of exercises, read from the data folder as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from scenario_quiz.forms import Moment
from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School
from scenario_quiz.scoring import StepScore
from skill_grading.course_facts import kept_facts
from skill_grading.data import DataFolder
from skill_grading.dates.forms import kept_pair
from skill_grading.evidence.moment_work import read_works
from skill_grading.evidence.pupils import Done, Exercise, PupilEvidence, Standing
from skill_grading.evidence.work import NotGraded, Work
from skill_grading.measures.growth import evidence_growth
from skill_grading.measures.pooled import pool
from skill_grading.pupils.roster import Pupil, Roster, full_name
from skill_grading.releases import ReleaseStore
from skill_grading.report.findings import ClassReport, class_report, together


class CourseEvidence:
    """What every pupil did in some exercises. Each file is read once, so make it anew to see what came in since.

    `names` are assignments, "entry" or "exam", in the order in which to show them; by default everything that was
    released, in the order of the book. Only work that was handed in from `since` to `until` (school days, both
    included) counts.
    """

    def __init__(
        self,
        data: DataFolder,
        school: School,
        names: Sequence[str] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        self.school = school
        self._data, self._since, self._until = data, since, until
        names = list(released_exercises(data) if names is None else names)
        # Growth needs both moments, whichever the report is about.
        both = [*Moment] if kept_pair(data) and set(names) & set(Moment) else []
        works = read_works(data, dict.fromkeys([*names, *both]))
        self._works = {name: work for name, work in works.items() if work.scenarios}
        self.exercises = [
            Exercise(name, counts=name != Moment.ENTRY or len(names) == 1) for name in names if name in self._works
        ]
        self._named: dict[int, StepScore] = {}

    @cached_property
    def roster(self) -> Roster:
        return Roster.load(self._data.roster)

    @property
    def classes(self) -> list[str]:
        return self.roster.classes

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """The scenarios of the current versions, named assignment/scenario."""
        return {
            f"{scenario.assignment}/{name}": scenario
            for each in self.exercises
            for name, scenario in self._works[each.name].scenarios.items()
        }

    def titles(self, language: str) -> dict[str, str]:
        """What pupils call the exercises."""
        return {name: work.title(language) for name, work in self._works.items()}

    @cached_property
    def lessons(self) -> list[str]:
        """The assignments that belong to a chapter."""
        return list(kept_facts(self._data).chapters)

    @property
    def families(self) -> dict[str, str]:
        """The family of each rule that has one."""
        return {rule: each.family for rule, each in self.school.rules.items() if each.family}

    def of_class(self, class_name: str, names: bool = True) -> list[PupilEvidence]:
        """The pupils of a class in the order of their names; without `names` by id only, and in the order of that."""
        if not self._works:
            return []
        by_exercise = [work.of_class(class_name) for work in self._works.values()]
        found = [self._evidence(of_pupil, names) for of_pupil in zip(*by_exercise, strict=True)]
        # The order of the class list would give the names away.
        return found if names else sorted(found, key=lambda pupil: pupil.pupil_id)

    def of_pupil(self, pupil: Pupil) -> list[StepScore]:
        """The decisions of one pupil that count for mastery."""
        works = {each.name: self._works[each.name] for each in self.exercises if each.counts}
        return [step for name, work in works.items() for step in self._done(name, work.of_pupil(pupil)).steps]

    def report(self, class_name: str, names: bool = True) -> ClassReport:
        """The report of one class."""
        return self.judge(class_name, self.of_class(class_name, names))

    def judge(self, name: str, evidence: Iterable[PupilEvidence]) -> ClassReport:
        """The report of any pupils, under `name`."""
        evidence, skills = list(evidence), list(self.school.skills)
        return class_report(
            name,
            evidence,
            self.exercises,
            skills,
            self.school.cut,
            self.scenarios,
            self.families,
            self.lessons,
            evidence_growth(evidence, skills),
        )

    def together(self, name: str, reports: Sequence[ClassReport], evidence: Sequence[PupilEvidence]) -> ClassReport:
        """The report of classes taken together, from theirs and the evidence of all pupils, without small cells."""
        pooled = pool(
            shared(pupil.pooled(self.exercises) for pupil in evidence),
            self.scenarios,
            self.families,
            set(self.lessons),
            self.school.cut,
            outside=True,
        )
        skills = list(self.school.skills)
        return together(name, reports, pooled, evidence_growth(evidence, skills), skills)

    def _evidence(self, works: Sequence[Work], names: bool) -> PupilEvidence:
        done = {name: self._done(name, work) for name, work in zip(self._works, works, strict=True)}
        pupil = works[0].pupil
        return PupilEvidence(pupil.pupil_id, full_name(pupil) if names else pupil.pupil_id, done, pupil.entry_form)

    def _done(self, name: str, one: Work) -> Done:
        work = self._works[name]
        absent = one.pupil.pupil_id in work.absent
        if one.counting is None and (absent or not one.refused):
            return Done(Standing.ABSENT if absent else Standing.MISSING)
        if one.counting is not None and not self._in_period(one):
            return Done(Standing.ELSEWHEN)
        try:
            evidence = work.evidence(one)
        except NotGraded as error:
            return Done(Standing.NOT_GRADED, error.code)
        form = work.form(one.pupil)
        steps = [self._name(form, step) for step in evidence.steps]
        same = len(evidence.pooled) == len(steps)
        pooled = steps if same else [self._name(form, step) for step in evidence.pooled]
        return Done(Standing.GRADED, steps=steps, pooled=pooled)

    def _name(self, assignment: str, step: StepScore) -> StepScore:
        """The decision, its scenario named assignment/scenario."""
        # The work keeps the decisions that pupils share, so an id stays that of one: a school has 150,000 of them.
        if id(step) not in self._named:
            self._named[id(step)] = named(assignment, step)
        return self._named[id(step)]

    def _in_period(self, one: Work) -> bool:
        day = one.counting.received.astimezone(self.school.time_zone).date()
        return (self._since or day) <= day <= (self._until or day)


def shared(scores: Iterable[Sequence[StepScore]]) -> list[list[StepScore]]:
    """The same decisions, in situations that have not changed, each one object that all pupils share who decided so.

    What came from several processes has lost that, and then takes twice as long to count.
    """
    known: dict[tuple, StepScore] = {}
    return [[known.setdefault((s.scenario, s.step, *s.chosen), s) for s in steps] for steps in scores]


def released_exercises(data: DataFolder) -> list[str]:
    """Everything that pupils were given, in the order of the book: the entry check, the exercises, the final exam."""
    released, pair = ReleaseStore(data).assignments(), kept_pair(data)
    order = {name: place for place, name in enumerate(kept_facts(data).order if data.facts.exists() else [])}
    between = sorted(
        (name for name in released if not pair or name not in pair.assignments),
        key=lambda name: order.get(name, len(order)),
    )
    return [Moment.ENTRY.value, *between, Moment.EXAM.value] if pair else between


def named(assignment: str, step: StepScore) -> StepScore:
    """The decision, its scenario named assignment/scenario."""
    return replace(step, scenario=f"{assignment}/{step.scenario}")
