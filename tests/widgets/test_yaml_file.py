from contextlib import suppress
from itertools import accumulate

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz import yaml_file
from scenario_quiz.base import Model
from scenario_quiz.errors import CourseError
from scenario_quiz.yaml_file import read_yaml


class Page(Model):
    title: str
    rules: list[str] = []


def problem_of(path, text, model=Page):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        read_yaml(path).parse(model)
    [problem] = caught.value.problems
    return problem


@pytest.fixture
def page(tmp_path):
    return tmp_path / "page.yml"


def test_reads_data_with_the_line_of_every_value(page):
    page.write_text("title: Stage\nrules:\n  - '1.5'\n  - '7.10'\n")
    file = read_yaml(page)
    assert file.parse(Page) == Page(title="Stage", rules=["1.5", "7.10"])
    assert file.line("rules", 1) == 4


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title: a\nrules: [7.10]\n", 2, "put it in quotes"),
        ("title: no\n", 1, 'write "no" in quotes'),
        ("title: a\ntitle: b\n", 2, "stands here twice"),
        ("title: Je zegt: niets\n", 1, "put the whole sentence in quotes"),
        ("title: a\n\trules: []\n", 2, "indent with spaces"),
        ("title: 2026-11-23\n", 1, "in quotes"),
        ("rules: []\n", 1, "is missing"),
        ("title: a\nrulez: []\n", 2, "slip in its spelling"),
        ("title:\n", 1, "nothing stands here"),
        ("1.5: a\ntitle: b\n", 1, 'write "1.5"'),
        ('title: "never closed\n', 1, "quotes"),
    ],
)
def test_a_slip_is_named_with_its_line_and_how_to_mend_it(page, text, line, says):
    problem = problem_of(page, text)
    assert says in problem.message
    assert problem.line is not None and line <= problem.line <= line + 1


def test_a_few_lines_can_not_stand_for_more_than_memory_holds(page):
    laughs = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    page.write_text("\n".join(laughs))
    with pytest.raises(CourseError) as caught:
        read_yaml(page)
    assert "more than 100000 values" in caught.value.problems[0].message
    page.write_text("title: &self [*self]\n")
    with pytest.raises(CourseError):
        read_yaml(page)


@pytest.mark.parametrize("opening", ["- ", "? ", "[", "{a: "])
def test_what_is_nested_by_the_thousand_is_refused_and_crashes_nothing(page, opening):
    page.write_text(30_000 * opening)
    with pytest.raises(CourseError, match="nested too deeply"):
        read_yaml(page)


@given(st.text("-?: [{]},a\n\t&!'\x85\ufeff", max_size=60) | st.text("- ?:a\n", max_size=60))
def test_nothing_is_nested_deeper_than_the_quick_look_thinks(text):
    depths = accumulate(
        isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        for event in read_events(text)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "DEEPEST", deepest := max(depths, default=0) - 1)
        assert yaml_file._is_deep(text, yaml.SafeLoader) or deepest < 0


def read_events(text):
    with suppress(yaml.YAMLError):
        yield from yaml.parse(text, Loader=yaml.SafeLoader)


def test_a_missing_file_and_one_that_is_not_text_are_named(page):
    with pytest.raises(CourseError, match="missing"):
        read_yaml(page)
    page.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="UTF-8"):
        read_yaml(page)


def test_every_course_file_is_read_alike_with_and_without_the_fast_reader(root, monkeypatch):
    paths = [*(root / "exercises").rglob("*.yml"), *(root / "schools").rglob("*.yml")]
    fast = [read_yaml(path) for path in paths]
    assert len(fast) > 100
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    assert [read_yaml(path) for path in paths] == fast


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_problem(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("yaml") / "any.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_yaml(path).parse(Page)
    except CourseError as error:
        assert error.problems
