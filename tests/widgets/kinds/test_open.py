import pytest

from scenario_quiz.kinds.open import MAX_LENGTH, OpenStep

STEP = {"kind": "open", "skill": "speak-up", "rules": ["7.9"], "points": 3}


def test_any_text_is_an_answer_up_to_its_length():
    step = OpenStep.model_validate(STEP)
    assert step.read("") == ""
    assert step.read("x" * MAX_LENGTH)
    for answer in ("x" * (MAX_LENGTH + 1), ["x"]):
        with pytest.raises(ValueError):
            step.read(answer)


def test_a_machine_never_judges_it():
    with pytest.raises(TypeError):
        OpenStep.model_validate(STEP).judge("text")


def test_must_pass_and_fine_are_slips():
    assert list(OpenStep.model_validate({**STEP, "fine": True}).slips())
