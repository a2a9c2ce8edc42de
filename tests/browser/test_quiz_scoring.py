"""The front end's scorer gives what the shared vectors expect, as the Python one does."""

import json

import pytest

from tests.browser.quiz_pages import served

SCORE = """async ([views, logs]) => {
  const { score } = await import('/scoring.js');
  return views.map((view, index) => score(view, logs[index]));
}"""


def practice_view(vector):
    """The vector's structure as a practice view, as far as scoring reads it."""
    steps, endings = {}, {}
    for name, step in vector["steps"].items():
        if "ending" in step:
            endings[name] = {"outcome": step["ending"]}
            continue
        options = [
            {
                "id": option,
                "next": choice.get("next", step.get("next")),
                "verdict": choice["verdict"],
                "points": choice.get("points", step["points"] if choice["verdict"] == "good" else 0),
            }
            for option, choice in step.get("choices", {}).items()
        ]
        steps[name] = {
            "kind": step["kind"],
            "max": step["points"],
            "next": step.get("next"),
            "fine": step.get("fine", False),
            **({"options": options} if options else {}),
        }
    view = {"use": "practice", "start": vector["start"], "steps": steps, "endings": endings}
    return view | {"max": vector["expect"]["max"]}


def test_the_front_end_scores_every_vector_as_expected(browser, root):
    files = sorted((root / "tests/widgets/vectors").glob("*.json"))
    vectors = [vector for file in files for vector in json.loads(file.read_text(encoding="utf-8"))]
    assert len(vectors) > 20
    with served(root / "widgets/scenario_quiz/static") as address:
        page = browser.new_page()
        page.goto(address)
        found = page.evaluate(SCORE, [[practice_view(vector) for vector in vectors], [v["entries"] for v in vectors]])
        page.close()
    for vector, result in zip(vectors, found, strict=True):
        assert result == vector["expect"], vector["name"]


@pytest.mark.parametrize("kind", ["choice", "select", "open"])
def test_each_kind_fulfils_the_contract(browser, root, kind):
    parts = {"draw", "read", "restore", "score", "fits", "words", "explain", "incomplete", "skip"}
    with served(root / "widgets/scenario_quiz/static") as address:
        page = browser.new_page()
        page.goto(address)
        found = page.evaluate("async (kind) => Object.keys((await import('/kinds/index.js')).kinds[kind])", kind)
        page.close()
    assert set(found) == parts
