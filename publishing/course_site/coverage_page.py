"""The page for teachers that shows where each rule is taught, practised and graded: a figure, and a table below it."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml

from course_site.coverage import PAGE, PROTOCOL
from scenario_quiz.course import Course
from scenario_quiz.coverage import RuleCoverage, missing
from scenario_quiz.labels import load_labels
from scenario_quiz.views import rule_anchor

FIGURE = f"{PAGE}.svg"


def coverage_page(course: Course, covered: Sequence[RuleCoverage], language: str) -> str:
    """The page's source, in MyST Markdown; FIGURE stands beside it."""
    labels = load_labels("course_site", language)
    words = course.school.words[language]
    rows = [
        [
            f"[{each.rule}]({PROTOCOL}.md#{rule_anchor(each.rule)}) {_plain(words.rules[each.rule].title)}",
            ", ".join(f"[]({page}.md)" for page in each.taught),
            str(len(each.practised) or ""),
            str(len(each.graded) or ""),
            ", ".join(_plain(words.skills[skill].name) for skill in each.skills),
        ]
        for each in covered
    ]
    columns = [labels[f"coverage_{name}"] for name in ("rule", "taught", "practised", "graded", "skills")]
    table = [f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows)]
    return "\n".join(
        [
            f"# {labels['coverage_title']}\n",
            f"{labels['coverage_introduction']}\n",
            f"![{message(course, covered, language)}]({FIGURE})\n",
            f"{labels['coverage_reading']}\n",
            *table,
            "",
        ]
    )


def message(course: Course, covered: Sequence[RuleCoverage], language: str) -> str:
    """What the figure shows, in words."""
    labels = load_labels("course_site", language)
    lacking = missing(course, covered)
    told = labels["coverage_message"].format(
        rules=len(covered),
        taught=sum(bool(each.taught) for each in covered),
        asked=sum(bool(rule.graded) for rule in course.school.rules.values()),
        whole=sum(bool(rule.graded) and name not in lacking for name, rule in course.school.rules.items()),
    )
    return f"{told} {labels['coverage_lacking'].format(rules=', '.join(lacking))}" if lacking else told


def _plain(text: str) -> str:
    """`text` as a table's cell that says just that, whatever signs stand in it."""
    marked = "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|$~^@" else sign for sign in text)
    return escapeHtml(marked)
