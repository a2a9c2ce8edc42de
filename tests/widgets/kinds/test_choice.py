import pytest
from pydantic import ValidationError

from scenario_quiz.kinds.choice import ChoiceStep

STEP = {
    "kind": "choice", "skill": "consent", "rules": ["1.4"], "points": 2, "next": "on",
    "choices": {"ask": {"verdict": "good"}, "post": {"verdict": "harm", "next": "seen"},
                "hide": {"verdict": "overcautious", "points": 0.5}},
}  # fmt: skip


def test_the_chosen_option_gives_points_verdict_and_what_follows():
    step = ChoiceStep.model_validate(STEP)
    assert [step.judge(option) for option in ("ask", "post", "hide")] == [
        (2, "good"),
        (0, "harm"),
        (0.5, "overcautious"),
    ]
    assert [step.after(option) for option in ("ask", "post")] == ["on", "seen"]
    assert step.targets() == {"on", "seen"}


@pytest.mark.parametrize("answer", ["", "other", ["ask"], []])
def test_an_answer_that_is_no_option_is_refused(answer):
    with pytest.raises(ValueError, match="does not have"):
        ChoiceStep.model_validate(STEP).read(answer)


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"a": {"verdict": "harm"}, "b": {"verdict": "harm"}}, "no option has the verdict good"),
        ({"a": {"verdict": "good"}, "b": {"verdict": "good"}}, "nothing is decided"),
        ({"a": {"verdict": "good", "points": 1}, "b": {"verdict": "harm"}}, "the best option gives 1"),
        ({"a": {"verdict": "good"}, "b": {"verdict": "harm", "points": 2}}, "can't give full points"),
    ],
)
def test_slips_are_named(choices, says):
    step = ChoiceStep.model_validate({**STEP, "choices": choices})
    assert any(says in message for _, message in step.slips())


def test_one_option_is_no_choice():
    with pytest.raises(ValidationError):
        ChoiceStep.model_validate({**STEP, "choices": {"a": {"verdict": "good"}}})
