"""What a report says of the situations themselves, and from how many pupils on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from skill_grading.pooled import Trust
from skill_grading.question_sections import decisions_section, paths_section, questions_section, trust_section
from skill_grading.reliability import Reliability, Standing
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


def test_from_thirty_on_options_that_tempt_nobody_are_listed(small):
    words = words_of(small)
    section = questions_section(class_of(small, 25, 6), words)
    assert "Verkeerde antwoorden die niemand verleiden: 1." in told(section)
    assert section.table.rows == [["Wandelen, keuze 1", "Verbergen.", "0 %"]]


def test_a_key_to_check_and_a_suspicious_option_are_named_by_their_place(small):
    report, words = class_of(small, 25, 15), words_of(small)
    decided = report.pooled.decisions.assign(discrimination=-0.2, band="check-key")
    options = report.pooled.options.assign(suspicious=report.pooled.options.option == "post")
    section = questions_section(
        replace(report, pooled=replace(report.pooled, decisions=decided, options=options)), words
    )
    assert "Kijk de sleutel na: Wandelen, keuze 1 (onderscheid -0,20)." in section.items
    assert any(item.startswith("Verdacht: Wandelen, keuze 1. Wie ‘Posten.’ koos (38 %)") for item in section.items)


def test_reliability_is_a_row_per_exercise_with_its_uncertainty_in_points(small):
    report, words = class_of(small, 25, 15), words_of(small)
    found = Reliability(40, 5, Standing.PROVISIONAL, 0.7, 0.55, 0.8, 2.04, 0.83)
    report = replace(report, pooled=replace(report.pooled, trust=[Trust("placement", 40, 20, found)]))
    (row,) = trust_section(report, words).table.rows
    assert row[1:] == ["40", "0,70 (0,55 tot 0,80), voorlopig", "2 van de 20 punten", "83 %"]


def test_every_decision_is_told_with_the_share_of_each_option(small):
    (row,) = decisions_section(class_of(small, 9, 3), words_of(small)).table.rows
    assert row[1][:2] == ["75 % Vragen. (goed)", "25 % Posten. (schade)"]
    assert row[4:] == ["3 / 0", "te weinig leerlingen"]


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
