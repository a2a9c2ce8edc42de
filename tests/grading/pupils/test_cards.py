"""Code cards."""

from __future__ import annotations

import io

import pytest
import segno
from matplotlib.patches import PathPatch
from pypdf import PdfReader

from scenario_quiz.labels import load_labels
from skill_grading.data import DataFolder
from skill_grading.pupils.cards import QR_SIZE, draw_cards, draw_page, make_cards, write_cards
from skill_grading.pupils.codes import make_code
from skill_grading.pupils.roster import Pupil, import_class_list

ADDRESS = "http://192.0.2.7:8000/"


def pupil(number, first, last="Peeters", class_name="5VZ"):
    return Pupil(f"p-{number}", class_name, first, last)


def cards_of(*pupils):
    return make_cards(pupils, {one.pupil_id: make_code() for one in pupils})


def read(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_class_is_printed_on_a4_ten_to_a_page_with_every_code_whole(course):
    cards = cards_of(*(pupil(number, f"Noor{number}") for number in range(24)))
    pdf = draw_cards(cards, course.school, ADDRESS, "nl")
    texts = read(pdf)
    assert len(texts) == 3
    for card in cards:
        (page,) = [text for text in texts if card.code in text]
        assert card.name in page and "Klas 5VZ" in page and ADDRESS in page
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width * 25.4 / 72), round(box.height * 25.4 / 72)) == (210, 297)


def test_every_class_has_pages_of_its_own_in_the_order_of_the_list(course):
    cards = cards_of(
        pupil(1, "Zoë", "Aerts", "6VZ"), pupil(2, "Noor", "Wouters", "5VZ"), pupil(3, "Emre", "Aydın", "5VZ")
    )
    assert [card.name for card in cards] == ["Emre", "Noor", "Zoë"]
    first, second = read(draw_cards(cards, course.school, ADDRESS, "nl"))
    assert "5VZ" in first and "6VZ" not in first
    assert "6VZ" in second and "5VZ" not in second


def test_pupils_with_the_same_first_name_are_told_apart():
    cards = cards_of(pupil(1, "Noor", "Aerts"), pupil(2, "Noor", "Claes"), pupil(3, "Noor", "Maes", "6VZ"))
    assert [card.name for card in cards] == ["Noor Aerts", "Noor Claes", "Noor"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_are_in_the_schools_language(course, language):
    text = read(draw_cards(cards_of(pupil(1, "Noor")), course.school, "", language))[0]
    words = load_labels("skill_grading", language)
    for key in ("cards_code", "cards_write", "cards_secret", "cards_lost"):
        assert words[key] in text


@pytest.mark.parametrize("name", ["a$x^2$b", "\\alpha", "M" * 100, "{name}"])
def test_a_strange_name_stands_there_as_it_is(course, name):
    assert name in read(draw_cards(cards_of(pupil(1, name)), course.school, ADDRESS, "nl"))[0]


def test_the_qr_code_holds_the_address_and_nothing_else(course):
    words = load_labels("skill_grading", "nl")
    figure = draw_page(cards_of(pupil(1, "Noor"), pupil(2, "Emre")), course.school, ADDRESS, words)
    drawn = [patch for patch in figure.axes[0].patches if type(patch) is PathPatch]
    modules = [list(map(bool, row)) for row in segno.make(ADDRESS, error="m").matrix_iter(border=0)]
    assert len(drawn) == 2
    for patch in drawn:
        size = QR_SIZE / len(modules)
        corners = patch.get_path().vertices[::5]
        left, top = corners[:, 0].min(), corners[:, 1].min()
        found = {(round((y - top) / size), round((x - left) / size)) for x, y in corners}
        assert found == {(y, x) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}


def test_the_cards_of_an_import_lie_in_the_data_folder_without_a_code_in_their_name(course, tmp_path):
    data = DataFolder(tmp_path / "data")
    (tmp_path / "klas.csv").write_text("klas;naam;voornaam\n5VZ;Peeters;Noor\n")
    report = import_class_list(data, tmp_path / "klas.csv")
    path = write_cards(data, course.school, report.codes, ADDRESS, "nl")
    assert path.parent == data.cards
    assert path.parent.stat().st_mode & 0o077 == 0
    (code,) = report.codes.values()
    assert code in read(path.read_bytes())[0]
    assert code not in path.name
