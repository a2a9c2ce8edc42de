"""The front end's scorer gives what the Python one gives: on the shared vectors, and on invented steps and answers."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_quiz.kinds import KINDS
from scenario_quiz.kinds.base import Key
from tests.browser.quiz_pages import served
from tests.widgets.kinds.every_kind import answered

SCORE = """async ([views, logs]) => {
  const { score } = await import('/scoring.js');
  return views.map((view, index) => score(view, logs[index]));
}"""
JUDGE = """async (cases) => {
  const { kinds } = await import('/kinds/index.js');
  return cases.map(([step, answer]) => kinds[step.kind].fits(step, answer) && kinds[step.kind].score(step, answer));
}"""


class Echo(dict):
    """Words by id, where each id is its own text."""

    def __missing__(self, name):
        return name


def practice_step(structure):
    """A step as in scenario.yml as its practice view, made by its kind."""
    step = KINDS[structure["kind"]].model_validate(structure)
    texts = dict.fromkeys(["choices", "parts", "bins", "cards", "items"], Echo())
    feedback = "why" if step.marked_by_hand else Echo()
    words = step.Words.model_construct(situation=None, prompt="?", anchor="so", feedback=feedback, **texts)
    view = step.practice(words, step.shown(sorted(step.ids())), Key(skill=step.skill, rules=[], fine=step.fine))
    return view.model_dump(mode="json")


def practice_view(vector):
    """The vector's structure as a practice view, as far as scoring reads it."""
    steps = {name: practice_step(step) for name, step in vector["steps"].items() if "ending" not in step}
    endings = {name: {"outcome": step["ending"]} for name, step in vector["steps"].items() if "ending" in step}
    view = {"use": "practice", "start": vector["start"], "steps": steps, "endings": endings}
    return view | {"max": vector["expect"]["max"]}


@pytest.fixture(scope="module")
def page(browser, root):
    with served(root / "widgets/scenario_quiz/static") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def test_the_front_end_scores_every_vector_as_expected(page, root):
    files = sorted((root / "tests/widgets/vectors").glob("*.json"))
    vectors = [vector for file in files for vector in json.loads(file.read_text(encoding="utf-8"))]
    assert {step.get("kind") for vector in vectors for step in vector["steps"].values()} >= KINDS.keys()
    found = page.evaluate(SCORE, [[practice_view(vector) for vector in vectors], [v["entries"] for v in vectors]])
    for vector, result in zip(vectors, found, strict=True):
        assert result == vector["expect"], vector["name"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(answered(), min_size=20, max_size=40))
def test_the_front_end_judges_any_answer_to_any_step_as_python_does(page, cases):
    found = page.evaluate(JUDGE, [(practice_step(structure), answer) for structure, answer in cases])
    for (structure, answer), judged in zip(cases, found, strict=True):
        points, verdict = KINDS[structure["kind"]].model_validate(structure).judge(answer)
        assert judged == {"points": points, "verdict": verdict}, (structure, answer)


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_fulfils_the_contract(page, kind):
    parts = {"draw", "read", "restore", "score", "fits", "words", "explain", "incomplete", "skip", "interaction"}
    found = page.evaluate("async (kind) => Object.keys((await import('/kinds/index.js')).kinds[kind])", kind)
    assert parts <= set(found) <= parts | {"begins", "tapsIn", "review"}
