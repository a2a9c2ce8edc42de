"""One page per pupil for the parents' evening, a whole class in one PDF: plain words, no mark, no rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scenario_quiz.course import Course
from scenario_quiz.errors import Refusal
from scenario_quiz.labels import load_labels
from skill_grading.drawing.typesetting import typeset
from skill_grading.evidence.pupils import PupilEvidence
from skill_grading.measures.mastery import Outcome
from skill_grading.report.course_evidence import CourseEvidence
from skill_grading.report.pupil_skills import PupilSkill, exercises_in, pupil_skills
from skill_grading.report.words import SYMBOLS

TEMPLATE = "summary.typ"
MOST = 3
"""How many things that go well, and how many to practise, stand on a page."""

SOME = 4
"""The fewest decisions after which a skill that is not shown yet may stand under what goes well."""


@dataclass(frozen=True)
class _Words:
    course: Course
    language: str
    labels: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        return self.labels[f"summary_{key}"].format(**values)

    def skill(self, name: str) -> str:
        return self.course.school.words[self.language].skills[name].name

    def can(self, name: str) -> str:
        return self.course.school.words[self.language].skills[name].can

    def exercise(self, name: str) -> str:
        return self.course.assignments[name].words[self.language].title


def class_summary(evidence: CourseEvidence, course: Course, class_name: str, language: str, address: str = "") -> bytes:
    """The pages of a class as one PDF, in the order of the class list, on all that is graded.

    `address` is where pupils and parents find the course, ending in a slash; '' when that is not known. Raises Refusal
    for a class that the roster does not have.
    """
    if class_name not in evidence.classes:
        raise Refusal(f"There is no class '{class_name}'; there is: {', '.join(evidence.classes) or 'none'}.")
    pupils = evidence.roster.by_id
    words = _Words(course, language, load_labels("skill_grading", language))
    more = words("home_more_at", address=f"{address}{language}/parents.html") if address else words("home_more")
    day = words.labels["report_date"].format(date=date.today())
    about = words("about", school=course.school.name, class_name=class_name, date=day)
    return typeset(
        TEMPLATE,
        {
            "language": language,
            "title": about,
            "labels": {name: words(name) for name in ("well", "skills", "skill", "outcome", "too_little_why", "home")},
            "home": [*(words(f"home_{what}") for what in ("ask", "same", "calm")), more],
            "pupils": [
                _page(pupil, pupils[pupil.pupil_id].first_name, evidence, words)
                for pupil in evidence.of_class(class_name)
            ],
        },
    )


def _page(pupil: PupilEvidence, name: str, evidence: CourseEvidence, words: _Words) -> dict:
    school, lessons = words.course.school, [name for name in evidence.lessons if name in words.course.assignments]
    steps = pupil.steps(evidence.exercises)
    skills = pupil_skills(steps, school.cut, school.skills, lessons)
    done = len(exercises_in(steps))
    intro = words("intro_one" if done == 1 else "intro", name=name, n=done)
    return {
        "title": words("title", name=pupil.name),
        "intro": intro if steps else words("nothing", name=name),
        "well": _well(skills, len(steps), name, words) if steps else [],
        "practise_title": words("practise", name=name),
        "practise": _practise(skills, name, words) if steps else [],
        "skills": [
            {
                "sign": SYMBOLS[one.outcome],
                "name": words.skill(one.skill),
                "can": words.can(one.skill),
                "outcome": words(one.outcome.value),
            }
            for one in skills
        ],
        "foot": words("foot", name=name),
    }


def _well(skills: list[PupilSkill], decisions: int, name: str, words: _Words) -> list[str]:
    """What is shown, or else what went well most often; never empty."""
    shown = [words("well_shown", skill=words.skill(one.skill), name=name) for one in skills if _is(one, Outcome.SHOWN)]
    often = [
        words("well_often", skill=words.skill(one.skill), good=one.good, n=one.decisions)
        for one in sorted(skills, key=lambda one: -one.share)
        if _is(one, Outcome.TOO_LITTLE) and one.decisions >= SOME and one.share >= words.course.school.cut
    ]
    return (shown + often)[:MOST] or [words("well_first", name=name, n=decisions)]


def _practise(skills: list[PupilSkill], name: str, words: _Words) -> list[str]:
    """What is not shown yet, the furthest from it first; never empty."""
    found = []
    for one in sorted(skills, key=lambda one: one.mastery.probability):
        if _is(one, Outcome.NOT_YET):
            told = {"skill": words.skill(one.skill), "lean": words(_lean(one), name=name)}
            where = one.practise and {"title": words.exercise(one.practise)}
            found.append(words("practise_where", **told, **where) if where else words("practise_one", **told))
    return found[:MOST] or [words("practise_none")]


def _lean(one: PupilSkill) -> str:
    misses, alarms = one.mastery.misses, one.mastery.false_alarms
    if misses == alarms:
        return "lean_both"
    return "lean_harm" if misses > alarms else "lean_cautious"


def _is(one: PupilSkill, outcome: Outcome) -> bool:
    return one.outcome is outcome
