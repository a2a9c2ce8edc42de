import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz.kinds.select import SelectStep

STEP = {
    "kind": "select", "skill": "consent", "rules": ["1.4"], "points": 4,
    "choices": {"name": {"verdict": "good"}, "room": {"verdict": "good"},
                "sun": {"verdict": "overcautious"}, "cat": {"verdict": "harm"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("ticked", "points", "verdict"),
    [
        (["name", "room"], 4, "good"),
        (["room"], 2, "harm"),
        (["name", "room", "sun"], 2, "overcautious"),
        (["name", "room", "sun", "cat"], 0, "harm"),
        (["cat", "sun"], 0, "harm"),
        ([], 0, "harm"),
    ],
)
def test_share_of_good_ticked_minus_share_of_wrong_ticked(ticked, points, verdict):
    assert SelectStep.model_validate(STEP).judge(ticked) == (points, verdict)


def test_leaving_out_what_was_fine_is_overcautious():
    assert SelectStep.model_validate({**STEP, "fine": True}).judge(["name"]) == (2, "overcautious")


@given(st.lists(st.sampled_from(list(STEP["choices"])), unique=True))
def test_the_order_of_ticking_does_not_matter_and_points_stay_in_bounds(ticked):
    step = SelectStep.model_validate(STEP)
    assert step.judge(ticked) == step.judge(sorted(ticked))
    assert 0 <= step.judge(ticked).points <= step.points


@pytest.mark.parametrize("answer", ["name", ["name", "name"], ["other"], [["name"]]])
def test_an_answer_that_is_no_set_of_options_is_refused(answer):
    with pytest.raises(ValueError):
        SelectStep.model_validate(STEP).read(answer)


def test_options_with_points_or_branches_of_their_own_are_slips():
    step = SelectStep.model_validate({**STEP, "choices": {"a": {"verdict": "good", "points": 1},
                                                          "b": {"verdict": "harm", "next": "on"}}})  # fmt: skip
    assert len(list(step.slips())) == 2
