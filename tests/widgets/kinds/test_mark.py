import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scenario_quiz.kinds.mark import MarkStep

PARTS = {"bye": "neutral", "age": "gives-away", "room": "gives-away", "sun": "harmless", "cake": "harmless"}
STEP = {"kind": "mark", "skill": "confidentiality", "rules": ["1.5"], "points": 4, "parts": PARTS}


@pytest.mark.parametrize(
    ("tapped", "points", "verdict"),
    [
        (["age", "room"], 4, "good"),
        (["room", "age", "bye"], 4, "good"),
        (["room"], 2, "harm"),
        (["age", "room", "sun"], 2, "overcautious"),
        (["age", "room", "sun", "cake"], 0, "overcautious"),
        (["sun", "cake"], 0, "harm"),
        (["bye"], 0, "harm"),
        ([], 0, "harm"),
    ],
)
def test_share_of_hits_minus_share_of_false_alarms_where_neutral_parts_do_not_count(tapped, points, verdict):
    assert MarkStep.model_validate(STEP).judge(tapped) == (points, verdict)


@given(st.lists(st.sampled_from(list(PARTS)), unique=True))
def test_hits_and_false_alarms_can_be_read_from_what_was_chosen(tapped):
    step = MarkStep.model_validate(STEP)
    said = [step.verdict_of(part) for part in step.chosen(tapped) if part in step.options()]
    assert said.count("good") == len({"age", "room"} & set(tapped))
    assert said.count("overcautious") == len({"sun", "cake"} & set(tapped))
    assert 0 <= step.judge(tapped).points <= step.points


@pytest.mark.parametrize("answer", ["age", ["age", "age"], ["other"], [["age"]], {"age": "room"}])
def test_an_answer_that_is_no_set_of_parts_is_refused(answer):
    with pytest.raises(ValueError):
        MarkStep.model_validate(STEP).read(answer)


@pytest.mark.parametrize("role", ["gives-away", "harmless"])
def test_parts_that_decide_nothing_are_a_slip(role):
    step = MarkStep.model_validate({**STEP, "parts": {"one": role, "two": role, "three": "neutral"}})
    assert len(list(step.slips())) == 1


def test_a_part_has_one_of_three_roles():
    with pytest.raises(ValidationError):
        MarkStep.model_validate({**STEP, "parts": {**PARTS, "job": "harm"}})


def test_parts_keep_the_order_of_the_file():
    step = MarkStep.model_validate(STEP)
    assert step.shown(sorted(PARTS)) == step.tappable() == list(PARTS)
