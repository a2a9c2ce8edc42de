"""One file of a school laid over that of another: what comes out, and whose each part is."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_quiz.errors import CourseError
from scenario_quiz.layers import Layers, laid_over, read_layered, school_folders
from scenario_quiz.yaml_file import YamlFile

BASE, OWN = Path("base/school.yml"), Path("own/school.yml")

values = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
mappings = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


def parts(data: object, key: tuple = ()) -> dict[tuple, object]:
    """Every part of `data` by its path, `data` itself included."""
    found = {key: data}
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        found |= parts(value, (*key, name))
    return found


def as_file(path: Path, data: dict) -> YamlFile:
    return YamlFile(path, data, {key: line for line, key in enumerate(parts(data), 1)})


def merged(base: dict, own: dict) -> dict:
    return laid_over(as_file(BASE, base), as_file(OWN, own)).data


@given(mappings)
def test_saying_nothing_changes_nothing_and_over_nothing_all_is_own(data):
    assert merged(data, {}) == data
    assert merged({}, data) == data


@given(mappings, mappings)
def test_saying_the_same_again_changes_nothing_more(base, own):
    once = merged(base, own)
    assert merged(once, own) == once


@given(mappings, mappings)
def test_every_own_word_is_there_and_everything_else_is_as_it_was(base, own):
    found = merged(base, own)
    for key, value in own.items():
        assert found[key] == (merged(base[key], value) if isinstance(base.get(key), dict) and isinstance(value, dict)
                              else value)  # fmt: skip
    assert {key: value for key, value in found.items() if key not in own} == {
        key: value for key, value in base.items() if key not in own
    }


@given(mappings, mappings)
def test_every_part_knows_its_file_and_line(base, own):
    below, above = as_file(BASE, base), as_file(OWN, own)
    found = laid_over(below, above)
    assert set(found.lines) == set(parts(found.data))
    for key in found.lines:
        its_own = above if key in above.lines else below
        assert (found.origin(*key), found.line(*key)) == (its_own.path, its_own.lines[key])


@given(mappings, st.sampled_from("abcd"))
def test_null_takes_out_what_is_there_and_nothing_else(base, name):
    assume(name in base)
    found = laid_over(as_file(BASE, base), as_file(OWN, {name: None}))
    assert found.data == {key: value for key, value in base.items() if key != name}
    assert set(found.lines) == set(parts(found.data))


@pytest.mark.parametrize("own", [{"b": None}, {"a": {"y": None}}, {"new": {"x": None}}])
def test_taking_out_what_is_not_there_is_a_slip(own):
    with pytest.raises(CourseError, match="nothing to take out") as refused:
        merged({"a": {"x": 1}}, own)
    assert refused.value.problems[0].file == OWN


def school(root: Path, name: str, extends: str | None = None) -> Path:
    folder = root / "schools" / name
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text(f"name: {name}\n" + (f"extends: {extends}\n" if extends else ""))
    return folder


def test_a_school_may_extend_one_that_extends_another(tmp_path):
    first = school(tmp_path, "first")
    second, third = school(tmp_path, "second", "first"), school(tmp_path, "third", "second")
    assert school_folders(third) == [first, second, third]
    (first / "rules.yml").write_text("a: 1\nb: 1\n")
    (third / "rules.yml").write_text("b: 3\n")
    assert read_layered([first, second, third], "rules.yml").data == {"a": 1, "b": 3}
    assert read_layered([first, second], "rules.yml").data == {"a": 1, "b": 1}


@pytest.mark.parametrize("extends", ["second", "nobody"])
def test_a_school_that_extends_itself_or_nobody_is_told_which_there_are(tmp_path, extends):
    school(tmp_path, "first")
    with pytest.raises(CourseError, match=f"school.yml:2: extends: '{extends}' is no other school; there is: first"):
        school_folders(school(tmp_path, "second", extends))


def test_a_schools_own_file_or_folder_stands_for_the_courses(tmp_path):
    folder = school(tmp_path, "first")
    for place in (tmp_path, folder):
        (place / "chapters" / "nl").mkdir(parents=True)
        (place / "chapters" / "nl" / "welcome.md").write_text("# Welkom\n")
    (tmp_path / "chapters" / "nl" / "privacy.md").write_text("# Privacy\n")
    layers = Layers.of(tmp_path, "first")
    assert layers.find("chapters", "nl", "welcome.md") == folder / "chapters/nl/welcome.md"
    assert layers.find("chapters", "nl", "nothing.md") == tmp_path / "chapters/nl/nothing.md"
    assert layers.entries("chapters", "nl") == {
        "privacy.md": tmp_path / "chapters/nl/privacy.md",
        "welcome.md": folder / "chapters/nl/welcome.md",
    }
