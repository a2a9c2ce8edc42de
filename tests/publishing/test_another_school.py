"""The invented school: its whole course from data alone, and nowhere in it a trace of the school that it extends."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdf
import pytest

from course_site.book import build_site
from course_site.contents import contents
from course_site.demo_answers import Demo
from course_site.publish import release_all
from scenario_quiz.course import Course
from scenario_quiz.release import freeze
from skill_grading.collecting.collect import collect
from skill_grading.course_facts import kept_facts
from skill_grading.data import DataFolder
from skill_grading.feedback.making import FeedbackMaker
from skill_grading.feedback.releasing import look, write_pages
from skill_grading.gradebook.grade import grade
from skill_grading.inbox.inbox import Inbox
from skill_grading.paper import write_paper
from skill_grading.pupils.cards import write_cards
from skill_grading.pupils.roster import Roster, import_class_list
from skill_grading.report.writing import write_report

pytestmark = pytest.mark.xdist_group("another school")

NAME, ASSIGNMENT = "ta-ravelgem", "channels"  # of all exercises this one speaks most of the school's platform
CODE = (".py", ".js", ".html", ".jinja", ".j2", ".typ", ".css", ".conf", ".yml")


@dataclass
class Another:
    course: Course
    data: DataFolder
    site: Path

    def page(self, name: str) -> str:
        return (self.site / "nl" / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def another(root, tmp_path_factory) -> Another:
    """Its site in Dutch, and in its data cards, an exercise on paper, and a class with a report and feedback."""
    folder = tmp_path_factory.mktemp("another")
    course, data, site = Course.load(root, NAME), DataFolder(folder / "data"), folder / "site"
    release_all(course, data)
    build_site(course, data, site, ["nl"])
    listed = folder / "klas.csv"
    listed.write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n5VZ;El Amrani;Yassin\n", encoding="utf-8")
    codes = import_class_list(data, listed).codes
    write_cards(data, course.school, codes, "https://school.example/", "nl")
    write_paper(data, course.school.name, ASSIGNMENT, "nl")
    release = freeze(course.assignments[ASSIGNMENT], course.school)
    demo = Demo(
        1, {"otherwise": {level: ["Tekst."] for level in ("good", "partly", "not-yet")}}, datetime(2026, 11, 23)
    )
    with Inbox(data.inbox_url) as inbox:
        for pupil_id, pupil in zip(codes, demo.pupils(codes, course.school.skills), strict=True):
            answers = demo.answers(pupil, release)
            body = json.dumps(answers).encode()
            inbox.accept(
                pupil_id, ASSIGNMENT, body, version=release.version, attempt=answers["attempt"], answered=1, steps=1
            )
    collect(data, ASSIGNMENT)
    grade(data, ASSIGNMENT)
    for class_name in Roster.load(data.roster).classes:
        write_report(data, course.school, ASSIGNMENT, class_name, "nl")
    maker = FeedbackMaker(data, kept_facts(data), ASSIGNMENT)
    write_pages(maker, look(maker))
    return Another(course, data, site)


def read(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file as it is read: unpacked, and of a PDF its text."""
    for file in (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()):
        content = file.read_bytes()
        if file.suffix == ".gz":
            content = gzip.decompress(content)
        if file.suffix == ".pdf":
            content = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).encode()
        yield file, content


def traces(school) -> re.Pattern[bytes]:
    """What tells of a school: its names, its platform, and the words that its short name is made of."""
    settings = school.settings
    words = [word for word in re.findall(r"\w+", settings.short_name) if len(word) > 5]
    names = [settings.name, settings.short_name, settings.platform, school.id, *words]
    return re.compile("|".join(map(re.escape, names)).encode(), re.IGNORECASE)


def test_no_file_names_the_first_school(course, another):
    first = traces(course.school)
    assert [file for file, content in read(another.site, another.data.path) if first.search(content)] == []


