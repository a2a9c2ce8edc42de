"""`{scenario}` in a chapter."""

import json
import re

import pytest

from scenario_quiz.errors import CourseError
from tests.publishing.books import SmallBook


@pytest.fixture
def book(tmp_path) -> SmallBook:
    return SmallBook(tmp_path)


def test_puts_the_scenario_on_the_page_readable_and_as_data(book):
    book.build()
    page = book.html("placement")
    assert "FEEDBACK-POST" in page.partition('<script type="application/json" class="scenario-view">')[0]
    [data] = re.findall(r'<script type="application/json" class="scenario-view">(.*?)</script>', page)
    view = json.loads(data)
    assert (view["use"], view["id"], view["language"]) == ("practice", "talk", "nl")


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("placement/nowhere", "there is no scenario 'nowhere' in placement; there is: "),
        ("elsewhere/talk", "there is no assignment 'elsewhere'; there is: placement"),
        ("placement/walk", "placement/walk is graded; its feedback must not be published"),
    ],
)
def test_refuses_what_it_cannot_show_at_its_line(book, reference, reason):
    book.page("placement").write_text(f"# Op stage\n\n```{{scenario}} {reference}\n```\n", encoding="utf-8")
    with pytest.raises(CourseError) as error:
        book.build()
    [problem] = error.value.problems
    assert (problem.file, problem.line) == (book.page("placement"), 3)
    assert reason in problem.message
    assert "CANARY" not in str(error.value)
