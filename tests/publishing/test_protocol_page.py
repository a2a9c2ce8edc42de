"""The page with the whole protocol."""

import pytest
from docutils import nodes

from course_site.protocol_page import protocol_page, protocol_sections
from scenario_quiz.views import rule_anchor
from tests.publishing.books import SmallBook


def blocks(sections: list[nodes.Node]) -> dict[str, nodes.container]:
    found = [block for section in sections for block in section.findall(nodes.container)]
    return {block["ids"][0]: block for block in found}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_stands_once_under_its_section_with_its_anchor(course, language):
    sections = protocol_sections(course.school, language)
    words = course.school.words[language]
    assert [section.next_node(nodes.title).astext() for section in sections] == list(words.sections.values())
    found = blocks(sections)
    assert list(found) == [rule_anchor(rule) for rule in course.school.rules]
    for rule in course.school.rules:
        text = found[rule_anchor(rule)].astext()
        assert rule in text
        assert words.rules[rule].title in text


def test_says_for_whom_a_rule_is(course):
    assert "Voor: leerlingen, personeel" in blocks(protocol_sections(course.school, "nl"))["rule-1-5"].astext()
    assert "For: pupils, staff" in blocks(protocol_sections(course.school, "en"))["rule-1-5"].astext()


def test_the_page_names_the_school(course):
    assert course.school.name in protocol_page(course.school, "nl")


def test_on_the_page_signs_in_a_rule_are_text_and_links_find_it(tmp_path):
    book = SmallBook(tmp_path)
    book.course.files["schools/small-school/nl.yml"]["rules"]["1.5"] = {
        "title": "Geen *sterren* & <b>",
        "text": "Eerste [deel](x).\n\nTweede `deel`.",
    }
    book.build()
    page = book.html("protocol")
    assert 'id="rule-1-5"' in page
    assert "<h3" in page
    assert "Geen *sterren* &amp; &lt;b&gt;" in page
    assert "<p>Eerste [deel](x).</p>\n<p>Tweede `deel`.</p>" in page
    assert 'href="protocol.html#rule-1-5"' in book.html("placement")
