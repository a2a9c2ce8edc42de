"""Where each rule of the protocol is taught, practised and graded, by which skills, and what is still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenario_quiz.course import Course
from scenario_quiz.errors import Problem
from scenario_quiz.files import write_atomically
from scenario_quiz.json_schemas import schema_line
from scenario_quiz.layers import read_layered
from scenario_quiz.school import REVIEWED, Reviewed
from scenario_quiz.yaml_file import read_yaml

HEADING = """\
# Each rule's words, as a fingerprint, when the pages and scenarios that say it were last reviewed.
# `course coverage --reviewed RULE` writes it.
"""


@dataclass(frozen=True)
class RuleCoverage:
    """Where one rule stands: pages, scenarios as assignment/name, and the skills of the decisions that cite it."""

    rule: str
    taught: list[str]
    practised: list[str]
    graded: list[str]
    skills: list[str]

    @property
    def places(self) -> list[str]:
        """Everything in the chapters that says this rule in its own words."""
        return [*self.taught, *self.practised, *self.graded]


def coverage(course: Course, taught: Mapping[str, Sequence[str]]) -> list[RuleCoverage]:
    """Every rule of the school in its order; `taught` are the pages that explain a rule, by rule.

    A self-check, an exercise of practice scenarios, counts as graded for the rules that are not graded for pupils.
    The forms of the entry check and final exam don't count: they measure growth, and each asks only some rules, so
    they may not stand in for a chapter's own graded scenarios.
    """
    found = {rule: RuleCoverage(rule, list(taught.get(rule, [])), [], [], []) for rule in course.school.rules}
    skills: dict[str, set[str]] = {rule: set() for rule in found}
    for assignment in (each for each in course.assignments.values() if not each.form):
        for scenario in assignment.scenarios.values():
            steps = scenario.decisions.values()
            for rule in {rule: None for step in steps for rule in step.rules}:
                exercise = scenario.id in assignment.order
                for_pupils = "pupils" in course.school.rules[rule].graded
                counts = scenario.use == "graded" or (exercise and not for_pupils)
                places = found[rule].graded if counts else found[rule].practised
                places.append(f"{assignment.id}/{scenario.id}")
                skills[rule].update(step.skill for step in steps if rule in step.rules)
    for rule, each in found.items():
        each.skills.extend(skill for skill in course.school.skills if skill in skills[rule])
    return list(found.values())


def missing(course: Course, covered: Sequence[RuleCoverage]) -> dict[str, list[str]]:
    """What each rule still lacks, of "taught", "practised" and "graded"; a rule that lacks nothing is not named.

    Every rule must be taught; one that is graded for somebody must be practised and graded too.
    """
    lacking = {
        each.rule: [
            name
            for name in (("taught", "practised", "graded") if course.school.rules[each.rule].graded else ("taught",))
            if not getattr(each, name)
        ]
        for each in covered
    }
    return {rule: names for rule, names in lacking.items() if names}


def coverage_problems(course: Course, covered: Sequence[RuleCoverage]) -> list[Problem]:
    """The rules that lack something, and those that changed since what says them was reviewed."""
    file = read_layered(course.layers.folders[1:], "rules.yml")
    lacking = [
        file.problem(f"is not {' and not '.join(names)} yet", rule) for rule, names in missing(course, covered).items()
    ]
    return [*lacking, *_unreviewed(course, covered)]


def record_review(course: Course, rules: Sequence[str]) -> Path:
    """Note that what says these rules was reviewed with the words that they have now; gives the file."""
    path = _folder(course) / REVIEWED
    noted = read_yaml(path).parse(Reviewed) if path.is_file() else {}
    noted |= {rule: course.school.fingerprints[rule] for rule in rules}
    lines = [f'"{rule}": "{noted[rule]}"\n' for rule in course.school.rules if rule in noted]
    write_atomically(path, "".join([schema_line(path, course.root), HEADING, *lines]))
    return path


def _unreviewed(course: Course, covered: Sequence[RuleCoverage]) -> Iterator[Problem]:
    words = read_layered(course.layers.folders[1:], f"{course.school.languages[0]}.yml")
    for each in covered:
        places = [*each.places, *_measured(course, each.rule)]
        if places and course.school.reviewed.get(each.rule) != course.school.fingerprints[each.rule]:
            yield words.problem(
                f"has changed since what says it was reviewed: read {', '.join(places)}; "
                f"once these are right: course coverage --reviewed {each.rule}",
                "rules",
                each.rule,
            )


def _measured(course: Course, rule: str) -> list[str]:
    """The scenarios of the forms that cite `rule`: they say it too, so they are read again when it changes."""
    return [
        f"{form}/{scenario.id}"
        for form in course.forms.values()
        for scenario in course.assignments[form].graded
        if any(rule in step.rules for step in scenario.decisions.values())
    ]


def _folder(course: Course) -> Path:
    return course.root / "schools" / course.school.id
