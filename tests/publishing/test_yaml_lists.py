import pytest
import yaml

from course_site.yaml_lists import add_item
from scenario_quiz.errors import Refusal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("graded: [one, two]  # in order\nminutes: 5\n", "graded: [one, two, new]  # in order\nminutes: 5\n"),
        (
            "graded:\n  - one\n  - two   # last\nminutes: 5\n",
            "graded:\n  - one\n  - two   # last\n  - new\nminutes: 5\n",
        ),
        ("graded:\n- one\n# to come\n", "graded:\n- one\n- new\n# to come\n"),
        ("graded:\n  - one", "graded:\n  - one\n  - new\n"),
        ("graded: [\n  one,\n  two\n]\n", "graded: [\n  one,\n  two, new\n]\n"),
    ],
)
def test_an_item_is_added_and_everything_else_stays(text, expected):
    assert add_item(text, ("graded",), "new") == expected
    assert "new" in yaml.safe_load(expected)["graded"]


def test_an_item_can_stand_in_the_middle_of_a_list_of_mappings():
    text = "parts:\n  - caption: a\n    chapters:\n      - file: one   # first\n      - file: two\n  - caption: b\n"
    changed = add_item(text, ("parts", 0, "chapters"), "file: new", after=0)
    assert changed == text.replace("# first\n", "# first\n      - file: new\n")


@pytest.mark.parametrize("text", ["graded: []\n", "minutes: 5\n", "graded: one\n", "", "- one\n"])
def test_without_a_list_to_add_to_it_refuses_in_words(text):
    with pytest.raises(Refusal, match="no list 'graded'"):
        add_item(text, ("graded",), "new")
