"""The widget's script (anywidget's contract) with a model like Jupyter's, in a real browser."""

import json

import pytest

from scenario_quiz import widget
from scenario_quiz.labels import load_labels
from scenario_quiz.views import practice_view
from tests.browser.quiz_pages import served

MOUNT = """async (state) => {
  const listeners = [];
  window.saves = 0;
  window.model = {
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      for (const [names, call] of listeners) if (names.split(' ').includes(`change:${name}`)) call();
    },
    save_changes: () => { window.saves += 1; },
    on: (names, call) => listeners.push([names, call]),
    off: (names, call) => listeners.splice(listeners.findIndex(([, one]) => one === call), 1),
    left: () => listeners.length,
  };
  const { default: entry } = await import('/quiz.js');
  window.clean = entry.render({ model: window.model, el: document.body });
}"""


@pytest.fixture
def page(browser, small_course):
    course = small_course.load()
    view = practice_view(course.assignments["placement"].scenarios["talk"], course.school, "nl")
    state = {
        "view": view.model_dump(mode="json"),
        "labels": dict(load_labels("scenario_quiz", "nl")),
        "answers": [],
        "saved": None,
        "progress": {"answered": 0, "done": False},
    }
    with served(widget.BUNDLE) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate(MOUNT, state)
        yield page
        page.close()


def get(page, name):
    return json.loads(page.evaluate("(name) => JSON.stringify(model.get(name))", name))


def test_showing_it_writes_nothing(page):
    assert page.get_by_text("Wat doe je?").is_visible()
    assert page.evaluate("saves") == 0


def test_a_confirmed_answer_and_the_progress_reach_python_together(page):
    page.get_by_label("Posten.").check()
    page.get_by_role("button", name="Bevestig").click()
    [entry] = get(page, "answers")
    assert (entry["step"], entry["answer"]) == ("draft", "post")
    assert get(page, "progress") == {"answered": 1, "done": True}
    assert page.evaluate("saves") == 1
    assert page.get_by_text("FEEDBACK-POST").first.is_visible()


def test_answers_and_words_that_python_sets_are_shown(page):
    entry = {"step": "draft", "answer": "wait", "time": "2026-11-23T07:00:00.000Z"}
    page.evaluate("(entry) => model.set('answers', [entry])", entry)
    assert page.get_by_text("FEEDBACK-WAIT").first.is_visible()
    page.evaluate("(labels) => model.set('labels', labels)", dict(load_labels("scenario_quiz", "en")))
    assert page.get_by_role("heading", name="Well spotted").is_visible()
    page.evaluate("clean()")
    assert page.evaluate("model.left()") == 0


def test_an_answer_that_is_not_saved_in_time_is_told_until_it_is(page):
    page.clock.install()
    page.evaluate("model.set('saved', 0)")
    page.get_by_label("Posten.").check()
    page.get_by_role("button", name="Bevestig").click()
    warning = page.get_by_role("alert")
    assert warning.inner_text() == ""
    page.clock.run_for(6000)
    assert "niet bewaard" in warning.inner_text()
    page.evaluate("model.set('saved', 1)")
    assert warning.inner_text() == ""


def test_where_nobody_saves_nothing_is_told(page):
    page.clock.install()
    page.get_by_label("Posten.").check()
    page.get_by_role("button", name="Bevestig").click()
    page.clock.run_for(6000)
    assert page.get_by_role("alert").inner_text() == ""
