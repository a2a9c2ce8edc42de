"""What every kind promises, whatever its own rules."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_quiz.kinds import KINDS
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
