"""A scenario as HTML that reads without JavaScript."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz.html import embedded_json, static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.views import practice_view, public_view

EVIL = "</script><img src=x onerror=alert(1)>&\u2028'\""


class Reader(HTMLParser):
    """Tags, and the text that a reader sees."""

    def __init__(self):
        super().__init__()
        self.tags, self.text, self.links, self._hidden = [], [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._hidden = tag == "script"
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def embedded(html):
    return json.loads(re.search(r'class="scenario-view">(.*?)</script>', html, re.S)[1])


@pytest.fixture
def labels():
    return load_labels("scenario_quiz", "nl")


@pytest.fixture
def practice(small_course):
    course = small_course.load()
    return practice_view(course.assignments["placement"].scenarios["talk"], course.school, "nl")


@pytest.fixture
def graded(small_course):
    return public_view(small_course.load().assignments["placement"].scenarios["walk"], "nl")


def test_practice_explains_every_option_cites_the_rule_and_tells_how_it_ends(practice, labels):
    reader = read(static_html(practice, labels))
    text = " ".join(reader.text)
    for words in ("Praten", "Een praatje.", "Wat doe je?", "Posten.", "FEEDBACK-POST", "FEEDBACK-WAIT"):
        assert words in text
    for words in (labels["verdict_harm"], "Regel 1.5: Stage", "Gezien.", "Haal het weg.", "Rustig."):
        assert words in text
    assert reader.links == ["protocol.html#rule-1-5"]
    assert reader.tags.count("details") == 4


def test_graded_shows_situation_questions_and_options_and_nothing_of_the_key(graded, labels):
    html = static_html(graded, labels)
    text = " ".join(read(html).text)
    for words in ("Wandelen", "Een wandeling.", "Wat nu?", "Vragen.", "Wat zegt te veel?", "Kamer."):
        assert words in text
    assert "CANARY" not in html
    assert not re.search(r"verdict|overcautious|must_pass|feedback", html)


def test_the_section_names_its_scenario_and_language(graded, labels):
    html = static_html(graded, labels)
    names = 'id="scenario-walk" data-assignment="placement" data-scenario="walk" lang="nl"'
    assert html.startswith(f'<section class="scenario-quiz" {names}>')


def test_the_view_is_embedded_whole(practice, graded, labels):
    for view in (practice, graded):
        assert embedded(static_html(view, labels)) == view.model_dump(mode="json")


def test_words_of_a_scenario_never_become_markup(small_course, labels):
    for file in ("walk", "talk"):
        words = small_course.files[f"exercises/placement/{file}/nl.yml"]
        words["title"] = words["situation"] = EVIL
        for step in words["steps"].values():
            step["prompt"] = EVIL
            step["choices"] = dict.fromkeys(step["choices"], EVIL)
            step["feedback"] = dict.fromkeys(step["feedback"], EVIL)
        for ending in words.get("endings", {}).values():
            ending["text"] = EVIL
    course = small_course.load()
    scenarios = course.assignments["placement"].scenarios
    for view in (practice_view(scenarios["talk"], course.school, "nl"), public_view(scenarios["walk"], "nl")):
        html = static_html(view, labels)
        reader = read(html)
        assert "img" not in reader.tags
        assert reader.tags.count("script") == 1
        assert embedded(html)["title"] == EVIL.strip()


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_embedded_json_reads_back_and_never_ends_its_script(data):
    html = embedded_json(data, 'id="x"')
    body = html.removeprefix('<script type="application/json" id="x">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(body)
    assert json.loads(body) == data


def test_both_languages_have_the_same_labels_with_the_same_placeholders():
    dutch, english = load_labels("scenario_quiz", "nl"), load_labels("scenario_quiz", "en")
    assert dutch.keys() == english.keys()
    for key in dutch:
        assert set(re.findall(r"{\w+}", dutch[key])) == set(re.findall(r"{\w+}", english[key])), key


def test_every_label_that_the_front_end_asks_for_exists(root, labels):
    package = root / "widgets/scenario_quiz"
    source = "\n".join(file.read_text(encoding="utf-8") for file in (package / "static").rglob("*.js"))
    source += "".join((package / name).read_text(encoding="utf-8") for name in ("html.py", "hand_in.py"))
    asked = set(re.findall(r"\bt\('(\w+)'", source)) | set(re.findall(r"labels\[\"(\w+)\"\]", source))
    assert asked - labels.keys() == set()
    # The rest is asked for by a name that is put together, or named in a kind.
    named = set(re.findall(r"['\"](\w+)['\"]", source))
    loose = labels.keys() - asked - named
    assert {key for key in loose if not re.match(r"error_|verdict_|show_|ending_|mark_|role_|\w+_one$", key)} == set()


def test_every_code_of_the_service_has_words(labels):
    codes = (
        "unknown_code no_session throttled closed unknown_assignment too_large not_json invalid wrong_course "
        "wrong_assignment wrong_version unknown_scenario unknown_step unknown_option foreign_origin conflict "
        "unavailable offline"
    )
    assert {f"error_{code}" for code in codes.split()} <= labels.keys()
