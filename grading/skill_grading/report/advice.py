"""What to do on Monday, and how to read the report: its sentences for a teacher with five minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scenario_quiz.school import School
from skill_grading.evidence.pupils import Standing
from skill_grading.measures.pooled import Situation
from skill_grading.measures.statistics import MIN_PUPILS
from skill_grading.report.findings import ClassReport, PupilReport
from skill_grading.report.words import MOST_NAMED, ReportWords

MOST_TALKS = 6
"""How many pupils to talk to stand on the summary with their stories; of more only those with most of them."""

MOST_SITUATIONS = 3
"""How many situations to talk about with the whole class, those that went wrong for most pupils."""

MOST_HELPS = 6
"""How many skills to help single pupils with, those that most of them have not shown."""


@dataclass(frozen=True)
class Advice:
    """One thing to do: a heading, why (may be empty), and for whom or what, one sentence each."""

    heading: str
    items: list[str]
    why: str = ""


def headline(report: ClassReport, words: ReportWords) -> str:
    return words("handed_in", n=len(report.judged()), of=len(report.pupils))


def advice(report: ClassReport, words: ReportWords) -> list[Advice]:
    """What to do on Monday, the most urgent first; never empty."""
    to_discuss = report.to_discuss()
    many = len(to_discuss) > MOST_TALKS
    talks = _many_talks(to_discuss, report, words) if many else [words.to_discuss(pupil) for pupil in to_discuss]
    lessons = [
        words("whole_class_item", skill=words.skill(need.skill), n=need.not_yet, of=need.pupils)
        for need in report.needs()
        if need.whole_class
    ]
    lessons += [
        words(
            "whole_class_situation",
            place=_place(one, report, words),
            n=one.mistakes,
            of=one.reached,
            lean=words.lean(one),
            choice=words.option(one.scenario, one.step, one.wrong[0].option) if one.wrong else words("left_out"),
        )
        for one in report.misjudged()[:MOST_SITUATIONS]
    ]
    single = [need.skill for need in report.needs() if not need.whole_class]
    helps = [
        words(
            "one_by_one_item",
            skill=words.skill(skill),
            names=words.some([words.help_name(pupil, skill) for pupil in report.not_yet(skill)]),
        )
        for skill in single[:MOST_HELPS]
    ]
    if left_out := single[MOST_HELPS:]:
        helps.append(words("one_by_one_more", skills=words.enumerate(map(words.skill, left_out))))
    found = _given(
        Advice(words("discuss"), talks, words("discuss_why")),
        Advice(words("whole_class"), lessons, words("whole_class_why")),
        Advice(words("one_by_one"), helps, words("one_by_one_why")),
    )
    if not found:
        found = [Advice(words("monday_nothing" if report.judged() else "monday_no_evidence"), [])]
    if not report.given and len(report.exercises) > 1:
        return [Advice(words("monday_nobody"), [])]
    waiting = (Standing.ABSENT, Standing.MISSING, Standing.NOT_GRADED)
    return found + _given(*(Advice(words(each.replace("-", "_")), _waiting(report, each, words)) for each in waiting))


def _place(one: Situation, report: ClassReport, words: ReportWords) -> str:
    """Where a situation stands: its story, and the exercise where the report is about more than one."""
    place = words("quoted", title=words.place(one.scenario, one.step))
    if len(report.exercises) == 1:
        return place
    return words("whole_class_place", place=place, exercise=words.exercise_of(one.scenario))


def _many_talks(pupils: Sequence[PupilReport], report: ClassReport, words: ReportWords) -> list[str]:
    """More talks than a teacher has time for: the stories for the whole class, and whom to talk to first."""
    stories = Counter(one.scenario for pupil in pupils for one in pupil.discuss).most_common(MOST_SITUATIONS)
    told = words.enumerate(words("discuss_story", title=words.quoted(name), n=n) for name, n in stories)
    found = [words("discuss_class", n=len(pupils), of=len(report.judged()), stories=told)]
    for least in sorted({len(pupil.discuss) for pupil in pupils}):
        first = [pupil.name for pupil in pupils if len(pupil.discuss) >= least]
        if len(first) <= MOST_TALKS:
            return [*found, words("discuss_first", n=least, names=words.enumerate(first))]
    return [*found, words("discuss_many", names=words.enumerate(pupil.name for pupil in pupils))]


def _waiting(report: ClassReport, standing: Standing, words: ReportWords) -> list[str]:
    """Whose work stands there: names, and per exercise where the report is about more than one."""
    told = []
    for exercise in report.given or report.exercises:
        pupils = report.standing(exercise.name, standing)
        if not pupils:
            continue
        if len(report.exercises) == 1 and standing is Standing.NOT_GRADED:
            told += [
                words("not_graded_item", name=pupil.name, reason=words.reason(pupil.done[exercise.name].reason))
                for pupil in pupils
            ]
            continue
        names = words.enumerate(pupil.name for pupil in pupils)
        if len(report.exercises) == 1:
            told.append(words("names_item", names=names))
        elif len(pupils) > MOST_NAMED:
            told.append(words("exercise_many", exercise=words.exercise(exercise.name), n=len(pupils)))
        else:
            told.append(words("exercise_names", exercise=words.exercise(exercise.name), names=names))
    return told


def _given(*advice: Advice) -> list[Advice]:
    return [one for one in advice if one.items]


def reading(school: School, words: ReportWords) -> list[str]:
    """How to read the outcomes, one sentence each."""
    keys = ["shown", "not_yet", "too_little", "edge", "first", "partial", "interval"]
    return [words(f"reading_{key}", cut=words.percent(school.cut)) for key in keys]


def small_class(report: ClassReport, words: ReportWords) -> str:
    """The warning that goes with counts about few pupils; empty for a class that is large enough."""
    graded = len(report.judged())
    return words("small_class", least=MIN_PUPILS) if 0 < graded < MIN_PUPILS else ""
