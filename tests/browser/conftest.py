"""A small course in two languages, built and served as a school would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from course_site.book import build_site
from course_site.handin import make_app, running
from scenario_quiz.course import Course
from skill_grading.pupils.roster import import_class_list
from tests.browser import open_edx
from tests.browser.pupil_at_work import School, open_school
from tests.publishing.books import CONTENTS, SmallBook

LANGUAGES = ["nl", "en"]
ADULTS = {"nl": "Voor ouders", "en": "For parents"}
PUPILS = ["Noor", "Yassin", "Mila", "Finn"]
PARTS = "# {}\n\n" + "\n\n".join(f"## {{}} {number}\n\n" + "Text.\n\n" * 30 for number in range(1, 5))


@dataclass(frozen=True)
class Bilingual:
    """Where the course is served, the folder that it is served from, and the pupils' codes by first name."""

    course: Course
    address: str
    site: Path
    codes: dict[str, str]


@pytest.fixture(scope="session")
def bilingual(tmp_path_factory) -> Iterator[Bilingual]:
    folder: Path = tmp_path_factory.mktemp("bilingual")
    book = SmallBook(folder)
    links = "[x](placement.md) [y](https://elsewhere.example/)\n"
    for language, title in {"nl": "Deel", "en": "Part"}.items():
        book.page("welcome", language).write_text(PARTS.format(*[title] * 5) + links, encoding="utf-8")
        book.page("adults", language).write_text(f"# {ADULTS[language]}\n\nText.\n", encoding="utf-8")
    adults = {"caption": "more", "readers": "adults", "chapters": [{"file": "adults"}]}
    book.course.files["_toc.yml"] = CONTENTS | {"parts": [*CONTENTS["parts"], adults]}
    build_site(book.course.load(), book.data, book.site, LANGUAGES)
    listed = folder / "class.csv"
    rows = "".join(f"5VZ;Peeters;{name}\n" for name in PUPILS)
    listed.write_text(f"klas;naam;voornaam\n{rows}", encoding="utf-8")
    report = import_class_list(book.data, listed)
    codes = {pupil.first_name: report.codes[pupil.pupil_id] for pupil in report.new}
    with running(make_app(book.data, book.site, book.course.load())) as address:
        yield Bilingual(book.course.load(), address, book.site, codes)


@pytest.fixture(scope="session")
def open_edx_python(tmp_path_factory) -> Path:
    """The Python that runs Open edX's SCORM XBlock."""
    return open_edx.environment(tmp_path_factory.mktemp("open-edx"))


@pytest.fixture
def school(browser, small_course, tmp_path) -> Iterator[School]:
    """A running service and its pupils, with no browser open yet."""
    school = open_school(browser, small_course, tmp_path)
    with running(make_app(school.data, tmp_path / "site", school.course)) as school.address:
        yield school
        for context in list(browser.contexts):
            context.close()
