"""A situation as text: the same evidence as on the screen, and never markup."""

import pytest
from pydantic import TypeAdapter

from scenario_quiz.labels import load_labels
from scenario_quiz.situations import AnyShow
from scenario_quiz.situations.html import situation_html
from scenario_quiz.situations.words import KnownWords

PEOPLE = {"yara": "Yara", "sam": "<b>Sam</b>"}
TEXTS = {"one": "Dag <i>!</i>", "two": "Tot ziens.", "alt": "Een keuken.", "group": "Onze klas"}
PICTURE = {"drawing": "kitchen", "alt": "alt"}


def text_of(situation, language="nl"):
    show = TypeAdapter(AnyShow).validate_python(situation).fill(KnownWords(PEOPLE, TEXTS))
    return situation_html(show, load_labels("scenario_quiz", language))


@pytest.mark.parametrize(
    ("situation", "says"),
    [
        (
            {
                "kind": "post",
                "by": "yara",
                "picture": PICTURE,
                "text": ["one", "two"],
                "likes": 12,
                "comments": [{"by": "me", "text": "two"}],
            },
            [
                "Post, Yara",
                "Op de foto: Een keuken.",
                "Dag &lt;i&gt;!&lt;/i&gt; Tot ziens.",
                "Vind ik leuk: 12",
                "jij: Tot ziens.",
            ],
        ),
        (
            {"kind": "story", "by": "me", "picture": PICTURE, "text": ["two"], "hours_left": 23},
            ["Story, jij", "Nog 23 uur", "Een keuken.", "Tot ziens."],
        ),
        (
            {"kind": "chat", "title": "group", "messages": [{"by": "yara", "text": "two"}]},
            ["Onze klas", "Groep: Yara, jij", "Yara: Tot ziens."],
        ),
        ({"kind": "chat", "messages": [{"by": "yara", "text": "two"}]}, ["Privégesprek: Yara, jij"]),
        (
            {"kind": "mail", "by": "yara", "to": "me", "subject": "group", "text": ["two"], "attachment": "alt"},
            ["Van: Yara", "Aan: jou", "Onderwerp: Onze klas", "<p>Tot ziens.</p>", "Bijlage: Een keuken."],
        ),
        (
            {"kind": "comments", "on": "group", "comments": [{"by": "yara", "text": "two"}]},
            ["Reacties bij: Onze klas", "Yara: Tot ziens."],
        ),
        ({"kind": "profile", "by": "yara", "picture": PICTURE, "text": ["two"]}, ["Profiel, Yara", "Een keuken."]),
        ({"kind": "notification", "app": "group", "text": ["two"]}, ["Melding", "Onze klas", "Tot ziens."]),
        ({"kind": "photo", "picture": PICTURE}, ["Foto", "Op de foto: Een keuken."]),
    ],
)
def test_everything_on_the_screen_is_said(situation, says):
    text = text_of(situation)
    assert [part for part in says if part not in text] == []
    assert text_of(situation, "en") != text


def test_names_and_texts_never_become_markup():
    text = text_of({"kind": "comments", "on": "one", "comments": [{"by": "sam", "text": "one"}]})
    assert "<b>" not in text and "<i>" not in text and "&lt;b&gt;Sam" in text
