"""An exercise on paper, read back from the PDF."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from scenario_quiz.release import freeze
from skill_grading.paper import booklet, key, write_paper
from skill_grading.releases import ReleaseError


def read(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def release(course):
    return freeze(course.assignments["privacy"], course.school)


@pytest.fixture(scope="module")
def pages(release, course):
    return re.sub(r"\s+", " ", read(booklet(release, course.school.name, "nl")))


def test_everything_that_the_exercise_asks_stands_on_paper(release, pages):
    for view in release.public("nl"):
        assert view.title in pages
        for step in view.steps.values():
            assert step.prompt in pages
            for row in step.grid().rows:
                assert row.text in pages


def test_a_branch_says_which_question_comes_next(pages):
    assert re.search(r"→ vraag \d+\.\d", pages)


def test_the_booklet_depends_on_no_verdict_and_the_key_does(small_course):
    def made(of):
        course = small_course.load()
        return of(freeze(course.assignments["placement"], course.school), "School", "nl")

    before = made(booklet), made(key)
    options = small_course.files["exercises/placement/walk/scenario.yml"]["steps"]["left"]["choices"]
    options["name"]["verdict"], options["sun"]["verdict"] = "harm", "good"
    small_course.write()
    assert made(booklet) == before[0]
    assert made(key) != before[1]


def test_it_can_be_read_aloud(release, course):
    document = PdfReader(io.BytesIO(booklet(release, course.school.name, "en")))
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert release.words["en"].title in document.metadata.title


def test_a_booklet_and_a_key_are_written_for_what_is_released(placement):
    paths = write_paper(placement.data, "School", "placement", "nl")
    assert [path.name for path in paths] == ["placement-nl.pdf", "placement-nl-key.pdf"]
    assert "Sleutel" in read(paths[1].read_bytes())
    with pytest.raises(ReleaseError, match="not released"):
        write_paper(placement.data, "School", "unknown", "nl")
