"""From the course's files to what pupils reach: frozen releases, and the site built from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from course_site.book import build_site
from course_site.contents import exercise_order
from course_site.translations import written_languages
from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.course import Course, default_school
from scenario_quiz.errors import CourseError
from scenario_quiz.lint import lint
from scenario_quiz.release import freeze
from scenario_quiz.scoring import AssignmentScore, score
from skill_grading.course_facts import CourseFacts, keep_facts
from skill_grading.data import DataFolder
from skill_grading.gradebook.assignment import release_assignment
from skill_grading.pupils.roster import settle_entry_forms
from skill_grading.releases import Published, ReleaseStore

BUILT = "_build"


def site_folder(course: Course) -> Path:
    """Where the site of the course is built: `_build/site`, or `_build/<school>` for one that is not the default."""
    usual = course.school.id == default_school(course.root)
    return course.root / BUILT / ("site" if usual else course.school.id)


def release_all(course: Course, data: DataFolder) -> list[Published]:
    """Freeze every assignment that is handed in as it stands, and release it in nbgrader. Quick where nothing changed.

    Raises CourseError when `course check` would have something to say.
    """
    if problems := lint(course):
        raise CourseError(problems)
    keep_facts(data, CourseFacts.of(course, exercise_order(course)))
    if course.forms:
        settle_entry_forms(data)
    return [release_assignment(data, freeze(assignment, course.school)) for assignment in course.collected.values()]


def publish(
    course: Course, data: DataFolder, languages: Sequence[str] = (), base_url: str = "", site: Path | None = None
) -> Path:
    """Release what changed and build the site in `languages`; without these, in every language that is written.

    `base_url` is where the site will stand, if that is known. Returns the site's folder, by default `site_folder`.
    """
    release_all(course, data)
    site = site or site_folder(course)
    build_site(course, data, site, list(languages) or written_languages(course), base_url)
    return site


def score_file(course: Course, data: DataFolder, assignment: str, file: Path) -> AssignmentScore:
    """Score one answers file with the version that it was given to: a frozen one, or the course as it stands.

    Raises AnswersRefused when the file can't be taken, OSError when it can't be read.
    """
    answers = parse_answers(file.read_bytes())
    release = ReleaseStore(data).get(assignment, answers.content) or freeze(
        course.assignments[assignment], course.school
    )
    check_answers(answers, release)
    return score(release, answers)
