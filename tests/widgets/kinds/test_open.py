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


def test_the_teacher_gets_an_example_of_every_level_and_hears_which_is_missing():
    words = {
        "prompt": "Write.",
        "rubric": {"good": "A", "partly": "B", "not-yet": "C"},
        "anchor": "good one",
        "weaker": {"not-yet": "bad one", "partly": "so so"},
        "feedback": "F",
    }
    assert list(OpenStep.Words(**words).anchors) == ["good", "partly", "not-yet"]
    assert not list(OpenStep.Words(**words).lacking())
    del words["weaker"]["partly"]
    [(path, message)] = OpenStep.Words(**words).lacking()
    assert path == ("weaker",) and "'partly'" in message
