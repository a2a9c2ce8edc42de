"""A frozen version of an assignment: what was published and the key to score it, for as long as answers come in."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Annotated

from pydantic import StringConstraints

from scenario_quiz.assignments import Assignment, AssignmentWords
from scenario_quiz.base import Language, Model, Slug
from scenario_quiz.scenario import Scenario
from scenario_quiz.school import School
from scenario_quiz.views import OptionIds, PublicView, opaque_ids, public_view

Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Release(Model):
    """The full version, key included: it stays with the teacher.

    `version` is the hash of the public views, so a mended key keeps it and needs only re-grading.
    `views` and `option_ids` ({scenario: {step: {letter: option id}}}) are frozen rather than made again,
    so that old answers are read as the pupil saw them even after the code changed.
    """

    course: Slug
    assignment: Slug
    version: Version
    words: dict[Language, AssignmentWords]
    scenarios: list[Scenario]
    views: dict[Language, list[PublicView]]
    option_ids: dict[Slug, dict[Slug, OptionIds]]

    @property
    def languages(self) -> list[str]:
        return list(self.views)

    def nearest(self, language: str) -> str:
        """The language to show this in: `language`, or the first of its own where it was not made in that."""
        return language if language in self.views else self.languages[0]

    def scenario(self, name: str) -> Scenario:
        """The full scenario with the id `name`. Raises KeyError."""
        return {scenario.id: scenario for scenario in self.scenarios}[name]

    def public(self, language: str) -> list[PublicView]:
        """The public views in one language, in the exercise's order."""
        return self.views[language]


def freeze(assignment: Assignment, school: School) -> Release:
    """The assignment as it stands now, ready to publish and to score."""
    views = {
        language: [public_view(scenario, language) for scenario in assignment.graded] for language in school.languages
    }
    return Release(
        course=school.id,
        assignment=assignment.id,
        version=_version(school.id, assignment.id, views),
        words=assignment.words,
        scenarios=assignment.graded,
        views=views,
        option_ids={scenario.id: opaque_ids(scenario) for scenario in assignment.graded},
    )


def _version(course: str, assignment: str, views: dict[str, list[PublicView]]) -> str:
    published = {language: [view.model_dump(mode="json") for view in of] for language, of in views.items()}
    canonical = json.dumps([course, assignment, published], sort_keys=True, ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()
