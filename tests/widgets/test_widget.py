"""ScenarioQuiz as a Jupyter widget: what it holds, and what it shows where no kernel runs."""

import pytest
from traitlets import TraitError

from scenario_quiz import widget
from scenario_quiz.html import static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.views import practice_view, public_view
from scenario_quiz.widget import ScenarioQuiz


@pytest.fixture
def scenarios(small_course):
    return small_course.load().assignments["placement"].scenarios


@pytest.fixture
def graded(scenarios):
    return public_view(scenarios["walk"], "nl")


@pytest.fixture
def quiz(graded):
    return ScenarioQuiz(graded)


def test_it_takes_a_public_or_a_practice_view_as_a_model_or_as_data(small_course, scenarios, graded):
    practice = practice_view(scenarios["talk"], small_course.load().school, "nl")
    for view in (graded, practice, graded.model_dump(mode="json"), practice.model_dump(mode="json")):
        assert ScenarioQuiz(view).view["id"] in ("walk", "talk")


def test_it_refuses_a_full_scenario(scenarios, graded):
    key = {"verdict": "harm"}
    with_key = graded.model_dump(mode="json")
    with_key["steps"]["first"]["options"][0] |= key
    mixed = graded.model_dump(mode="json") | {"use": "practice"}
    for view in (scenarios["walk"], scenarios["walk"].model_dump(mode="json"), with_key, mixed, {}, None):
        with pytest.raises(ValueError, match="give public_view"):
            ScenarioQuiz(view)


def test_a_key_can_not_be_put_in_later(quiz, graded):
    with pytest.raises((ValueError, TraitError)):
        quiz.view = graded.model_dump(mode="json") | {"key": "CANARY"}


def test_nothing_that_a_page_embeds_holds_the_key(quiz):
    assert "CANARY" not in str(quiz.get_state())


def test_its_mime_bundle_has_the_static_html_beside_the_widget(quiz, graded):
    data, _ = quiz._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == quiz.model_id
    assert data["text/html"] == static_html(graded, load_labels("scenario_quiz", "nl"))


def test_the_language_chooses_the_words_around_the_scenario(graded):
    quiz = ScenarioQuiz(graded, language="en")
    assert quiz.labels["confirm"] == "Confirm"
    quiz.language = "nl"
    assert quiz.labels["confirm"] == "Bevestig"


def test_answers_and_progress_start_empty(quiz):
    assert (quiz.answers, quiz.progress) == ([], {"answered": 0, "done": False})


def test_making_one_writes_nothing(graded, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ScenarioQuiz(graded)._repr_mimebundle_()
    assert list(tmp_path.iterdir()) == [tmp_path / "course"]


def test_it_says_how_to_build_the_front_end_when_that_is_missing(graded, tmp_path, monkeypatch):
    monkeypatch.setattr(widget, "BUNDLE", tmp_path)
    with pytest.raises(FileNotFoundError, match="make install"):
        ScenarioQuiz(graded)
