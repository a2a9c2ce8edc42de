"""The page with the whole protocol: every rule by section, with the anchor that feedback links to."""

from __future__ import annotations

from docutils import nodes

from course_site.directive import CourseDirective
from scenario_quiz.labels import load_labels
from scenario_quiz.school import School
from scenario_quiz.views import rule_anchor

PAGE = "protocol"


def protocol_page(school: School, language: str) -> str:
    """The page's source, in MyST Markdown."""
    labels = load_labels("course_site", language)
    introduction = labels["protocol_introduction"].format(school=school.name)
    return f"# {labels['protocol_title']}\n\n{introduction}\n\n```{{protocol}}\n```\n"


class ProtocolDirective(CourseDirective):
    """Puts every section of the school's protocol on the page, with its rules."""

    def run(self) -> list[nodes.Node]:
        school = self.course.school
        # So that MyST finds the target of a chapter's link to `protocol.md#rule-1-5`.
        anchors = {
            rule_anchor(rule): (self.lineno, rule_anchor(rule), words.title)
            for rule, words in school.words[self.language].rules.items()
        }
        self.env.metadata[self.env.docname].setdefault("myst_slugs", {}).update(anchors)
        return protocol_sections(school, self.language)


def protocol_sections(school: School, language: str) -> list[nodes.Node]:
    """One section node per part of the protocol, in the order of the rules, each holding its rules."""
    sections: dict[str, nodes.section] = {}
    for rule, settings in school.rules.items():
        if settings.section not in sections:
            title = school.words[language].sections[settings.section]
            sections[settings.section] = _section(f"section-{settings.section}", title)
        sections[settings.section] += _rule(school, rule, language)
    return list(sections.values())


def _rule(school: School, rule: str, language: str) -> nodes.container:
    """A rule is no section of its own: fifty of them would drown the page's contents."""
    words = school.words[language].rules[rule]
    block = nodes.container(ids=[rule_anchor(rule)], classes=["rule"])
    number = nodes.inline("", rule, classes=["rule-number"])
    # The level is MyST-Parser's: it makes the rubric an h3.
    block += nodes.rubric("", "", number, nodes.Text(" "), nodes.inline("", words.title), level=3)
    block += [nodes.paragraph("", text) for text in words.text.split("\n\n")]
    block += nodes.paragraph("", _audience(school, rule, language), classes=["rule-audience"])
    return block


def _audience(school: School, rule: str, language: str) -> str:
    labels = load_labels("course_site", language)
    audience = ", ".join(labels[f"audience_{name}"] for name in school.rules[rule].audience)
    return labels["protocol_for"].format(audience=audience)


def _section(name: str, title: str) -> nodes.section:
    section = nodes.section(ids=[name])
    section += nodes.title("", title)
    return section
