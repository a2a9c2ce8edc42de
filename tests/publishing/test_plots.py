"""`{plot}` in a chapter: honest arithmetic, words in every language, and a picture without styles."""

import re
import shutil
from pathlib import Path

import pytest

from course_site.plots.models import MANY, TOWN, alts, left_over, plots_words, readers, words_file
from course_site.plots.pictures import plot
from scenario_quiz.errors import CourseError
from tests.publishing.books import ROOT, SmallBook

PAGE = "# Op stage\n\n```{{plot}} {}\n```\n"


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path)
    for language in ("nl", "en"):
        shutil.copy(ROOT / "chapters" / language / "_plots.yml", book.page("x", language).parent)
    return book


def test_readers_who_pass_it_on_twice_double_every_wave_and_once_add_one():
    assert readers(MANY) == [20, 60, 140, 300, 620, 1260, 2540]
    assert readers(1) == [20 * wave for wave in range(1, 8)]


def test_each_fact_divides_those_who_are_left():
    assert [round(count, 2) for count in left_over()] == [TOWN, 8333.33, 16.67, 0.17]


def test_a_page_shows_the_plot_with_its_message_in_words(book):
    book.page("placement").write_text(PAGE.format("spread"), encoding="utf-8")
    book.build()
    [picture] = re.findall(r'<img alt="([^"]*)"[^>]*src="(_images/spread[^"]*)"', book.html("placement"))
    assert "na een uur 2.540" in picture[0]
    assert (book.site / "nl" / picture[1]).is_file()


def test_a_plot_that_there_is_not_is_named_at_its_line_with_those_there_are(book):
    book.page("placement").write_text(PAGE.format("spreed"), encoding="utf-8")
    with pytest.raises(CourseError) as error:
        book.build()
    [problem] = error.value.problems
    assert (problem.file, problem.line) == (book.page("placement"), 3)
    assert "no plot 'spreed'; there is: spread, three-facts" in problem.message


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_plot_is_drawn_in_every_language_without_styles(course, language):
    words = plots_words(course, language)
    for name, alt in alts(words).items():
        assert "{" not in alt
        drawn = plot(name, words).decode()
        assert drawn.startswith("<?xml")
        assert "style" not in drawn


def test_words_that_are_missing_are_named_in_their_file(book):
    path = words_file(book.course.load(), "nl")
    path.write_text(path.read_text(encoding="utf-8").replace("  seen:", "  saw:"), encoding="utf-8")
    with pytest.raises(CourseError, match=r"_plots\.yml.*seen"):
        plots_words(book.course.load(), "nl")
