"""What authors may write under `show`, and what is said when an id is not known."""

import pytest

from scenario_quiz.errors import CourseError
from scenario_quiz.views import practice_view, public_view

WALK = "exercises/placement/walk"
TALK = "exercises/placement/talk"
POST = {
    "kind": "post",
    "by": "yara",
    "picture": {"drawing": "kitchen", "alt": "view"},
    "text": ["hello", "bye"],
    "likes": 12,
    "comments": [{"by": "me", "text": "nice"}],
}
PEOPLE = {"yara": "Yara"}
TEXTS = {"view": "Een keuken.", "hello": "Dag.", "bye": "Tot ziens.", "nice": "Mooi!"}


def show(small_course, folder, situation, step=None, people=PEOPLE, texts=TEXTS):
    structure = small_course.files[f"{folder}/scenario.yml"]
    (structure["steps"][step] if step else structure)["show"] = situation
    for language in ("nl", "en"):
        words = small_course.files[f"{folder}/{language}.yml"]
        words["people"], words["texts"] = dict(people), dict(texts)


def problems_of(small_course):
    with pytest.raises(CourseError) as caught:
        small_course.load()
    return [str(problem) for problem in caught.value.problems]


def test_a_view_carries_names_and_texts_but_no_ids(small_course):
    show(small_course, WALK, POST)
    view = public_view(small_course.load().scenario("placement/walk"), "nl")
    post = view.show
    assert (post.by, post.likes, [passage.text for passage in post.text]) == ("Yara", 12, ["Dag.", "Tot ziens."])
    assert [(line.by, line.text.text) for line in post.comments] == [(None, "Mooi!")]
    assert post.picture.alt == "Een keuken."
    assert post.picture.svg.startswith("<svg") and "hotspots" not in post.picture.svg
    text = view.model_dump_json()
    assert not any(f'"{name}"' in text for name in ("yara", "hello", "bye", "nice", "view", "kitchen", "me"))


def test_a_step_shows_its_own_situation(small_course):
    chat = {"kind": "chat", "messages": [{"by": "yara", "text": "hello"}]}
    show(small_course, TALK, chat, "draft", texts={"hello": "Dag."})
    course = small_course.load()
    view = practice_view(course.scenario("placement/talk"), course.school, "nl")
    assert view.show is None
    assert view.steps["draft"].show.messages[0].by == "Yara"


@pytest.mark.parametrize(
    "situation",
    [
        {"kind": "story", "by": "me", "text": ["hello"], "hours_left": 23},
        {"kind": "chat", "title": "hello", "messages": [{"by": "me", "text": "bye"}]},
        {"kind": "mail", "by": "yara", "to": "me", "subject": "hello", "text": ["bye"], "attachment": "nice"},
        {"kind": "comments", "on": "hello", "comments": [{"by": "yara", "text": "bye"}]},
        {"kind": "profile", "by": "yara", "text": ["hello"]},
        {"kind": "notification", "app": "hello", "text": ["bye"]},
        {"kind": "photo", "picture": {"drawing": "bus", "alt": "view"}},
    ],
)
def test_every_kind_survives_being_published_and_read_again(small_course, situation):
    named = str(situation)
    show(
        small_course,
        WALK,
        situation,
        people={name: text for name, text in PEOPLE.items() if f"'{name}'" in named},
        texts={name: text for name, text in TEXTS.items() if f"'{name}'" in named},
    )
    view = public_view(small_course.load().scenario("placement/walk"), "nl")
    assert view.show.kind == situation["kind"]
    assert type(view).model_validate_json(view.model_dump_json()) == view


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"by": "sam"}, "nl.yml:{line} people.sam: scenario.yml shows 'sam', which has no words here"),
        ({"text": ["hello", "gone", "bye"]}, "nl.yml:{line} texts.gone: scenario.yml shows 'gone'"),
        ({"text": ["hello"]}, "nl.yml:{line} texts.bye: nothing in scenario.yml shows 'bye'"),
        ({"picture": {"drawing": "castle", "alt": "view"}}, "scenario.yml:{line} show.picture.drawing: there is no dr"),
        (
            {"picture": {"drawing": "kitchen", "alt": "view", "parts": {"moon": "a"}}},
            "scenario.yml:{line} show.picture.parts.moon: the drawing has no hotspot 'moon'",
        ),
        (
            {"picture": {"drawing": "kitchen", "alt": "view", "parts": {"sink": "a"}}},
            "'a' is no part of this step",
        ),
        ({"kind": "poster"}, "poster"),
        ({"likes": -1}, "greater than or equal to 0"),
        ({"colour": "red"}, "not a name that is known here"),
    ],
)
def test_a_slip_is_told_with_its_file_and_line(small_course, change, says):
    show(small_course, WALK, {**POST, **change})
    told = problems_of(small_course)
    start, _, end = says.partition("{line}")
    assert any(start in problem and end in problem and "walk/" in problem for problem in told), told
    assert all(problem.split(": ")[0].rsplit(":", 1)[1].isdigit() for problem in told), told
