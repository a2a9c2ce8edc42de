"""Parts, cards and items from the author's files to a pupil's page, and the answer back to a score."""

import itertools
import json
from random import Random

import pytest

from scenario_quiz.answers import AnswersRefused, check_answers, parse_answers, rename
from scenario_quiz.html import static_html
from scenario_quiz.labels import load_labels
from scenario_quiz.release import Release, freeze
from scenario_quiz.scoring import Known, score
from scenario_quiz.views import opaque_ids, practice_view
from tests.widgets.kinds.own_course import WORDS, with_own_kinds


@pytest.fixture
def own_course(small_course):
    return with_own_kinds(small_course)


def released(course):
    loaded = course.load()
    return freeze(loaded.assignments["placement"], loaded.school)


def published(course):
    return [view.model_dump_json() for views in released(course).views.values() for view in views]


def answers(release, given):
    entries = [{"step": step, "answer": answer, "time": "2026-11-23T07:00:00Z"} for step, answer in given.items()]
    about = {"course": release.course, "assignment": release.assignment, "content": release.version}
    head = {"format": "scenario-answers", "version": 1, "language": "nl", "attempt": "0" * 32}
    return parse_answers(json.dumps(head | about | {"scenarios": {"tell": entries}}).encode())


def test_a_page_shows_neither_the_authors_ids_nor_a_word_of_the_key(own_course):
    text = "".join(published(own_course))
    for word in ("own-", "CANARY", "role", "gives-away", "harmless", "if_wrong", "place"):
        assert word not in text.replace("placement", "")


def test_another_key_changes_no_published_byte(own_course):
    before = published(own_course)
    steps = own_course.files["exercises/placement/tell/scenario.yml"]["steps"]
    parts, cards = steps["tap"]["parts"], steps["tidy"]["cards"]
    for roles in set(itertools.permutations(parts.values())):
        steps["tap"]["parts"] = dict(zip(parts, roles, strict=True))
        assert published(own_course) == before
    for keys in itertools.permutations(cards.values()):
        steps["tidy"]["cards"] = dict(zip(cards, keys, strict=True))
        assert published(own_course) == before
    for items in itertools.permutations(steps["mend"]["items"]):
        steps["mend"]["items"] = list(items)
        assert published(own_course) == before


def test_a_published_answer_is_scored_as_the_same_answer_in_the_authors_ids(own_course):
    release = Release.model_validate_json(released(own_course).model_dump_json())
    scenario, chance = release.scenario("tell"), Random(4)
    for _ in range(20):
        own = {
            name: step.likely(dict.fromkeys(step.options(), 0.0), chance) for name, step in scenario.decisions.items()
        }
        letters = {step: {own: shown for shown, own in ids.items()} for step, ids in opaque_ids(scenario).items()}
        given = answers(release, {step: rename(answer, letters[step]) for step, answer in own.items()})
        check_answers(given, release)
        for found in score(release, given).scenarios["tell"].steps:
            step = scenario.decisions[found.step]
            assert (found.points, found.verdict) == step.judge(own[found.step])
            assert found.chosen == step.chosen(own[found.step])


def test_pupils_who_answer_alike_share_what_each_would_get_alone(own_course):
    release, read, known = released(own_course), set(), Known()
    scenario, chance = release.scenario("tell"), Random(4)
    letters = {step: {own: shown for shown, own in ids.items()} for step, ids in opaque_ids(scenario).items()}
    for _ in range(60):
        own = {
            name: step.likely(dict.fromkeys(step.options(), 0.0), chance) for name, step in scenario.decisions.items()
        }
        # The same cards and bins, written in another order, are another choice to a report.
        for each in (own, own | {"tidy": dict(reversed(own["tidy"].items()))}):
            given = answers(release, {name: rename(answer, letters[name]) for name, answer in each.items()})
            check_answers(given, release, read)
            assert score(release, given, known) == score(release, given)
    assert 0 < len(known.answers) < 60 * len(scenario.decisions)
    assert 0 < sum(name == "tell" for name, *_ in known.logs) <= 120
    for wrong in ({"tap": "a"}, {"tap": ["z"]}, {"mend": ["a", "b", "c", "c"]}, {"tidy": {"a": "d"}}):
        for _ in range(2):
            with pytest.raises(AnswersRefused):
                check_answers(answers(release, wrong), release, read)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("tap", "a"), ("tap", ["z"]), ("tap", ["a", "a"]), ("tap", {"a": "b"}), ("tap", ["own-age"]),
        ("tidy", []), ("tidy", {}), ("tidy", {"a": "d"}), ("tidy", {"a": "d", "b": "d", "c": "z"}),
        ("tidy", {"a": "a", "b": "d", "c": "d"}), ("tidy", {"d": "a", "b": "d", "c": "d"}),
        ("tidy", {"a": "d", "b": "d", "c": "d", "y": "d", "z": "d"}),
        ("mend", "a"), ("mend", []), ("mend", ["a", "b", "c"]), ("mend", ["a", "b", "c", "c"]),
        ("mend", ["a", "b", "c", "z"]),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(own_course, step, answer):
    release = released(own_course)
    with pytest.raises(AnswersRefused) as caught:
        check_answers(answers(release, {step: answer}), release)
    assert caught.value.code == "unknown_option"


@pytest.mark.parametrize(
    "answer", [{"a": 1}, {"a": None}, {"a": ["d"]}, [["a"]], {"a": "x" * 5000}, dict.fromkeys(map(str, range(30)), "d")]
)
def test_an_answer_of_no_known_shape_is_refused(own_course, answer):
    with pytest.raises(AnswersRefused) as caught:
        answers(released(own_course), {"tidy": answer})
    assert caught.value.code == "invalid"


def test_without_javascript_everything_reads_and_practice_explains_itself(own_course):
    course = own_course.load()
    practice = practice_view(course.assignments["placement"].scenarios["talk"], course.school, "nl")
    [graded] = [view for view in released(own_course).public("nl") if view.id == "tell"]
    labels = load_labels("scenario_quiz", "nl")
    texts = [
        text
        for step in WORDS.values()
        for field in ("parts", "bins", "cards", "items")
        for text in step.get(field, {}).values()
    ]
    for view in (practice, graded):
        html = static_html(view, labels)
        body = html.split("<script")[0]
        assert all(text in body for text in texts)
    body = static_html(practice, labels).split("<script")[0]
    for step in WORDS.values():
        assert all(feedback in body for feedback in step["feedback"].values())
    for said in ("Dit hoort erbij.", "Dit hoort er niet bij.", "Hoort bij: words of never.", "Hoort op plaats 1."):
        assert said in body
    assert "CANARY" not in static_html(graded, labels)
