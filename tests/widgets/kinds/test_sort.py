import pytest
from pydantic import ValidationError

from scenario_quiz.kinds.sort import SortStep, SortWords

STEP = {
    "kind": "sort", "skill": "confidentiality", "rules": ["1.5"], "points": 3, "bins": ["fine", "ask", "never"],
    "cards": {"shoes": {"bin": "fine", "if_wrong": "overcautious"}, "badge": {"bin": "never"}, "team": {"bin": "ask"}},
}  # fmt: skip
RIGHT = {"shoes": "fine", "badge": "never", "team": "ask"}


@pytest.mark.parametrize(
    ("changed", "points", "verdict"),
    [
        ({}, 3, "good"),
        ({"shoes": "ask"}, 2, "overcautious"),
        ({"badge": "fine"}, 2, "harm"),
        ({"shoes": "never", "team": "fine"}, 1, "harm"),
        ({"shoes": "ask", "badge": "fine", "team": "never"}, 0, "harm"),
    ],
)
def test_each_card_in_its_own_bin_gives_its_share(changed, points, verdict):
    assert SortStep.model_validate(STEP).judge(RIGHT | changed) == (points, verdict)


def test_the_order_of_placing_does_not_matter():
    assert SortStep.model_validate(STEP).judge(dict(reversed(RIGHT.items()))) == (3, "good")


@pytest.mark.parametrize(
    "answer",
    [
        "shoes", ["shoes"], {}, {"shoes": "fine"}, RIGHT | {"badge": "attic"}, RIGHT | {"badge": ["never"]},
        RIGHT | {"other": "fine"}, RIGHT | {"badge": "shoes"},
    ],
)  # fmt: skip
def test_an_answer_that_does_not_place_every_card_is_refused(answer):
    with pytest.raises(ValueError):
        SortStep.model_validate(STEP).read(answer)


def test_reports_count_where_each_card_went():
    step = SortStep.model_validate(STEP)
    words = SortWords(
        prompt="?", bins={"fine": "Mag", "ask": "Vraag", "never": "Nooit"}, cards={"badge": "Badge"}, feedback={}
    )
    assert step.chosen(RIGHT | {"badge": "fine"}) == ["shoes: fine", "badge: fine", "team: ask"]
    assert set(step.chosen(RIGHT)) <= set(step.options())
    assert [step.verdict_of(f"{card}: ask") for card in RIGHT] == ["overcautious", "harm", "good"]
    assert words.text_of("badge: fine") == "Badge → Mag"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bins": ["fine", "ask", "ask", "never"]}, "stands here twice"),
        ({"bins": ["fine", "ask"]}, "is no bin of this step"),
        ({"cards": {**STEP["cards"], "ask": {"bin": "fine"}}}, "name of a bin too"),
        ({"cards": {"one": {"bin": "ask"}, "two": {"bin": "ask"}}}, "nothing is decided"),
    ],
)
def test_slips_are_named(change, says):
    assert any(says in message for _, message in SortStep.model_validate({**STEP, **change}).slips())


def test_one_bin_is_nothing_to_sort():
    with pytest.raises(ValidationError):
        SortStep.model_validate({**STEP, "bins": ["fine"]})


def test_cards_are_shuffled_and_bins_keep_the_order_of_the_file():
    step = SortStep.model_validate(STEP)
    assert step.shown(["never", "team", "badge", "fine", "shoes", "ask"]) == [
        "team", "badge", "shoes", "fine", "ask", "never",
    ]  # fmt: skip
