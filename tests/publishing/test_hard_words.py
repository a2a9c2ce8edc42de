"""The words that a chapter explains."""

import re

import pytest

from tests.publishing.books import SmallBook

PAGE = """# Op stage

De *eerste* bewoners slapen. Een bewoner slaapt. [bewoner](welcome.md)

## Niet hier: bewoner

## Moeilijke woorden

**bewoner**
: Wie er woont. Een bewoner dus.

**zeldzaam**
: Wat in de tekst niet voorkomt.
"""


@pytest.fixture
def html(tmp_path):
    book = SmallBook(tmp_path)
    book.page("placement").write_text(PAGE, encoding="utf-8")
    book.build()
    return book.html("placement")


def test_the_first_use_leads_to_the_meaning_and_back(html):
    [(there, used, word)] = re.findall(r'<a class="hard-word[^"]*" href="#([^"]+)" id="([^"]+)">([^<]+)</a>', html)
    assert word == "bewoners"
    assert re.search(rf'<dt id="{there}"><strong>bewoner</strong>.*href="#{used}".*Terug naar de tekst', html)


def test_a_word_that_the_text_does_not_use_is_explained_all_the_same(html):
    assert "<dt><strong>zeldzaam</strong></dt>" in html
    assert html.count('class="hard-word-back') == 1
