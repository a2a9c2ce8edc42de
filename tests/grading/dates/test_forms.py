"""Which form a pupil does when, and the dates of the two moments."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_quiz.errors import Refusal
from scenario_quiz.forms import Moment
from skill_grading.dates.form_dates import PupilDates
from skill_grading.dates.forms import Pair, entry_forms, pair_of
from skill_grading.inbox.dates import AssignmentDates, Dates
from skill_grading.pupils.roster import Pupil, Roster

PAIR = Pair({"a": "form-a", "b": "form-b"})
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLASSES = st.lists(st.integers(1, 4), max_size=60)


def test_the_form_of_the_exam_is_the_other_one():
    assert [PAIR.form(moment, "a") for moment in Moment] == ["form-a", "form-b"]
    assert [PAIR.form(moment, "b") for moment in Moment] == ["form-b", "form-a"]
    assert [PAIR.moment(name, "b") for name in ("form-a", "form-b", "privacy")] == [Moment.EXAM, Moment.ENTRY, None]
    assert pair_of({}) is None


@given(CLASSES, CLASSES)
def test_every_class_is_halved_whoever_comes_later_and_nobody_changes(first, later):
    pupils = [(f"p-{number}", str(class_name), "") for number, class_name in enumerate(first)]
    before = entry_forms(pupils)
    assert before == entry_forms(pupils)
    known = [(pupil_id, class_name, before[pupil_id]) for pupil_id, class_name, _ in pupils]
    new = [(f"q-{number}", str(class_name), "") for number, class_name in enumerate(later)]
    after = entry_forms([*new, *known])
    assert before.items() <= after.items()
    begun = Counter((class_name, after[pupil_id]) for pupil_id, class_name, _ in [*known, *new])
    assert all(abs(begun[name, "a"] - begun[name, "b"]) <= 1 for name, _ in begun)


def test_the_list_does_not_tell_who_begins_with_which_form():
    """Neither the first pupil of a class nor every second one begins with the same form everywhere."""
    forms = [entry_forms([(f"p-{n}-{pupil}", "5VZ", "") for pupil in range(2)]) for n in range(40)]
    assert {form[f"p-{n}-0"] for n, form in enumerate(forms)} == {"a", "b"}


def test_a_pupil_keeps_the_form_in_another_class_and_after_saving(tmp_path):
    path = tmp_path / "roster.csv"
    Roster(tuple(Pupil(f"p-{n}", "5VZ", f"N{n}", "Peeters") for n in range(4))).save(path)
    forms = {pupil.pupil_id: pupil.entry_form for pupil in Roster.load(path).pupils}
    assert Counter(forms.values()) == {"a": 2, "b": 2}
    path.write_text(path.read_text().replace("p-1,5VZ", "p-1,6VZ"))
    assert {pupil.pupil_id: pupil.entry_form for pupil in Roster.load(path).pupils} == forms


def test_a_class_list_from_before_the_forms_is_read_and_another_letter_is_refused(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("pupil_id,class,first_name,last_name,platform_id\np-1,5VZ,Noor,Peeters,\np-2,5VZ,Sam,Maes,\n")
    assert {pupil.entry_form for pupil in Roster.load(path).pupils} == {"a", "b"}
    path.write_text("pupil_id,class,first_name,last_name,platform_id,entry_form\np-1,5VZ,Noor,Peeters,,c\n")
    with pytest.raises(Refusal, match="line 2: entry_form: found 'c', expected a or b"):
        Roster.load(path)


def dates(pair=PAIR, **calendar: Dates) -> PupilDates:
    found = {name.replace("_", "-"): AssignmentDates(everybody=given) for name, given in calendar.items()}
    return PupilDates(found, pair, Pupil("p-1", "5VZ", "Noor", "Peeters", "", "b"))


def test_a_pupil_does_the_entry_check_first_and_the_exam_once_it_is_opened():
    assert dates().is_open("form-b", NOW) and not dates().is_open("form-a", NOW)
    opened = dates(exam=Dates(opens=NOW))
    assert opened.is_open("form-a", NOW) and not opened.is_open("form-b", NOW)
    assert not opened.is_open("form-a", NOW - HOUR) and opened.is_open("form-b", NOW - HOUR)
    assert not dates(entry=Dates(closes=NOW)).is_open("form-b", NOW)


def test_a_deadline_alone_opens_no_exam_and_a_closed_one_is_over():
    assert not dates(exam=Dates(due=NOW + HOUR)).is_open("form-a", NOW)
    closed = dates(exam=Dates(opens=NOW - HOUR, closes=NOW))
    assert not closed.is_open("form-a", NOW) and closed.exam_over(NOW) and not closed.exam_over(NOW - HOUR / 2)
    assert not closed.is_open("form-b", NOW)


def test_the_dates_of_a_form_are_those_of_its_moment_and_of_others_their_own():
    found = dates(entry=Dates(due=NOW), exam=Dates(opens=NOW), privacy=Dates(closes=NOW), form_a=Dates(due=NOW))
    assert (found.of("form-b"), found.of("form-a")) == (Dates(due=NOW), Dates(opens=NOW))
    assert not found.is_open("privacy", NOW) and found.moment("privacy") is None
    assert dates(pair=None).is_open("form-a", NOW)