def test_every_kind_of_file_that_shows_a_schools_name_shows_its_own(another):
    own = traces(another.course.school)
    found = {file for file, content in read(another.site, another.data.path) if own.search(content)}
    folders = {file.relative_to(another.data.path).parts[0] for file in found if file.is_relative_to(another.data.path)}
    assert {"cards", "paper", "reports", "feedback", "releases", "course", "course.json"} <= folders
    pages = {file.relative_to(another.site).as_posix() for file in found if file.is_relative_to(another.site)}
    assert {"nl/protocol.html", "nl/channels.html", "nl/smart-glasses.html", "nl/searchindex.js.gz"} <= pages
    assert {"nl.webmanifest", "nl/channels-exercise.html"} <= pages


def test_its_colours_stand_in_the_place_of_the_first_schools(course, another):
    def colours(school) -> set[bytes]:
        both = school.colours.model_dump()
        return {value.encode() for palette in both.values() for value in palette.values()}

    # Drawings have colours of their own.
    files = [content for file, content in read(another.site) if "_images" not in file.parts]
    found = {colour for content in files for colour in colours(course.school) | colours(another.course.school)
             if colour in content}  # fmt: skip
    assert found == colours(another.course.school)


def test_what_it_dropped_is_gone_and_what_it_added_is_there(another):
    protocol, off_limits = another.page("protocol"), another.page("off-limits")
    assert 'id="rule-7-11"' in protocol and 'id="rule-5-6"' in protocol
    assert "rule-5-5" not in protocol and "rule-5-5" not in off_limits
    assert "De uil van de klas" in another.page("smart-glasses")
    assert "De bril van tante Greet" in another.page("privacy-exercise")
    gone = [another.course.layers.find("exercises", name, "nl.yml") for name in another.course.left_out]
    titles = [re.search(r"^title: (.+)$", path.read_text(encoding="utf-8"), re.M)[1] for path in gone]
    assert {"off-limits/film-night", "off-limits/hit-song"} <= set(another.course.left_out)
    toc = contents(another.course)
    pages = "".join(another.page(name) for name in toc.pages() if name not in toc.uncounted())
    assert [title for title in titles if title in pages] == []


def test_its_helplines_stand_on_every_page_in_its_own_order(another):
    names = [
        another.course.school.words["nl"].helplines[line.id].name for line in another.course.school.settings.helplines
    ]
    for page in ("welcome", "smart-glasses"):
        footer = another.page(page).partition("<footer")[2]
        places = [footer.index(name) for name in names]
        assert places == sorted(places)
        assert "Tele-Onthaal" not in footer


def test_a_school_is_data_and_no_code_knows_one(root, course, another):
    own = root / "schools" / NAME
    assert {file.suffix for file in own.rglob("*") if file.is_file()} <= {".yml", ".md"}
    names = [traces(course.school), traces(another.course.school)]
    packages = [root / name for name in ("widgets/scenario_quiz", "grading", "publishing")]
    code = [
        file for folder in packages for file in folder.rglob("*") if file.suffix in CODE and "bundle" not in file.parts
    ]
    assert len(code) > 100
    assert [file for file in code if any(name.search(file.read_bytes()) for name in names)] == []


def test_text_colours_of_every_school_can_be_read(root):
    schools = [path.parent.name for path in sorted(root.glob("schools/*/school.yml"))]
    assert len(schools) > 1
    for name in schools:
        colours = Course.load(root, name).school.colours
        for palette in (colours.light, colours.dark):
            for ground in (palette.paper, palette.panel):
                for ink in ("ink", "muted", "accent", "good", "harm", "careful"):
                    assert contrast(getattr(palette, ink), ground) >= 4.5, (name, ink, ground)
                assert contrast(palette.line, ground) >= 3, (name, ground)
            for fill in ("accent", "good", "harm", "careful"):
                assert contrast(palette.accent_ink, getattr(palette, fill)) >= 4.5, (name, fill)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
