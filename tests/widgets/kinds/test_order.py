import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.stats import kendalltau

from scenario_quiz.kinds.order import OrderStep, OrderWords

ITEMS = ["delete", "tell", "sorry", "learn"]
STEP = {"kind": "order", "skill": "confidentiality", "rules": ["1.5"], "points": 3, "items": ITEMS}


@pytest.mark.parametrize(
    ("answer", "points", "verdict"),
    [
        (["delete", "tell", "sorry", "learn"], 3, "good"),
        (["tell", "delete", "sorry", "learn"], 2, "harm"),
        (["tell", "delete", "learn", "sorry"], 1, "harm"),
        (["learn", "delete", "tell", "sorry"], 0, "harm"),
        (["learn", "sorry", "tell", "delete"], 0, "harm"),
    ],
)
def test_pairs_in_the_right_order_minus_pairs_in_the_wrong_one(answer, points, verdict):
    assert OrderStep.model_validate(STEP).judge(answer) == (pytest.approx(points), verdict)


@given(st.permutations(ITEMS))
def test_the_share_of_the_points_is_kendalls_tau(answer):
    tau = kendalltau([ITEMS.index(item) for item in answer], range(len(ITEMS))).statistic
    assert OrderStep.model_validate(STEP).judge(answer).points == pytest.approx(3 * max(0, tau))


@pytest.mark.parametrize(
    "answer", ["delete", [], ITEMS[:3], [*ITEMS, "delete"], ["other", *ITEMS[1:]], [[], *ITEMS[1:]]]
)
def test_an_answer_that_does_not_name_every_item_once_is_refused(answer):
    with pytest.raises(ValueError):
        OrderStep.model_validate(STEP).read(answer)


def test_reports_count_what_came_at_each_place():
    step = OrderStep.model_validate(STEP)
    words = OrderWords(prompt="?", items={"tell": "Zeg het."}, feedback={})
    chosen = step.chosen(["tell", "delete", "sorry", "learn"])
    assert chosen == ["1: tell", "2: delete", "3: sorry", "4: learn"]
    assert [step.verdict_of(option) for option in chosen] == ["harm", "harm", "good", "good"]
    assert words.text_of("1: tell") == "1. Zeg het."


def test_items_that_happen_to_be_shown_in_the_right_order_are_told():
    step = OrderStep.model_validate(STEP)
    assert "rename one" in step.gives_away(ITEMS)
    assert step.gives_away(ITEMS[::-1]) is None


def test_an_item_that_stands_twice_is_a_slip_and_two_items_are_too_few():
    assert list(OrderStep.model_validate({**STEP, "items": ["a", "b", "a"]}).slips())
    with pytest.raises(ValidationError):
        OrderStep.model_validate({**STEP, "items": ["a", "b"]})
