"""What every kind promises, whatever its own rules."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_quiz.kinds import KINDS
from scenario_quiz.labels import load_labels
from tests.widgets.kinds.every_kind import OWN, answered, steps


def test_every_scored_kind_is_tested_here():
    assert OWN.keys() == {name for name, kind in KINDS.items() if not kind.marked_by_hand}


@given(answered())
def test_an_invented_answer_is_one_that_could_be_handed_in(case):
    step, answer = KINDS[case[0]["kind"]].model_validate(case[0]), case[1]
    assert step.read(json.loads(json.dumps(answer))) == answer
    points, verdict = step.judge(answer)
    assert 0 <= points <= step.points
    assert (verdict == "good") == (points == step.points)


@given(answered())
def test_what_is_counted_of_an_answer_has_a_verdict(case):
    step, answer = KINDS[case[0]["kind"]].model_validate(case[0]), case[1]
    counted = [option for option in step.chosen(answer) if option in step.options()]
    verdicts = {step.verdict_of(option) for option in counted}
    if step.judge(answer).verdict == "good":
        assert verdicts <= {"good"}
    if verdicts and verdicts <= {"good"} and len(counted) == len(step.chosen(answer)):
        assert step.judge(answer).points > 0


@pytest.mark.parametrize("kind", sorted(OWN))
@settings(max_examples=5)
@given(data=st.data())
def test_who_sees_what_is_good_scores_more(kind, data):
    step, chance = KINDS[kind].model_validate(data.draw(steps(kind))), Random(1)

    def mean(insight):
        odds = {option: insight if step.verdict_of(option) == "good" else 0 for option in step.options()}
        return sum(step.judge(step.likely(odds, chance)).points for _ in range(100)) / 100

    assert mean(6) > mean(0)


def answers_of(step, boxes):
    """The answers that these boxes on paper are."""
    rows = [row for row, _ in sorted(boxes, key=lambda box: box[1])]
    return {
        "choice": rows,
        "sort": [{row: step.bins[column] for row, column in boxes}] if step.kind == "sort" else [],
    }.get(step.kind, [rows])


@pytest.mark.parametrize("kind", sorted(OWN))
@settings(max_examples=20)
@given(data=st.data())
def test_the_boxes_of_the_key_on_paper_are_good_answers(kind, data):
    step = KINDS[kind].model_validate(data.draw(steps(kind)))
    answers = answers_of(step, step.ticked())
    assert answers
    assert {step.judge(answer).verdict for answer in answers} == {"good"}


def words_for(step):
    """Words for a step of any scored kind: every id says itself."""
    fields = {"choices": "choices", "parts": "parts", "cards": "cards", "bins": "bins", "items": "items"}
    texts = {field: {name: name for name in getattr(step, field)} for field in fields if hasattr(step, field)}
    explained = next(texts[field] for field in ("choices", "parts", "cards", "items") if field in texts)
    feedback = {name: f"why {name}" for name in explained}
    return step.Words.model_validate({"prompt": "?", "feedback": feedback} | texts)


@given(answered())
def test_feedback_explains_everything_that_was_chosen_and_what_was_better(case):
    step, answer = KINDS[case[0]["kind"]].model_validate(case[0]), case[1]
    chosen, words = step.chosen(answer), words_for(step)
    remarks = step.remarks(words, chosen)
    own = [remark for remark in remarks if remark.chosen]
    assert [remark.text for remark in own] == [words.text_of(option) for option in chosen]
    assert all(remark.feedback.startswith("why ") and remark.says for remark in own)
    labels = load_labels("scenario_quiz", "nl")
    assert all(labels[remark.says].format(**remark.values) for remark in remarks if remark.says)
    good = step.judge(answer).verdict == "good"
    assert good == all(remark.chosen and remark.tone in ("good", "neutral") for remark in remarks)
