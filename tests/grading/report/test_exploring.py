"""What the page to look around in shows: a class, one pupil, one situation, and nobody's name."""

from __future__ import annotations

from skill_grading.drawing.lettering import NARROW
from skill_grading.drawing.pen import Pen
from skill_grading.report.exploring import (
    class_figures,
    class_tables,
    outcome_words,
    pupil_decisions,
    situation,
)
from skill_grading.report.sections import situation_key
from tests.grading.class_of_pupils import WALK, decisions, graded, mixed_class, report_of, step, words_of

FIRST = situation_key(WALK, "first")


def test_a_class_is_a_row_per_pupil_and_what_somebody_met(small_course):
    course = small_course.load()
    report = report_of(course, mixed_class())
    told = class_tables(report, words_of(course))
    assert told["skills"] == [{"id": "confidentiality", "name": "Zwijgen"}]
    first, *_, absent, waiting = told["pupils"]
    assert first["skills"]["confidentiality"] == {"outcome": "shown", "counts": "12/12"}
    assert (absent["status"], waiting["status"], absent["skills"]) == ("Afwezig", "Ingediend, maar niet verbeterd", {})
    (met,) = told["situations"]
    assert (met["key"], met["reached"], met["misses"], met["false_alarms"]) == (FIRST, 12, 3, 6)
    assert met["place"] == "Wandelen, keuze 1" and met["about"] == "Wat nu?"


def test_one_skill_leaves_out_what_is_about_another(small_course):
    course = small_course.load()
    told = class_tables(report_of(course, mixed_class()), words_of(course), "speak-up")
    assert told["skills"] == told["situations"] == []
    assert all(pupil["skills"] == {} for pupil in told["pupils"])


def test_figures_are_those_of_the_report_each_with_its_message(small_course):
    course = small_course.load()
    report, words = report_of(course, mixed_class()), words_of(course)
    skills, errors, situations = class_figures(report, words, "confidentiality")
    assert "Zwijgen: 3 van 12 aangetoond" in skills[1].alt and "Wandelen" in situations[1].alt
    assert all(picture.svg().startswith(b"<svg") for _, picture in (skills, errors, situations))
    assert class_figures(report, words, "speak-up") == []


def test_in_the_figures_only_situations_can_be_opened_by_the_key_of_their_row_in_the_table(small_course):
    course = small_course.load()
    report, words = report_of(course, mixed_class()), words_of(course)
    pens = [Pen(NARROW) for _ in range(3)]
    for pen, (_, picture) in zip(pens, class_figures(report, words), strict=True):
        picture.draw(pen)
    assert [[band.key for band in pen.bands] for pen in pens] == [[], [], [FIRST]]
    assert [one["key"] for one in class_tables(report, words)["situations"]] == [FIRST]


def test_a_pupils_decisions_stand_in_order_with_misses_and_false_alarms_apart(small_course):
    course = small_course.load()
    same = step(verdict="overcautious")
    pupil = graded("Noor", [same, *decisions(1, 2)], pooled=[same])
    report = report_of(course, [pupil])
    (skill,) = pupil_decisions(pupil, report.pupils[0], report.exercises, words_of(course))
    assert (skill["misses"], skill["false_alarms"], skill["counts"]) == (1, 1, "1/3")
    assert [one["verdict"] for one in skill["decisions"]] == ["overcautious", "good", "harm"]
    met, changed, _ = skill["decisions"]
    assert (met["key"], met["chosen"], met["place"]) == (FIRST, ["Verbergen."], "Wandelen, keuze 1")
    assert (changed["key"], changed["chosen"], changed["exercise"]) == ("", [], "Stage")


def test_a_situation_tells_shares_and_who_chose_only_when_asked(small_course):
    course = small_course.load()
    pupils = mixed_class()
    report, words = report_of(course, pupils), words_of(course)
    told = situation(FIRST, pupils, report, words)
    assert told["prompt"] == "Wat nu?" and told["reached"] == 12
    assert told["parts"][0]["situation"] == "Een wandeling."
    chosen = {one["text"]: (one["verdict"], one["chosen"], one["share"], one["who"]) for one in told["options"]}
    assert chosen == {
        "Vragen.": ("good", 3, "25\u00a0%", None),
        "Posten.": ("harm", 3, "25\u00a0%", None),
        "Houden.": ("good", 0, "0\u00a0%", None),
        "Verbergen.": ("overcautious", 6, "50\u00a0%", None),
    }
    asked = situation(FIRST, pupils, report, words, who=True)
    assert [len(one["who"]) for one in asked["options"]] == [3, 3, 0, 6]


def test_outcomes_are_called_what_the_report_calls_them(small_course):
    assert set(outcome_words(words_of(small_course.load())).values()) == {"aangetoond", "nog niet", "te weinig bewijs"}
