"""Which translations are behind, and which languages are whole enough to publish."""

from pathlib import Path

import pytest

from course_site.translations import behind, fingerprint, written_languages
from tests.publishing.books import SmallBook


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path)
    for page in ("welcome", "placement"):
        translate(book, page, fingerprint(book.page(page)))
    return book


def translate(book: SmallBook, page: str, recorded: str) -> None:
    book.page(page, "en").write_text(f"---\ntranslation_of: {recorded}\n---\n# Page\n", encoding="utf-8")


def warnings(book: SmallBook) -> list[str]:
    return [str(problem) for problem in behind(book.course.load())]


def test_a_translation_of_what_stands_there_now_is_not_named(book):
    assert warnings(book) == []
    assert written_languages(book.course.load()) == ["nl", "en"]


def test_a_changed_original_makes_its_translation_stale_and_says_what_to_record(book):
    book.page("placement").write_text("# Op stage, anders\n", encoding="utf-8")
    (said,) = warnings(book)
    assert said.startswith(f"{book.page('placement', 'en')}: chapters/nl/placement.md has changed")
    assert f"translation_of: {fingerprint(book.page('placement'))}" in said
    assert written_languages(book.course.load()) == ["nl", "en"]


@pytest.mark.parametrize("text", ["# Page\n", "---\ntitle: [\n---\n# Page\n", "---\nplain\n---\n", ""])
def test_a_translation_that_records_nothing_counts_as_stale(book, text):
    book.page("welcome", "en").write_text(text, encoding="utf-8")
    assert len(warnings(book)) == 1


def test_digits_that_look_like_a_number_are_read_as_they_are(book, monkeypatch):
    number = "0012345678901234"
    monkeypatch.setattr("course_site.translations.fingerprint", lambda page: number)
    for page in ("welcome", "placement"):
        translate(book, page, number)
    assert warnings(book) == []


def test_a_missing_page_is_named_and_keeps_its_language_from_being_published(book):
    book.page("welcome", "en").unlink()
    assert warnings(book) == [f"{book.page('welcome', 'en')}: is missing; translate chapters/nl/welcome.md"]
    assert written_languages(book.course.load()) == ["nl"]
