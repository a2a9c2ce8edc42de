"""Which pages teach which rules, read from the pages' own text, and the coverage of the whole course with it."""

from __future__ import annotations

import re

from course_site.chapters import chapter_files
from course_site.contents import contents
from course_site.protocol_page import PAGE as PROTOCOL
from scenario_quiz.course import Course
from scenario_quiz.coverage import RuleCoverage, coverage
from scenario_quiz.views import rule_anchor

PAGE = "coverage"
LINK = re.compile(rf"\]\({PROTOCOL}\.md#([a-z0-9-]+)\)")


def course_coverage(course: Course) -> list[RuleCoverage]:
    """Every rule of the school: taught, practised, graded, and by which skills. Raises CourseError."""
    return coverage(course, taught(course))


def taught(course: Course) -> dict[str, list[str]]:
    """For each rule the pages, in the order of the book, whose text in the source language links to it.

    What stands beside this overview, under the same caption, is for teachers: it teaches no pupil anything.
    """
    files = chapter_files(course, course.school.languages[0])
    toc = contents(course)
    beside = [part for part in toc.parts if any(chapter.file == PAGE for chapter in part.chapters)]
    for_teachers = {chapter.file for part in beside for chapter in part.chapters}
    linked = {
        page: set(LINK.findall(path.read_text(encoding="utf-8")))
        for page in toc.pages()
        if page not in for_teachers and (path := files.get(f"{page}.md"))
    }
    return {
        rule: [page for page, anchors in linked.items() if rule_anchor(rule) in anchors] for rule in course.school.rules
    }
