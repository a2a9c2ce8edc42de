"""From the course's files to what pupils reach: frozen releases, and the site built from them."""

from __future__ import annotations

from pathlib import Path

from course_site.book import build
from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.course import Course
from scenario_quiz.errors import CourseError
from scenario_quiz.lint import lint
from scenario_quiz.release import freeze
from scenario_quiz.scoring import AssignmentScore, score
from skill_grading.assignment import release_assignment
from skill_grading.data import DataFolder
from skill_grading.releases import Published, ReleaseStore


def release_all(course: Course, data: DataFolder) -> list[Published]:
    """Freeze every assignment as it stands, and release it in nbgrader. Quick where nothing changed.

    Raises CourseError when `course check` would have something to say.
    """
    if problems := lint(course):
        raise CourseError(problems)
    return [release_assignment(data, freeze(assignment, course.school)) for assignment in course.assignments.values()]


def publish(course: Course, data: DataFolder) -> Path:
    """Release what changed and build the site. Returns the site's folder, with a folder per language in it."""
    release_all(course, data)
    site = course.root / "_build" / "site"
    for language in written_languages(course):
        build(course, data, language, site)
    return site


def written_languages(course: Course) -> list[str]:
    """The school's languages that have chapters, the source language first."""
    return [language for language in course.school.languages if (course.root / "chapters" / language).is_dir()]


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
