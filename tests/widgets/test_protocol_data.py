"""The school's protocol says what the school's own document says, to the right people, in the course's own words."""

import re
from pathlib import Path

import pytest

from scenario_quiz.school_files import load_school

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "protocol" / "source.nl.txt"

# A second copy, on purpose: for whom each of the 50 rules is graded. P pupils, T teachers, S staff, - nobody.
GRADED = """
0.1 -   0.2 PS  0.3 PS
1.1 PS  1.2 PS  1.3 PS  1.4 PS  1.5 P
2.1 -   2.2 S   2.3 PS  2.4 PS  2.5 -   2.6 S
3.1 T   3.2 -   3.3 PS  3.4 PT
4.1 PS  4.2 P   4.3 T   4.4 -   4.5 PS  4.6 PS  4.7 PS  4.8 S
5.1 P   5.2 PS  5.3 PS  5.4 PS  5.5 PS  5.6 PS  5.7 PS
6.1 S   6.2 S   6.3 S   6.4 S   6.5 S   6.6 S   6.7 S
7.1 P   7.2 P   7.3 P   7.4 P   7.5 P   7.6 P   7.7 P   7.8 P   7.9 P   7.10 P
"""
FAMILIES = {
    "permanence": {"1.2", "7.5"},
    "images": {"1.4", "5.4", "7.7"},
    "manners": {"1.3", "7.3", "7.4"},
    "hateful": {"5.3", "7.6"},
}
LONGEST_SHARED_RUN = 7  # words in a row that the course may have in common with the school's document


@pytest.fixture(scope="module")
def school():
    return load_school(ROOT / "schools" / "ivv-sint-vincentius")


def test_all_fifty_rules_are_there_and_graded_for_the_right_people(school):
    letters = {"pupils": "P", "teachers": "T", "staff": "S"}
    found = {id: "".join(letters[who] for who in rule.graded) or "-" for id, rule in school.rules.items()}
    ids_and_letters = GRADED.split()
    assert found == dict(zip(ids_and_letters[::2], ids_and_letters[1::2], strict=True))
    assert len(found) == 50


def test_every_rule_stands_in_its_own_section(school):
    assert all(rule.section == id.split(".")[0] for id, rule in school.rules.items())


def test_rules_that_say_the_same_are_one_family(school):
    found = {}
    for id, rule in school.rules.items():
        found.setdefault(rule.family, set()).add(id)
    found.pop(None)
    assert found == FAMILIES


def test_every_graded_rule_is_asked_for_by_a_skill_of_the_people_it_is_graded_for(school):
    asked = {rule for skill in school.skills.values() for rule in skill.rules}
    asked_of_pupils = {rule for skill in school.skills.values() if "pupils" in skill.audience for rule in skill.rules}
    assert {id for id, rule in school.rules.items() if rule.graded} <= asked
    assert {id for id, rule in school.rules.items() if "pupils" in rule.graded} <= asked_of_pupils


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_two_titles_are_the_same(school, language):
    titles = [words.title for words in school.words[language].rules.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.skipif(not SOURCE.exists(), reason="the school's own document is not on this machine")
def test_no_sentence_is_taken_from_the_schools_document(school):
    taken = _runs(SOURCE.read_text(encoding="utf-8"))
    words = school.words["nl"]
    texts = [*words.sections.values(), *(skill.can for skill in words.skills.values())]
    texts += [text for rule in words.rules.values() for text in (rule.title, rule.text)]
    assert {run for text in texts for run in _runs(text)} & taken == set()


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words in `text` that is too long to be shared by chance."""
    words = re.findall(r"[^\W_]+", text.lower())
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
