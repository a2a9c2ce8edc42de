import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz.answers import MAX_BYTES, AnswersRefused, check_answers, parse_answers, read_accepted
from scenario_quiz.release import freeze
from scenario_quiz.scoring import Known, score

TIME = "2026-11-23T07:00:00.000Z"


@pytest.fixture
def release(small_course):
    course = small_course.load()
    return freeze(course.assignments["placement"], course.school)


@pytest.fixture
def data(release):
    return {
        "format": "scenario-answers", "version": 1, "course": release.course, "assignment": release.assignment,
        "content": release.version, "language": "nl", "attempt": "0" * 32,
        "scenarios": {
            "walk": [{"step": "first", "answer": "a", "time": TIME}, {"step": "left", "answer": ["a"], "time": TIME}],
            "tell": [{"step": "write", "answer": "Ik bel mijn stagebegeleider.", "time": TIME}],
        },
    }  # fmt: skip


def refused(data, release=None):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(AnswersRefused) as caught:
        answers = parse_answers(raw)
        check_answers(answers, release)
    return caught.value.code


def test_sound_answers_are_taken(data, release):
    answers = parse_answers(json.dumps(data).encode())
    check_answers(answers, release)
    assert answers.scenarios["walk"][0]["answer"] == "a"


def test_what_a_pupil_wrote_is_not_kept_for_other_pupils(data, release):
    read, answers = set(), parse_answers(json.dumps(data).encode())
    check_answers(answers, release, read)
    assert "stagebegeleider" not in repr(read)
    assert [name for name, *_ in read] == ["walk"]
    known = Known()
    score(release, answers, known)
    assert "stagebegeleider" not in repr(known)
    assert [name for name, *_ in known.logs] == ["walk"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d.update(course="other"), "wrong_course"),
        (lambda d: d.update(assignment="other"), "wrong_assignment"),
        (lambda d: d.update(content="f" * 64), "wrong_version"),
        (lambda d: d["scenarios"].update(other=[]), "unknown_scenario"),
        (lambda d: d["scenarios"]["walk"][0].update(step="other"), "unknown_step"),
        (lambda d: d["scenarios"]["walk"][0].update(answer="z"), "unknown_option"),
        (lambda d: d["scenarios"]["walk"][0].update(answer="ask"), "unknown_option"),
        (lambda d: d["scenarios"]["walk"][0].update(answer=["a"]), "unknown_option"),
        (lambda d: d["scenarios"]["tell"][0].update(answer="x" * 2001), "unknown_option"),
        (lambda d: d["scenarios"]["tell"][0].update(answer="x" * 4001), "invalid"),
        (lambda d: d["scenarios"]["walk"][0].update(answer=3), "invalid"),
        (lambda d: d["scenarios"]["walk"][0].update(points=100), "invalid"),
        (lambda d: d["scenarios"]["walk"][0].update(time="yesterday"), "invalid"),
        (lambda d: d.update(attempt="../../etc/passwd"), "invalid"),
        (lambda d: d.update(version=2), "invalid"),
        (lambda d: d.update(extra=1), "invalid"),
        (lambda d: d["scenarios"].update(walk=[d["scenarios"]["walk"][0]] * 501), "invalid"),
    ],
)
def test_answers_that_do_not_fit_are_refused_with_a_code(data, release, change, code):
    change(data)
    assert refused(data, release) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": 1, "a": 2}', "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b"[]", "invalid"),
        (b'{"\\ud800": 1}', "invalid"),
        (b" " * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_bytes_that_are_no_answers_file_are_refused(raw, code):
    assert refused(raw) == code


@pytest.mark.parametrize("text", ["Ik vraag het.", "hal\ud83d", "\ud83d\ude00"])
def test_what_the_inbox_holds_is_read_alike_without_being_checked_again(data, text):
    data["scenarios"]["tell"][0]["answer"] = text
    raw = json.dumps(data).encode()
    assert read_accepted(raw) == parse_answers(raw)


def test_half_an_emoji_costs_no_answer(data):
    data["scenarios"]["tell"][0]["answer"] = "fijn \ud83d"
    text = parse_answers(json.dumps(data).encode()).scenarios["tell"][0]["answer"]
    assert text == "fijn \ufffd"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary(max_size=300) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_the_reader(raw):
    try:
        parse_answers(raw)
    except AnswersRefused as error:
        str(error).encode()
