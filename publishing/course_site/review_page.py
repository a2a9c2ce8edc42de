"""The page that brings earlier rules back: all situations of the assignment `review`, for its script to choose."""

from __future__ import annotations

from html import escape

from course_site.contents import REVIEW, contents
from course_site.coverage import taught
from scenario_quiz.course import Course
from scenario_quiz.html import embedded_json
from scenario_quiz.labels import load_labels
from scenario_quiz.scenario import Scenario


def review_page(course: Course, language: str) -> str:
    """The page's source, in MyST Markdown; the situations stand in the order of the chapters.

    Without its script it shows all of them, and links to those chapters.
    """
    labels = load_labels("course_site", language)
    review = course.assignments[REVIEW]
    pages = taught_to_pupils(course)
    chapters = [page for page in _pupils_pages(course) if any(page in found for found in pages.values())]
    places = {rule: min(map(chapters.index, found), default=0) for rule, found in pages.items()}
    in_order = sorted(review.practice, key=lambda scenario: max(places[rule] for rule in _rules(scenario)))
    scenarios = [f"```{{scenario}} {review.id}/{scenario.id}\n```\n" for scenario in in_order]
    return "\n".join(
        [
            f"# {review.words[language].title}\n",
            f"{review.words[language].introduction}\n",
            f'<div class="review">{embedded_json(pages, "")}<h2>{escape(labels["review_stories"])}</h2></div>\n',
            *scenarios,
            f"## {labels['review_again_title']}\n",
            f"{labels['review_again_text']}\n",
            *(f"- []({chapter}.md)" for chapter in chapters),
            "",
        ]
    )


def taught_to_pupils(course: Course) -> dict[str, list[str]]:
    """For each rule of the review's situations, the pages of a pupil's way that explain it."""
    asked = {rule for scenario in course.assignments[REVIEW].practice for rule in _rules(scenario)}
    pages = _pupils_pages(course)
    return {rule: [page for page in found if page in pages] for rule, found in taught(course).items() if rule in asked}


def _rules(scenario: Scenario) -> list[str]:
    return [rule for step in scenario.decisions.values() for rule in step.rules]


def _pupils_pages(course: Course) -> list[str]:
    toc = contents(course)
    return [page for page in toc.pages() if page not in (toc.root, *toc.uncounted())]
