"""A released exercise in a notebook: its answers file, from the first confirmed answer on."""

import json

import pytest

from scenario_quiz.answers import check_answers, parse_answers
from scenario_quiz.release import freeze
from scenario_quiz.workbook import Exercise


@pytest.fixture
def release(small_course):
    course = small_course.load()
    return freeze(course.assignments["placement"], course.school)


@pytest.fixture
def folder(tmp_path, release):
    """A folder as a pupil gets it."""
    folder = tmp_path / "placement"
    folder.mkdir()
    publish(release, folder)
    return folder


def publish(release, folder):
    views = [view.model_dump(mode="json") for view in release.public("nl")]
    head = {"course": release.course, "assignment": release.assignment, "content": release.version, "language": "nl"}
    (folder / "public.nl.json").write_text(json.dumps(head | {"scenarios": views}), encoding="utf-8")


def answer(exercise, scenario, step, value, second=0):
    """What a confirmed answer does to the widget."""
    quiz = exercise.quiz(scenario)
    quiz.answers = [*quiz.answers, {"step": step, "answer": value, "time": f"2026-11-23T07:00:{second:02}.000Z"}]


def stored(folder):
    return parse_answers((folder / "answers.json").read_bytes())


def given(answers, scenario):
    return [(entry["step"], entry["answer"]) for entry in answers.scenarios[scenario]]


def test_opening_and_showing_it_writes_nothing(folder):
    before = sorted(folder.iterdir())
    Exercise("nl", folder).quiz("walk")._repr_mimebundle_()
    assert sorted(folder.iterdir()) == before


def test_every_confirmed_answer_is_at_once_in_a_file_that_can_be_handed_in(folder, release):
    exercise = Exercise("nl", folder)
    answer(exercise, "walk", "first", "a")
    assert given(stored(folder), "walk") == [("first", "a")]
    answer(exercise, "tell", "write", "Ik vraag het.")
    answers = stored(folder)
    check_answers(answers, release)
    assert answers.language == "nl"
    assert given(answers, "tell") == [("write", "Ik vraag het.")]


def test_opening_it_again_goes_on_with_the_same_attempt(folder):
    answer(Exercise("nl", folder), "walk", "first", "a")
    attempt = stored(folder).attempt
    again = Exercise("nl", folder)
    assert again.quiz("walk").answers[0]["answer"] == "a"
    answer(again, "tell", "write", "Ja.")
    assert stored(folder).attempt == attempt
    assert given(stored(folder), "walk") == [("first", "a")]


def test_two_windows_lose_nothing_and_the_first_answer_stays_first(folder):
    one, other = Exercise("nl", folder), Exercise("nl", folder)
    answer(one, "walk", "first", "a")
    answer(other, "walk", "first", "b", second=1)
    answer(one, "tell", "write", "Ja.", second=2)
    assert given(stored(folder), "walk") == [("first", "a"), ("first", "b")]
    assert given(stored(folder), "tell") == [("write", "Ja.")]


def test_it_finds_its_folder_wherever_the_kernel_goes_later(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    exercise = Exercise("nl")
    monkeypatch.chdir(tmp_path)
    answer(exercise, "walk", "first", "a")
    assert (folder / "answers.json").exists()


@pytest.mark.parametrize("left", [b"", b"{broken", b'{"format": "other"}'])
def test_a_file_that_is_no_answers_file_is_kept_aside(folder, left):
    (folder / "answers.json").write_bytes(left)
    answer(Exercise("nl", folder), "walk", "first", "a")
    assert given(stored(folder), "walk") == [("first", "a")]
    [aside] = folder.glob("answers-*.json")
    assert aside.read_bytes() == left


def test_answers_to_an_older_version_are_kept_aside(folder, small_course):
    answer(Exercise("nl", folder), "walk", "first", "b")
    old = (folder / "answers.json").read_bytes()
    small_course.files["exercises/placement/walk/nl.yml"]["steps"]["first"]["prompt"] = "Wat nu dan?"
    course = small_course.load()
    publish(freeze(course.assignments["placement"], course.school), folder)

    exercise = Exercise("nl", folder)
    assert exercise.quiz("walk").answers == []
    answer(exercise, "walk", "first", "a")

    assert given(stored(folder), "walk") == [("first", "a")]
    [aside] = folder.glob("answers-*.json")
    assert aside.read_bytes() == old


def test_a_text_that_a_browser_cut_in_half_can_be_written(folder):
    answer(Exercise("nl", folder), "tell", "write", "hal\ud83d")
    assert given(stored(folder), "tell") == [("write", "hal\ufffd")]


def test_the_page_hears_how_many_answers_are_safe(folder, monkeypatch):
    exercise = Exercise("nl", folder)
    quiz = exercise.quiz("tell")
    assert quiz.saved == 0
    answer(exercise, "tell", "write", "Ja.")
    assert quiz.saved == 1

    def full(*_file):
        raise OSError("no space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("scenario_quiz.workbook.write_atomically", full)
        with pytest.raises(OSError):
            answer(exercise, "tell", "write", "Nee.", second=1)
    assert quiz.saved == 1
    answer(exercise, "walk", "first", "a", second=2)
    assert quiz.saved == 2


def test_a_scenario_that_it_does_not_have_is_told(folder):
    with pytest.raises(KeyError, match="there is: walk, tell"):
        Exercise("nl", folder).quiz("other")
