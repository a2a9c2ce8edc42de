"""What a report says of the situations themselves, and from how many pupils on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from skill_grading.measures.pooled import Trust
from skill_grading.measures.reliability import Reliability, Standing
from skill_grading.report.question_sections import (
    decisions_section,
    paths_section,
    questions_section,
    stories_section,
    trust_section,
)
from skill_grading.report.sections import Table
from skill_grading.report.tables import tables
from tests.grading.class_of_pupils import WALK, decisions, graded, report_of, step, words_of


@pytest.fixture
def small(small_course):
    return small_course.load()


def class_of(small, good: int, harm: int):
    """Pupils whose pooled decision is good, and others who did harm."""
    pupils = [graded(f"G{i}", decisions(12, 12), [step()]) for i in range(good)]
    pupils += [graded(f"H{i}", decisions(2, 12), [step(verdict="harm")]) for i in range(harm)]
    return report_of(small, pupils)


def told(section) -> str:
    return " ".join([*section.sentences, *section.items])


def test_below_thirty_pupils_nothing_is_said_of_the_questions(small):
    words = words_of(small)
    few = class_of(small, 20, 9)
    assert told(questions_section(few, words)).startswith("Te weinig leerlingen om de vragen zelf te beoordelen")
    assert "Te weinig leerlingen om te zeggen hoe betrouwbaar" in told(trust_section(few, words))


def test_options_that_surely_tempt_hardly_anybody_are_listed(small):
    words = words_of(small)
    unsure = questions_section(class_of(small, 25, 6), words)
    assert "Onderscheid bij 1 keuzes" in told(unsure) and unsure.table is None
    section = questions_section(class_of(small, 50, 12), words)
    assert "Verkeerde antwoorden die bijna niemand verleiden: 1." in told(section)
    assert section.table.rows == [["Wandelen, keuze 1", "Verbergen.", "0\u00a0%"]]


def test_a_key_to_check_and_a_suspicious_option_are_named_by_their_place(small):
    report, words = class_of(small, 25, 15), words_of(small)
    decided = report.pooled.decisions.assign(discrimination=-0.2, band="check-key")
    options = report.pooled.options.assign(suspicious=report.pooled.options.option == "post")
    section = questions_section(
        replace(report, pooled=replace(report.pooled, decisions=decided, options=options)), words
    )
    assert "Kijk de sleutel na: Wandelen, keuze 1 (onderscheid -0,20)." in section.items
    assert any(item.startswith("Verdacht: Wandelen, keuze 1. Wie ‘Posten.’ koos (38\u00a0%)") for item in section.items)


def test_reliability_is_a_row_per_exercise_with_its_uncertainty_in_points(small):
    report, words = class_of(small, 25, 15), words_of(small)
    found = Reliability(40, 5, Standing.PROVISIONAL, 0.7, 0.55, 0.8, 2.04, 0.83)
    report = replace(report, pooled=replace(report.pooled, trust=[Trust("placement", 40, 20, found)], alike=0.134))
    section = trust_section(report, words)
    assert "voor ongeveer 0,13 samen" in told(section) and "rekent met 0,30" in told(section)
    (row,) = section.table.rows
    assert row[1:] == ["40", "0,70 (0,55 tot 0,80), voorlopig", "2 van de 20 punten", "83\u00a0%"]


def test_pupils_who_all_have_the_same_are_not_called_too_few(small):
    report, words = class_of(small, 40, 0), words_of(small)
    report = replace(report, pooled=replace(report.pooled, trust=[Trust("placement", 40, 20, None)]))
    assert told(trust_section(report, words)).startswith("Over hoe betrouwbaar de scores zijn, is niets te zeggen")
    assert tables(report, names=False)["reliability"].standing.to_list() == ["provisional"]


def test_every_decision_is_told_with_the_share_of_each_option(small):
    (row,) = decisions_section(class_of(small, 9, 3), words_of(small)).table.rows
    assert row[1][:2] == ["75\u00a0% Vragen. (goed)", "25\u00a0% Posten. (schade)"]
    assert row[4] == "3 / 0"


def test_a_class_too_small_to_compare_questions_has_no_column_about_it(small):
    report, words = class_of(small, 9, 3), words_of(small)
    story = {"scenario": WALK, "reached": 12, "difficulty": 0.9, "low": 0.8, "high": 0.95}

    def tables_with(band: str) -> list[Table]:
        decided, stories = report.pooled.decisions.assign(band=band), pd.DataFrame([story | {"band": band}])
        told = replace(report, pooled=replace(report.pooled, decisions=decided, stories=stories))
        return [section(told, words).table for section in (decisions_section, stories_section)]

    for few, many in zip(tables_with("too-few"), tables_with("good"), strict=True):
        assert few.headings == many.headings[:-1] and many.headings[-1] == "Onderscheid"
        for table in (few, many):
            assert {len(table.headings)} == {len(table.widths)} == {len(row) for row in table.rows}


def test_ways_are_told_of_stories_that_branch_with_enough_pupils(small):
    words = words_of(small)
    assert paths_section(class_of(small, 12, 0), words) is None
    report = class_of(small, 12, 0)

    def with_ways(*pupils: int):
        ways = [
            (WALK, ("first",), ("good",), pupils[0], 0.5),
            (WALK, ("first", "first"), ("harm", "good"), pupils[1], 0.5),
        ]
        table = pd.DataFrame(ways, columns=["scenario", "path", "verdicts", "pupils", "share"])
        return paths_section(replace(report, pooled=replace(report.pooled, paths=table)), words)

    assert "minstens 10" in told(with_ways(2, 3))
    assert [row[1] for row in with_ways(6, 6).table.rows] == ["keuze 1 goed", "keuze 1 schade → keuze 1 goed"]


def test_a_story_is_told_as_a_whole_and_a_band_from_few_pupils_is_provisional(small):
    report, words = class_of(small, 25, 15), words_of(small)
    stories = pd.DataFrame(
        [(WALK, 40, 0.9, 0.8, 0.95, 0.45, "excellent"), (WALK, 140, 0.5, 0.42, 0.58, 0.1, "revise")],
        columns=["scenario", "reached", "difficulty", "low", "high", "discrimination", "band"],
    )
    section = stories_section(replace(report, pooled=replace(report.pooled, stories=stories)), words)
    assert section.table.rows == [
        ["Wandelen", "140", "50\u00a0% (42–58\u00a0%)", "zwak"],
        ["Wandelen", "40", "90\u00a0% (80–95\u00a0%)", "uitstekend, voorlopig"],
    ]
