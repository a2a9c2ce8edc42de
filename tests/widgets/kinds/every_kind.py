"""Steps of every scored kind and answers to them, for tests that go by the contract of a kind alone."""

from hypothesis import strategies as st

from scenario_quiz.kinds import KINDS

SHARED = {"skill": "confidentiality", "rules": ["1.5"]}
POINTS = st.one_of(st.integers(1, 100), st.floats(0.01, 100))
FEW = [f"id-{number}" for number in range(12)]


def ids(least, most):
    return st.integers(least, most).map(lambda count: FEW[:count])


def by_id(least, most, value):
    """Dictionaries {id: value}."""
    return ids(least, most).flatmap(lambda names: st.fixed_dictionaries(dict.fromkeys(names, value)))


@st.composite
def choices(draw):
    """Options that decide something; one of them gives full points."""
    wrong = st.sampled_from([{"verdict": "harm"}, {"verdict": "overcautious"}])
    return draw(by_id(1, 6, st.one_of(wrong, st.just({"verdict": "good"})))) | {
        "right": {"verdict": "good"},
        "wrong": draw(wrong),
    }


@st.composite
def sorting(draw):
    bins = ["left", "right", "up", "down"][: draw(st.integers(2, 4))]
    wrong = st.sampled_from(["harm", "overcautious"])
    card = st.fixed_dictionaries({"bin": st.sampled_from(bins), "if_wrong": wrong})
    return {"bins": bins, "cards": draw(by_id(1, 8, card)) | {"one": {"bin": "left"}, "two": {"bin": "right"}}}


OWN = {
    "choice": st.fixed_dictionaries({"choices": choices()}),
    "select": st.fixed_dictionaries({"choices": choices()}),
    "mark": st.fixed_dictionaries(
        {
            "parts": by_id(0, 8, st.sampled_from(["gives-away", "harmless", "neutral"])).map(
                lambda parts: parts | {"tells": "gives-away", "tells-not": "harmless"}
            )
        }
    ),
    "sort": sorting(),
    "order": st.fixed_dictionaries({"items": ids(3, 6).flatmap(st.permutations)}),
}


@st.composite
def steps(draw, kind):
    """A step of `kind` as in scenario.yml."""
    return draw(OWN[kind]) | SHARED | {"kind": kind, "points": draw(POINTS), "fine": draw(st.booleans())}


@st.composite
def answered(draw, kind=None):
    """(a step as in scenario.yml, an answer to it), of one kind or of any."""
    step = draw(steps(kind or draw(st.sampled_from(sorted(OWN)))))
    parsed = KINDS[step["kind"]].model_validate(step)
    odds = {option: draw(st.floats(-4, 4)) for option in parsed.options()}
    return step, parsed.likely(odds, draw(st.randoms(use_true_random=False)))
