"""What to do on Monday, and how to read the report: its sentences for a teacher with five minutes."""

from __future__ import annotations

from dataclasses import dataclass

from scenario_quiz.school import School
from skill_grading.class_evidence import Standing
from skill_grading.class_report import ClassReport
from skill_grading.report_words import MOST_NAMED, ReportWords
from skill_grading.statistics import MIN_PUPILS

MOST_TALKS = 6
"""How many pupils to talk to stand on the summary with their stories; of more only the names, the stories below."""


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
    talks = [words.to_discuss(pupil) for pupil in to_discuss]
    if len(talks) > MOST_TALKS:
        talks = [words("discuss_many", names=words.enumerate(pupil.name for pupil in to_discuss))]
    lessons = [
        words("whole_class_item", skill=words.skill(need.skill), n=need.not_yet, of=need.pupils)
        for need in report.needs()
        if need.whole_class
    ]
    helps = [
        words(
            "one_by_one_item",
            skill=words.skill(need.skill),
            names=words.some([words.help_name(pupil, need.skill) for pupil in report.not_yet(need.skill)]),
        )
        for need in report.needs()
        if not need.whole_class
    ]
    found = _given(
        Advice(words("discuss"), talks, words("discuss_why")),
        Advice(words("whole_class"), lessons),
        Advice(words("one_by_one"), helps),
    )
    if not found:
        found = [Advice(words("monday_nothing" if report.judged() else "monday_no_evidence"), [])]
    waiting = (Standing.ABSENT, Standing.MISSING, Standing.NOT_GRADED)
    return found + _given(*(Advice(words(each.replace("-", "_")), _waiting(report, each, words)) for each in waiting))


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
    keys = ["reading_shown", "reading_not_yet", "reading_too_little", "reading_first", "reading_partial"]
    return [words(key, cut=words.percent(school.cut)) for key in keys]


def small_class(report: ClassReport, words: ReportWords) -> str:
    """The warning that goes with counts about few pupils; empty for a class that is large enough."""
    graded = len(report.judged())
    return words("small_class", least=MIN_PUPILS) if 0 < graded < MIN_PUPILS else ""
